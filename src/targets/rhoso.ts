// RHOSO and openstack-k8s-operators: a Kustomize component that patches the OpenStackControlPlane.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import {
  isYamlMapping,
  mappingAt,
  mappingsAt,
  readYamlMapping,
  type YamlMapping,
} from '../documents/yaml/read-yaml-mapping';
import { IntentProblems, problem } from '../problems';
import { escapeGoTemplate, renderGoTemplate } from './go-template';
import { dropOrphans, listUncarriedArtifacts, listUnreadLayout } from './not-carried';
import { layOutScripts, passScripts } from './operator-scripts';
import { rhosoOwnLines } from './own-lines';
import { readKustomization } from './read-kustomization';
import { composeReadme } from './readme';
import { composeComponent, composeControlPlane, listPatched, rhosoNames } from './rhoso-manifests';
import { composeServiceIni, composeServicePolicy, overridesOf, services, sortFiles } from './service-files';
import type { Target } from './types';

/** Where oslo.policy looks: the operator mounts no policy.d, and a directory named here leaves policy_file to its owner. */
const policyDirectory = '/etc/glance/policy.d';

/**
 * Glance's options go into a Secret: its file is read last, it leaves the operator's own customServiceConfig alone, and an
 * API with a customServiceConfig of its own still inherits it (read in the controller).
 */
function layOut(wanted: HardeningDocuments): FileTree {
  const documents = dropOrphans(wanted);
  const files = new Map<string, string>();
  const policy = composeServicePolicy(documents, 'glance');
  const options = composeServiceIni(documents, 'glance');
  const directory =
    policy === undefined
      ? ''
      : `\n[oslo_policy]\n# where the policy below is mounted\npolicy_dirs = ${policyDirectory}\n`;
  const glance = `${options ?? ''}${directory}`;
  if (glance !== '') files.set('glance-options.conf', escapeGoTemplate(glance));
  if (policy !== undefined) files.set('glance-policy.yaml', policy);
  const nova = composeServiceIni(documents, 'nova');
  if (nova !== undefined) files.set('nova-options.conf', nova);
  const patched = {
    glance: glance !== '',
    glancePolicy: policy !== undefined,
    novaOptions: mapText(nova, escapeGoTemplate),
    novaPolicy: mapText(composeServicePolicy(documents, 'nova'), escapeGoTemplate),
    // Rendered for the whole of Cinder, and what came of it once more for each service.
    cinderOptions: mapText(composeServiceIni(documents, 'cinder'), (text) => escapeGoTemplate(escapeGoTemplate(text))),
  };
  files.set('control-plane.yaml', composeControlPlane(documents, patched));
  files.set('kustomization.yaml', composeComponent(documents, [...files.keys()]));
  for (const [path, text] of layOutScripts(documents)) files.set(path, text);
  const paths = [...files.keys()].sort();
  files.set(
    'README.md',
    composeReadme(documents, words(nova !== undefined, listPatched(patched)), paths, residuals(wanted)),
  );
  return sortFiles(files);
}

function mapText(text: string | undefined, change: (text: string) => string): string | undefined {
  return text === undefined ? undefined : change(text);
}

function residuals(documents: HardeningDocuments): Residual[] {
  const edge =
    'the pods end behind Apache and a route, whose annotations count every method by source address: place the file of the target etc in a proxy of your own before them';
  const egress =
    'a pod has no rules by uid: restrict glance-api with a NetworkPolicy whose ipBlock leaves out 169.254.0.0/16 and the networks of the cluster';
  const because = {
    nginx: edge,
    haproxy: edge,
    nftables: egress,
    glance: 'no such file is mounted: add it to extraMounts',
  };
  const hasCinderPolicy = overridesOf(documents, 'cinder').length > 0;
  const cinder = 'the operator has no place for a policy file of Cinder';
  return [
    ...listUncarriedArtifacts(documents, 'the operator', [], because),
    ...(hasCinderPolicy ? [{ control: 'image-policy', because: cinder }] : []),
    ...listUnreadLayout(documents, 'the operators'),
  ];
}

function words(hasNova: boolean, patched: readonly string[]) {
  return {
    tool: 'RHOSO (openstack-k8s-operators)',
    place: [
      'A Kustomize component. List this directory under `components` of the Kustomization that holds your OpenStackControlPlane, then:',
    ],
    commands: [
      'oc kustomize . | oc diff -f -',
      'oc kustomize . | oc apply -f -',
      'oc wait openstackcontrolplane --all --for=condition=Ready --timeout=30m',
    ],
    restart: [
      'the operators roll the pods when a Secret or the control plane changes; after a change of the policy alone, delete the glance-api pods',
      ...(hasNova
        ? [
            'nova-compute is not in the control plane: `nova-extra-config` is a data source of the service `nova`, and a new OpenStackDataPlaneDeployment applies it',
          ]
        : []),
    ],
    traps: [
      ...patched.map(
        (path) =>
          `\`${path}\` is replaced as a whole: what you have there must move into a patch after this one, together with these lines`,
      ),
      '`spec.glance.template.glanceAPIs.NAME.customServiceConfigSecrets` replaces the inherited list: add the Secret there too',
      'a `namePrefix` or `nameSuffix` above this component renames its Secret and ConfigMaps, and nothing that names them: Glance waits for the Secret, and nova-compute does without its options unasked',
      'the sample `web_download` of the operator writes the filter below `[DEFAULT]`, where Glance has no such options',
    ],
  };
}

/** The fields below `template` that are followed to their files. */
const followed = [
  'glance.customServiceConfigSecrets',
  'glance.extraMounts',
  'nova.apiServiceTemplate.customServiceConfig',
  'nova.apiServiceTemplate.defaultConfigOverwrite',
  'cinder.customServiceConfig',
];

