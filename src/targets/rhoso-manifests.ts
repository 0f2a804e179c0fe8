// The two manifests of the RHOSO target: the component that generates Secrets and ConfigMaps, and the patch that uses them.
import type { HardeningDocuments } from '../documents/hardening';
import { composeYaml, type YamlEntry, type YamlValue } from '../documents/yaml/compose-yaml';
import { putUnderHeader } from './header';

/** Object names that the patch and the component share. */
export const rhosoNames = {
  optionsSecret: 'glacis-glance-options',
  policyConfigMap: 'glacis-glance-policy',
  /** Fixed by the data plane: an optional source of the stock service `nova`. */
  computeConfig: 'nova-extra-config',
  /** The data plane copies `*nova*.conf` to the compute hosts, and leaves every other key behind without a word. */
  computeKey: '90-nova-glacis.conf',
} as const;

/** What the patch is to hold; texts are already escaped for Go. */
export interface PatchedParts {
  readonly glance: boolean;
  readonly glancePolicy: boolean;
  readonly novaOptions: string | undefined;
  readonly novaPolicy: string | undefined;
  readonly cinderOptions: string | undefined;
}

const entry = (key: string, value: YamlValue): YamlEntry => ({ key, value });
const block = (...entries: readonly YamlEntry[]): YamlValue => ({ entries });

/** Fields of the control plane that a merge patch replaces as a whole. */
export function listPatched(parts: PatchedParts): string[] {
  return [
    ...(parts.glance ? ['spec.glance.template.customServiceConfigSecrets'] : []),
    ...(parts.glancePolicy ? ['spec.glance.template.extraMounts'] : []),
    ...(parts.novaOptions ? ['spec.nova.template.apiServiceTemplate.customServiceConfig'] : []),
    ...(parts.cinderOptions ? ['spec.cinder.template.customServiceConfig'] : []),
  ];
}

/** The merge patch. Its own name does not count: the component aims it at every OpenStackControlPlane. */
export function composeControlPlane(documents: HardeningDocuments, parts: PatchedParts): string {
  const glance = [
    ...(parts.glance ? [entry('customServiceConfigSecrets', { items: [rhosoNames.optionsSecret] })] : []),
    ...(parts.glancePolicy ? [entry('extraMounts', { items: [policyMount] })] : []),
  ];
  const nova = [
    ...(parts.novaOptions === undefined ? [] : [entry('customServiceConfig', { block: parts.novaOptions })]),
    ...(parts.novaPolicy === undefined
      ? []
      : [entry('defaultConfigOverwrite', block(entry('policy.yaml', { block: parts.novaPolicy })))]),
  ];
  const cinder =
    parts.cinderOptions === undefined ? [] : [entry('customServiceConfig', { block: parts.cinderOptions })];
  const spec = [
    ...(glance.length > 0 ? [entry('glance', block(entry('template', { entries: glance })))] : []),
    ...(nova.length > 0
      ? [entry('nova', block(entry('template', block(entry('apiServiceTemplate', { entries: nova })))))]
      : []),
    ...(cinder.length > 0 ? [entry('cinder', block(entry('template', { entries: cinder })))] : []),
  ];
  return putUnderHeader(
    documents.release,
    composeYaml(
      [],
      [
        entry('apiVersion', 'core.openstack.org/v1beta1'),
        entry('kind', 'OpenStackControlPlane'),
        entry('metadata', block(entry('name', 'openstack'))),
        entry('spec', { entries: spec }),
      ],
    ),
  );
}

const policyMount: YamlValue = block(
  entry('name', 'glacis'),
  entry('extraVol', {
    items: [
      block(
        entry('propagation', { items: ['Glance'] }),
        entry('volumes', {
          items: [
            block(entry('name', 'glacis-policy'), entry('configMap', block(entry('name', rhosoNames.policyConfigMap)))),
          ],
        }),
        entry('mounts', {
          items: [
            block(entry('name', 'glacis-policy'), entry('mountPath', '/etc/glance/policy.d'), entry('readOnly', true)),
          ],
        }),
      ),
    ],
  }),
);

/** The component. Names carry no hash, because the custom resource names them literally. */
export function composeComponent(documents: HardeningDocuments, paths: readonly string[]): string {
  const generator = (name: string, key: string, path: string): YamlValue =>
    block(entry('name', name), entry('files', { items: [`${key}=${path}`] }));
  const maps = [
    ...(paths.includes('glance-policy.yaml')
      ? [generator(rhosoNames.policyConfigMap, '90-glacis.yaml', 'glance-policy.yaml')]
      : []),
    ...(paths.includes('nova-options.conf')
      ? [generator(rhosoNames.computeConfig, rhosoNames.computeKey, 'nova-options.conf')]
      : []),
  ];
  const secrets = paths.includes('glance-options.conf')
    ? [generator(rhosoNames.optionsSecret, '90-glacis.conf', 'glance-options.conf')]
    : [];
  return putUnderHeader(
    documents.release,
    composeYaml(
      [],
      [
        entry('apiVersion', 'kustomize.config.k8s.io/v1alpha1'),
        entry('kind', 'Component'),
        entry('generatorOptions', block(entry('disableNameSuffixHash', true))),
        ...(secrets.length > 0 ? [entry('secretGenerator', { items: secrets })] : []),
        ...(maps.length > 0 ? [entry('configMapGenerator', { items: maps })] : []),
        entry('patches', {
          items: [
            block(entry('path', 'control-plane.yaml'), entry('target', block(entry('kind', 'OpenStackControlPlane')))),
          ],
        }),
      ],
    ),
  );
}
