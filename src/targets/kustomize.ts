// Kubernetes: ConfigMaps by Kustomize, for charts and operators of your own, with index files for Argo CD and Flux.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeYaml, type YamlEntry } from '../documents/yaml/compose-yaml';
import { mappingAt, mappingsAt } from '../documents/yaml/read-yaml-mapping';
import { etc } from './etc';
import { composeApplicationSet, composeFluxKustomization } from './fleet-index';
import { putUnderHeader } from './header';
import { listUncarriedArtifacts } from './not-carried';
import { layOutScripts, passScripts } from './operator-scripts';
import { readKustomization } from './read-kustomization';
import { composeReadme } from './readme';
import { sortFiles } from './service-files';
import type { FleetRegion, Target } from './types';

/** Says where a ConfigMap is to be mounted: for the operator, and for the judge. */
const mountAnnotation = 'glacis.dev/mount-path';

/** Directories below /etc that a pod mounts; nftables and systemd are the host's. */
const mountable = /^(?:glance|nova|cinder|nginx|haproxy|repose|prometheus|sql-exporter)\//;

/** One ConfigMap for each directory. The name's hash stays on: it is what rolls the pods when a file changes. */
function layOut(documents: HardeningDocuments): FileTree {
  const mounted = [...etc.layOut(documents)].filter(([path]) => mountable.test(path));
  const files = new Map(mounted.map(([path, text]) => [`${nameMap(path)}/${baseName(path)}`, text]));
  const directories = [...new Set(mounted.map(([path]) => directoryOf(path)))].sort();
  if (directories.length > 0) files.set('kustomization.yaml', composeKustomization(documents, directories, files));
  for (const [path, text] of layOutScripts(documents)) files.set(path, text);
  const paths = [...files.keys()].sort();
  files.set('README.md', composeReadme(documents, words(directories), paths, residuals(documents)));
  return sortFiles(files);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `glance/glance.conf.d/x` -> `glacis-glance-glance.conf.d`: a DNS name, because no directory here has other characters. */
function nameMap(path: string): string {
  return `glacis-${directoryOf(path).replaceAll('/', '-')}`;
}

function composeKustomization(documents: HardeningDocuments, directories: readonly string[], files: FileTree): string {
  const generators = directories.map((directory) => {
    const name = nameMap(`${directory}/`);
    const annotations: YamlEntry[] = [
      { key: mountAnnotation, value: `/etc/${directory}` },
      // Flux would substitute ${name} in what nginx reads.
      { key: 'kustomize.toolkit.fluxcd.io/substitute', value: 'disabled' },
    ];
    return {
      entries: [
        { key: 'name', value: name },
        { key: 'files', value: { items: [...files.keys()].filter((path) => path.startsWith(`${name}/`)).sort() } },
        { key: 'options', value: { entries: [{ key: 'annotations', value: { entries: annotations } }] } },
      ],
    };
  });
  return putUnderHeader(
    documents.release,
    composeYaml(
      [],
      [
        { key: 'apiVersion', value: 'kustomize.config.k8s.io/v1beta1' },
        { key: 'kind', value: 'Kustomization' },
        { key: 'configMapGenerator', value: { items: generators } },
      ],
    ),
  );
}

function residuals(documents: HardeningDocuments): Residual[] {
  const because =
    'a pod has no rules by uid: restrict glance-api with a NetworkPolicy whose ipBlock leaves out 169.254.0.0/16 and the networks of the cluster, or use the target etc on hosts';
  const carried = ['glance', 'nginx', 'haproxy', 'repose', 'prometheus', 'sql-exporter'] as const;
  const guard = { nftables: because };
  return listUncarriedArtifacts(documents, 'a pod', carried, guard);
}

function words(directories: readonly string[]) {
  return {
    tool: 'Kubernetes with Kustomize',
    place: [
      'ConfigMaps, one for each directory that a pod mounts:',
      '',
      ...directories.map((directory) => `* \`${nameMap(`${directory}/`)}\` at \`/etc/${directory}\``),
      '',
    ],
    commands: ['kubectl diff -k . --namespace openstack', 'kubectl apply -k . --namespace openstack'],
    restart: [
      'list this directory under `resources` of the Kustomization that holds your workloads, and name the ConfigMaps in their volumes: the names get a hash, and a changed file rolls the pods',
      ...(directories.includes('glance')
        ? ['mount `glacis-glance` file by file, with `subPath`: as a directory it would hide all else in `/etc/glance`']
        : []),
      'a volume replaces the whole directory of the image: use a `projected` volume to mix it with files of your own',
    ],
    traps: [
      'a `subPath` mount is never updated in place, and a ConfigMap holds at most 1 MiB',
      'files of a later name in the same directory win',
      'a patch above these, or a generator of the same name with `behavior: merge` or `replace`, changes them, and Kustomize does not say so',
    ],
  };
}

/** The files where the pods see them, as long as the volumes are mounted where the annotations say. */
function toEtc(files: FileTree, base: FileTree = new Map()): FileTree {
  const tree = new Map([...base, ...passScripts(files)]);
  const kustomization = readKustomization(files.get('kustomization.yaml') ?? '', 'kustomization.yaml');
  for (const generator of mappingsAt(kustomization, 'configMapGenerator')) {
    const mountPath = mappingAt(generator, 'options', 'annotations')[mountAnnotation];
    if (typeof mountPath !== 'string' || !mountPath.startsWith('/etc/')) continue;
    const listed: unknown[] = Array.isArray(generator.files) ? generator.files : [];
    for (const entry of listed.map(String)) {
      const equals = entry.indexOf('=');
      const path = entry.slice(equals + 1);
      const key = equals < 0 ? baseName(path) : entry.slice(0, equals);
      const text = files.get(path);
      if (text !== undefined) tree.set(`${mountPath.slice('/etc/'.length)}/${key}`, text);
    }
  }
  return sortFiles(tree);
}

function layOutFleet(regions: readonly FleetRegion[], others: readonly string[]): FileTree {
  const files = new Map([['argocd/applicationset.yaml', composeApplicationSet(regions, others)]]);
  // Below a directory of their own: a region may be called kustomization.
  const resources = regions.map(({ name }) => `regions/${name}.yaml`).sort();
  for (const region of regions) files.set(`flux/regions/${region.name}.yaml`, composeFluxKustomization(region));
  files.set(
    'flux/kustomization.yaml',
    composeYaml(
      [],
      [
        { key: 'apiVersion', value: 'kustomize.config.k8s.io/v1beta1' },
        { key: 'kind', value: 'Kustomization' },
        { key: 'resources', value: { items: resources } },
      ],
    ),
  );
  return sortFiles(files);
}

/** ConfigMaps for clouds on Kubernetes that no other target knows. */
export const kustomize: Target = {
  name: 'kustomize',
  title: 'Kubernetes: ConfigMaps by Kustomize, with Argo CD and Flux for fleets',
  limitedBy: 'own-nginx',
  hasUnits: false,
  layOut,
  residuals,
  toEtc,
  layOutFleet,
};
