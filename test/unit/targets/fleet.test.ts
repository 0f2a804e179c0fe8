// A fleet: index files beside the regions, for Argo CD and Flux, and the manifest that tells what each target leaves behind.
import {
  mappingAt,
  mappingsAt,
  readYamlMapping,
  type YamlMapping,
} from '../../../src/documents/yaml/read-yaml-mapping';
import { layOutRegions, type RegionToRender } from '../../../src/synthesize';
import { documentsWith, usual } from './documents';

const region = (name: string | null, targets: RegionToRender['targets']): RegionToRender => ({
  name,
  documents: usual,
  targets,
  acceptedRisks: [],
});

test('every region of a fleet has a Flux Kustomization that points at its directory', () => {
  const { files } = layOutRegions([region('ams1', ['etc', 'kustomize']), region('fra1', ['kustomize'])]);
  for (const [name, directory] of [
    ['ams1', 'ams1/kustomize'],
    ['fra1', 'fra1'],
  ] as const) {
    const flux = readYamlMapping(files.get(`_fleet/kustomize/flux/regions/${name}.yaml`) as string, 'flux');
    expect(flux).toMatchObject({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: `glacis-${name}` },
      spec: { path: `./glacis.out/${directory}`, prune: true, sourceRef: { kind: 'GitRepository' } },
    });
    expect(flux.spec).not.toHaveProperty('postBuild');
    expect(files.has(`${directory}/kustomization.yaml`)).toBe(true);
  }
  const index = readYamlMapping(files.get('_fleet/kustomize/flux/kustomization.yaml') as string, 'index');
  expect(index).toMatchObject({ kind: 'Kustomization', resources: ['regions/ams1.yaml', 'regions/fra1.yaml'] });
});

test('the ApplicationSet finds region directories by their depth, and fails on a missing key', () => {
  const read = (targets: RegionToRender['targets']) =>
    readYamlMapping(
      layOutRegions([region('ams1', targets)]).files.get('_fleet/kustomize/argocd/applicationset.yaml') as string,
      'applicationset',
    );
  const deep = JSON.stringify(read(['etc', 'kustomize']));
  expect(deep).toContain('"path":"glacis.out/*/kustomize"');
  expect(deep).toContain('(sub (len .path.segments) 2)');
  expect(JSON.stringify(read(['kustomize']))).toContain('(sub (len .path.segments) 1)');
  expect(read(['kustomize'])).toMatchObject({
    kind: 'ApplicationSet',
    spec: { goTemplate: true, goTemplateOptions: ['missingkey=error'] },
  });
});

/** As Argo CD chooses directories of a repository: a star ends at a slash, and what is excluded stays so. */
function findDirectories(applicationSet: YamlMapping, all: readonly string[]): Record<string, readonly string[]> {
  const generators = mappingsAt(mappingAt(applicationSet, 'spec'), 'generators').map((one) => mappingAt(one, 'git'));
  return Object.fromEntries(
    generators.map((git) => {
      const matches = (exclude: boolean, path: string) =>
        mappingsAt(git, 'directories')
          .filter((one) => (one.exclude === true) === exclude)
          .some((one) =>
            new RegExp(`^${String(one.path).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path),
          );
      const depth = String(mappingAt(git, 'values').region).includes(') 1)') ? 1 : 2;
      const found = all.filter((path) => matches(false, path) && !matches(true, path));
      return [`${depth} from the end`, found.map((path) => path.split('/').at(-depth) as string)];
    }),
  );
}

test.each([
  [{ north: ['kustomize'], south: ['kustomize'] }, { '1 from the end': ['north', 'south'] }],
  [{ north: ['etc', 'kustomize'], south: ['etc', 'kustomize'] }, { '2 from the end': ['north', 'south'] }],
  [
    {
      north: ['kustomize'],
      kustomize: ['kustomize'],
      south: ['etc', 'kustomize'],
      west: ['etc'],
      east: ['rhoso', 'etc'],
    },
    { '1 from the end': ['kustomize', 'north'], '2 from the end': ['south'] },
  ],
] as const)('Argo CD finds each region of %j that has ConfigMaps, and nothing else', (fleet, found) => {
  const { files } = layOutRegions(Object.entries(fleet).map(([name, targets]) => region(name, targets)));
  const paths = [...files.keys()].map((path) => `glacis.out/${path}`);
  const directories = paths.flatMap((path) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)));
  const set = files.get('_fleet/kustomize/argocd/applicationset.yaml') as string;
  expect(findDirectories(readYamlMapping(set, 'set'), [...new Set(directories)].sort())).toEqual(found);
});

test('capitals of a region are small in names of objects, and a region may be called kustomization', () => {
  const { files } = layOutRegions([region('RegionOne', ['kustomize']), region('kustomization', ['kustomize'])]);
  const flux = readYamlMapping(files.get('_fleet/kustomize/flux/regions/RegionOne.yaml') as string, 'flux');
  expect(flux).toMatchObject({
    metadata: { name: 'glacis-regionone' },
    spec: { path: './glacis.out/RegionOne', kubeConfig: { secretRef: { name: 'cluster-regionone' } } },
  });
  const index = readYamlMapping(files.get('_fleet/kustomize/flux/kustomization.yaml') as string, 'index');
  expect(index).toMatchObject({ resources: ['regions/RegionOne.yaml', 'regions/kustomization.yaml'] });
});

test('a single region without a name, and a fleet for other targets, need no index', () => {
  const paths = [
    ...layOutRegions([region(null, ['kustomize'])]).files.keys(),
    ...layOutRegions([region('ams1', ['etc', 'rhoso'])]).files.keys(),
  ];
  expect(paths.filter((path) => path.startsWith('_fleet'))).toEqual([]);
});

test('the manifest lists what a target cannot carry, and says nothing when all of it arrives', () => {
  const { manifest } = layOutRegions([region('ams1', ['etc', 'puppet'])]);
  const uncarried = manifest.regions[0]?.uncarried ?? {};
  expect(Object.keys(uncarried)).toEqual(['puppet']);
  expect(uncarried.puppet?.map(({ control }) => control)).toContain('import-egress-guard');
  const plain = layOutRegions([{ ...region('ams1', ['puppet']), documents: documentsWith({}) }]);
  expect(plain.manifest.regions[0]).not.toHaveProperty('uncarried');
});

test('a thousand regions are laid out in linear time and bytes', () => {
  const fleet = Array.from({ length: 1000 }, (_, index) => region(`r${index}`, ['kustomize']));
  const { files } = layOutRegions(fleet);
  expect([...files.keys()].filter((path) => path.startsWith('_fleet/')).length).toBe(1002);
});
