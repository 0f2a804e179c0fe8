// Kubernetes: ConfigMaps by Kustomize, for charts and operators of your own, with index files for Argo CD and Flux.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeYaml, type YamlEntry } from '../documents/yaml/compose-yaml';
import { mappingsAt, readYamlMapping } from '../documents/yaml/read-yaml-mapping';
import { composeApplicationSet, composeFluxKustomization } from './fleet-index';
import { fileHeader } from './header';
import { listUncarriedArtifacts } from './not-carried';
import { composeReadme } from './readme';
import { composeArtifact, composeServiceIni, composeServicePolicy, services, sortFiles } from './service-files';
import type { FleetRegion, Target } from './types';

/** ConfigMap to the directory it is to be mounted at, below /etc. */
const mounts: ReadonlyMap<string, string> = new Map([
  ...services.flatMap((service): [string, string][] => [
    [`glacis-${service}-options`, `${service}/${service}.conf.d`],
    [`glacis-${service}-policy`, `${service}/policy.d`],
  ]),
  ['glacis-glance-files', 'glance'],
  ['glacis-nginx', 'nginx/conf.d'],
  ['glacis-haproxy', 'haproxy/conf.d'],
]);

const artifactMaps = { glance: 'glacis-glance-files', nginx: 'glacis-nginx', haproxy: 'glacis-haproxy' } as const;

/** One ConfigMap for each directory. The name's hash stays on: it is what rolls the pods when a file changes. */
function layOut(documents: HardeningDocuments): FileTree {
  const files = new Map<string, string>();
  for (const service of services) {
    const options = composeServiceIni(documents, service);
    if (options !== undefined) files.set(`glacis-${service}-options/90-glacis.conf`, options);
    const policy = composeServicePolicy(documents, service);
    if (policy !== undefined) files.set(`glacis-${service}-policy/90-glacis.yaml`, policy);
  }
  for (const { program, name, text } of documents.artifacts) {
    const map = (artifactMaps as Readonly<Record<string, string>>)[program];
    if (map !== undefined)
      files.set(`${map}/${name.slice(name.lastIndexOf('/') + 1)}`, composeArtifact(documents, text));
  }
  const paths = [...files.keys()].sort();
  files.set('kustomization.yaml', composeKustomization(documents, paths));
  const uncarried = residuals(documents);
  files.set('README.md', composeReadme(documents, words(paths), [...paths, 'kustomization.yaml'], uncarried));
  return sortFiles(files);
}

function composeKustomization(documents: HardeningDocuments, paths: readonly string[]): string {
  const names = [...new Set(paths.map((path) => path.slice(0, path.indexOf('/'))))];
  const options: YamlEntry = {
    key: 'options',
    value: {
      entries: [
        {
          key: 'annotations',
          // Flux would substitute ${name} in what nginx and systemd read.
          value: { entries: [{ key: 'kustomize.toolkit.fluxcd.io/substitute', value: 'disabled' }] },
        },
        { key: 'labels', value: { entries: [{ key: 'app.kubernetes.io/managed-by', value: 'glacis' }] } },
      ],
    },
  };
  const generators = names.map((name) => ({
    entries: [
      { key: 'name', value: name },
      { key: 'files', value: { items: paths.filter((path) => path.startsWith(`${name}/`)) } },
      options,
    ],
  }));
  return composeYaml(fileHeader(documents), [
    { key: 'apiVersion', value: 'kustomize.config.k8s.io/v1beta1' },
    { key: 'kind', value: 'Kustomization' },
    { key: 'configMapGenerator', value: { items: generators } },
  ]);
}

function residuals(documents: HardeningDocuments): Residual[] {
  const because =
    'a pod has no rules by uid: restrict glance-api with a NetworkPolicy whose ipBlock leaves out 169.254.0.0/16 and the networks of the cluster, or use the target etc on hosts';
  return listUncarriedArtifacts(documents, { nftables: because, systemd: because });
}

function words(paths: readonly string[]) {
  const names = [...new Set(paths.map((path) => path.slice(0, path.indexOf('/'))))];
  return {
    tool: 'Kubernetes with Kustomize',
    place: [
      'ConfigMaps, one for each directory that a pod mounts:',
      '',
      ...names.map((name) => `* \`${name}\` at \`/etc/${mounts.get(name)}\``),
      '',
    ],
    commands: ['kubectl apply -k . --namespace openstack', 'kubectl diff -k . --namespace openstack'],
    restart: [
      'name the ConfigMaps in the volumes of your own Kustomization that lists this directory under `resources`: the names get a hash, and a changed file rolls the pods',
      'a volume replaces the whole directory of the image; use a `projected` volume to mix it with files of your own',
    ],
    traps: [
      'a `subPath` mount is never updated in place, and a ConfigMap holds at most 1 MiB',
      'files of a later name in the same directory win',
    ],
  };
}

/** The files where the pods see them, as long as the volumes are mounted as the README says. */
function toEtc(files: FileTree, base: FileTree = new Map()): FileTree {
  const etc = new Map(base);
  const kustomization = readYamlMapping(files.get('kustomization.yaml') ?? '', 'kustomization.yaml');
  for (const generator of mappingsAt(kustomization, 'configMapGenerator')) {
    const directory = mounts.get(String(generator.name));
    const listed: unknown[] = Array.isArray(generator.files) ? generator.files : [];
    for (const entry of listed.map(String)) {
      const equals = entry.indexOf('=');
      const path = entry.slice(equals + 1);
      const key = equals < 0 ? path.slice(path.lastIndexOf('/') + 1) : entry.slice(0, equals);
      const text = files.get(path);
      if (directory !== undefined && text !== undefined) etc.set(`${directory}/${key}`, text);
    }
  }
  return sortFiles(etc);
}

function layOutFleet(regions: readonly FleetRegion[]): FileTree {
  const files = new Map([['argocd/applicationset.yaml', composeApplicationSet(regions)]]);
  for (const region of regions) files.set(`flux/${region.name}.yaml`, composeFluxKustomization(region));
  const list = regions.map(({ name }) => `${name}.yaml`);
  files.set(
    'flux/kustomization.yaml',
    composeYaml(
      [],
      [
        { key: 'apiVersion', value: 'kustomize.config.k8s.io/v1beta1' },
        { key: 'kind', value: 'Kustomization' },
        { key: 'resources', value: { items: list } },
      ],
    ),
  );
  return sortFiles(files);
}

/** ConfigMaps for clouds on Kubernetes that no other target knows. */
export const kustomize: Target = {
  name: 'kustomize',
  title: 'Kubernetes: ConfigMaps by Kustomize, with Argo CD and Flux for fleets',
  layOut,
  residuals,
  toEtc,
  layOutFleet,
};