/** @throws IntentProblems for options that only some pods get, or get before ours: nobody here follows them. */
function refuseUnfollowed(spec: YamlMapping): void {
  const list = (mapping: YamlMapping, path: string): string[] =>
    Object.entries(mapping).flatMap(([key, value]) => {
      const at = `${path}.${key}`;
      if (/^(?:customServiceConfig(?:Secrets)?|defaultConfigOverwrite|extraMounts)$/.test(key))
        return followed.includes(at) ? [] : [at];
      return isYamlMapping(value) ? list(value, at) : [];
    });
  const found = services.flatMap((service) => list(mappingAt(spec, service, 'template'), service));
  const facts = { wanted: `of such fields ${followed.join(', ')}`, why: 'one verdict cannot be that of all pods' };
  const fix = 'judge what arrived in the pods with glacis audit';
  const place = { file: 'control-plane.yaml' };
  if (found.length > 0)
    throw new IntentProblems(found.map((got) => problem('unreadable', place, { ...facts, got, fix })));
}

/** Both lie in one tree here: what only one of them got would count for the other. @throws IntentProblems */
function requireSame(ofApi: string, ofCompute: string): void {
  if (ofApi.trim() === ofCompute.trim()) return;
  const facts = {
    got: `other options for nova-api than ${rhosoNames.computeConfig} has for the compute hosts`,
    wanted: 'the same in both',
    why: 'one verdict cannot be that of both',
    fix: 'synthesize again, or judge what arrived with glacis audit',
  };
  throw new IntentProblems([problem('unreadable', { file: 'control-plane.yaml' }, facts)]);
}

/** Without the list a volume is mounted in every pod of Glance. */
function reachesApi({ propagation }: YamlMapping): boolean {
  const kinds = ['Glance', 'GlanceAPI', 'All'];
  return !Array.isArray(propagation) || propagation.length === 0 || propagation.some((kind) => kinds.includes(kind));
}

/** The files in the pods, followed through the names that the patch and the component use. */
function toEtc(files: FileTree, base: FileTree = rhosoOwnLines): FileTree {
  const etc = new Map([...base, ...passScripts(files)]);
  const component = readKustomization(
    files.get('kustomization.yaml') ?? '',
    'kustomization.yaml',
    'control-plane.yaml',
  );
  const spec = mappingAt(readYamlMapping(files.get('control-plane.yaml') ?? '', 'control-plane.yaml'), 'spec');
  refuseUnfollowed(spec);
  const generated = (kind: string, name: unknown): readonly (readonly [string, string])[] =>
    mappingsAt(component, kind)
      .filter((generator) => generator.name === name)
      .flatMap((generator) => (Array.isArray(generator.files) ? generator.files.map(String) : []))
      .map(
        (entry) => [entry.slice(0, entry.indexOf('=')), files.get(entry.slice(entry.indexOf('=') + 1)) ?? ''] as const,
      );

  const glance = mappingAt(spec, 'glance', 'template');
  const secrets: unknown[] = Array.isArray(glance.customServiceConfigSecrets) ? glance.customServiceConfigSecrets : [];
  const texts = secrets.flatMap((name) => generated('secretGenerator', name).map(([, text]) => `${text}\n`));
  if (texts.length > 0)
    etc.set('glance/glance.conf.d/03-config.conf', renderGoTemplate(texts.join(''), 'glance-options.conf'));
  const extras = mappingsAt(glance, 'extraMounts').flatMap((mount) => mappingsAt(mount, 'extraVol'));
  for (const extra of extras.filter(reachesApi)) {
    for (const mount of mappingsAt(extra, 'mounts')) {
      const volume = mappingsAt(extra, 'volumes').find(({ name }) => name === mount.name);
      const directory = String(mount.mountPath).replace(/^\/etc\//, '');
      for (const [key, text] of generated('configMapGenerator', volume && mappingAt(volume, 'configMap').name)) {
        etc.set(`${directory}/${key}`, text);
      }
    }
  }
  const api = mappingAt(spec, 'nova', 'template', 'apiServiceTemplate');
  const ofApi = renderGoTemplate(String(api.customServiceConfig ?? ''), 'control-plane.yaml');
  const ofCompute = generated('configMapGenerator', rhosoNames.computeConfig).filter(([key]) =>
    /nova.*\.conf$/.test(key),
  );
  requireSame(ofApi, ofCompute.map(([, text]) => text).join(''));
  if (ofApi !== '') etc.set('nova/nova.conf.d/02-nova-override.conf', ofApi);
  for (const [key, text] of ofCompute) etc.set(`nova/nova.conf.d/${key}`, text);
  const novaPolicy = mappingAt(api, 'defaultConfigOverwrite')['policy.yaml'];
  if (typeof novaPolicy === 'string') etc.set('nova/policy.yaml', renderGoTemplate(novaPolicy, 'control-plane.yaml'));
  const cinder = mappingAt(spec, 'cinder', 'template').customServiceConfig;
  if (typeof cinder === 'string') {
    const once = renderGoTemplate(cinder, 'control-plane.yaml');
    etc.set('cinder/cinder.conf.d/02-global-custom.conf', renderGoTemplate(once, 'control-plane.yaml'));
  }
  return sortFiles(etc);
}

/** A Kustomize component for the operators' OpenStackControlPlane. */
export const rhoso: Target = {
  name: 'rhoso',
  title: 'RHOSO, openstack-k8s-operators: a component that patches the OpenStackControlPlane',
  limitedBy: 'none',
  hasUnits: false,
  layOut,
  residuals,
  toEtc,
};
