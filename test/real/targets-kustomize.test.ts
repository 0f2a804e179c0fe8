// ConfigMaps and components through the real Kustomize, inside an operator's own Kustomization: what the pods mount, and under which names.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { FileTree } from '../../src/documents/types';
import { mappingAt, mappingsAt, readYamlMapping } from '../../src/documents/yaml/read-yaml-mapping';
import { kustomize } from '../../src/targets/kustomize';
import { rhoso } from '../../src/targets/rhoso';
import type { Target } from '../../src/targets/types';
import { listExamples, renderSnapshot } from '../snapshots/render-snapshot';
import { documentsWith, setting, usual } from '../unit/targets/documents';
import { hasKubernetesTools, kubectl } from './carried-programs';

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
}

interface Built {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** What Kustomize makes of a directory whose `glacis/` is a rendered tree. */
function build(files: FileTree, beside: Readonly<Record<string, string>>): readonly Built[] {
  const work = mkdtempSync(join(tmpdir(), 'glacis-kustomize-'));
  try {
    const all = [...[...files].map(([path, text]) => [`glacis/${path}`, text] as const), ...Object.entries(beside)];
    for (const [path, text] of all) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    const env = { PATH: process.env.PATH, HOME: work };
    const printed = execFileSync(kubectl, ['kustomize', work], { encoding: 'utf8', env, maxBuffer: 2 ** 28 });
    return loadAll(printed) as Built[];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function listTrees(target: Target): readonly (readonly [string, FileTree])[] {
  const examples = listExamples().flatMap((example) =>
    renderSnapshot(example)
      .trees.filter((tree) => tree.target === target.name)
      .map(({ region, files }) => [`${example}/${region}`, files] as const),
  );
  return [...examples, ['usual', target.layOut(usual)]];
}

/** A workload as the README of the tree asks for: a volume for each ConfigMap, Glance's own directory file by file. */
function composeWorkload(files: FileTree): string {
  const kustomization = readYamlMapping(files.get('kustomization.yaml') ?? '', 'kustomization.yaml');
  const generators = mappingsAt(kustomization, 'configMapGenerator').map((generator) => {
    const annotations = mappingAt(generator, 'options', 'annotations');
    const keys = (generator.files as string[]).map((path) => path.slice(path.indexOf('/') + 1));
    return { name: String(generator.name), mountPath: String(annotations['glacis.dev/mount-path']), keys };
  });
  const volumes = generators.map(({ name }) => ({ name, configMap: { name } }));
  const volumeMounts = generators.flatMap(({ name, mountPath, keys }): Mount[] =>
    mountPath === '/etc/glance'
      ? keys.map((key) => ({ name, mountPath: `${mountPath}/${key}`, subPath: key }))
      : [{ name, mountPath }],
  );
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'glance-api' },
    spec: { template: { spec: { containers: [{ name: 'glance-api', image: 'glance', volumeMounts }], volumes } } },
  });
}

/** Below /etc of the workload: its mounts followed to the ConfigMaps by the names that they have in the end. */
function mountAll(objects: readonly Built[]): FileTree {
  const pod = mappingAt(objects.find(({ kind }) => kind === 'Deployment')?.spec ?? {}, 'template', 'spec');
  const [container = {}] = mappingsAt(pod, 'containers');
  const tree = new Map<string, string>();
  for (const { name, mountPath, subPath } of mappingsAt(container, 'volumeMounts') as unknown as Mount[]) {
    const volume = mappingsAt(pod, 'volumes').find((one) => one.name === name) ?? {};
    const map = objects.find(
      (one) => one.kind === 'ConfigMap' && one.metadata.name === mappingAt(volume, 'configMap').name,
    );
    const place = mountPath.replace(/^\/etc\//, '');
    for (const [key, text] of Object.entries(map?.data ?? {})) {
      if (subPath === undefined) tree.set(`${place}/${key}`, text);
      else if (subPath === key) tree.set(place, text);
    }
  }
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const overlay = 'namespace: openstack\nnamePrefix: prod-\nresources: [glacis, workload.yaml]\n';
const buildWorkload = (files: FileTree) =>
  build(files, { 'kustomization.yaml': overlay, 'workload.yaml': composeWorkload(files) });

test('a workload mounts what the model says, under names that Kustomize hashed and prefixed', () => {
  if (!hasKubernetesTools('ConfigMaps through Kustomize')) return;
  const trees = listTrees(kustomize);
  expect(trees.length).toBeGreaterThan(15);
  for (const [name, files] of trees) {
    const objects = buildWorkload(files);
    const told = [...kustomize.toEtc(files)].filter(([path]) => /^(?!keystone\/|key-manager\/)/.test(path));
    expect({ name, mounted: [...mountAll(objects)] }).toEqual({ name, mounted: told });
    for (const { kind, metadata } of objects) {
      if (kind !== 'ConfigMap') continue;
      expect(metadata.name).toMatch(/^prod-glacis-[a-z.-]+-[a-z0-9]{10}$/);
      expect(metadata.annotations?.['kustomize.toolkit.fluxcd.io/substitute']).toBe('disabled');
    }
  }
});

test('a changed option changes the reference of the workload, which rolls its pods; nothing else does', () => {
  if (!hasKubernetesTools('ConfigMaps through Kustomize')) return;
  const namesOf = (cap: number) => {
    const settings = [setting('glance', 'DEFAULT', 'image_size_cap', cap)];
    const objects = buildWorkload(kustomize.layOut(documentsWith({ ...usual, settings })));
    return objects.flatMap(({ kind, metadata }) => (kind === 'ConfigMap' ? [metadata.name] : []));
  };
  const [before, same, after] = [namesOf(1024), namesOf(1024), namesOf(2048)];
  expect(same).toEqual(before);
  const base = (name: string) => name.slice(0, -11);
  expect(after.map(base)).toEqual(before.map(base));
  expect(after.filter((name) => !before.includes(name)).map(base)).toEqual(['prod-glacis-glance-glance.conf.d']);
});

const controlPlane = JSON.stringify({
  apiVersion: 'core.openstack.org/v1beta1',
  kind: 'OpenStackControlPlane',
  metadata: { name: 'openstack' },
  spec: { glance: { template: { glanceAPIs: { default: { replicas: 3 } } } } },
});

/** Every name of a Secret or ConfigMap in a patched control plane. */
function listReferences(objects: readonly Built[]): readonly string[] {
  const spec = objects.find(({ kind }) => kind === 'OpenStackControlPlane')?.spec ?? {};
  const glance = mappingAt(spec, 'glance', 'template');
  const volumes = mappingsAt(glance, 'extraMounts')
    .flatMap((mount) => mappingsAt(mount, 'extraVol'))
    .flatMap((extra) => mappingsAt(extra, 'volumes'));
  const secrets = (glance.customServiceConfigSecrets ?? []) as string[];
  return [...secrets, ...volumes.map((volume) => String(mappingAt(volume, 'configMap').name))];
}

test('the control plane names what the component generates, in a namespace, and not below a namePrefix', () => {
  if (!hasKubernetesTools('the component of RHOSO through Kustomize')) return;
  for (const [name, files] of listTrees(rhoso)) {
    const buildIn = (line: string) =>
      build(files, {
        'kustomization.yaml': `${line}\nresources: [control-plane.yaml]\ncomponents: [glacis]\n`,
        'control-plane.yaml': controlPlane,
      });
    const missing = (objects: readonly Built[]) => {
      const generated = objects.map(({ metadata }) => metadata.name);
      return listReferences(objects).filter((wanted) => !generated.includes(wanted));
    };
    const objects = buildIn('namespace: openstack');
    expect(listReferences(objects).length).toBeGreaterThan(0);
    expect({ name, missing: missing(objects) }).toEqual({ name, missing: [] });
    // Kustomize does not know the fields of this object: the README says so.
    expect(missing(buildIn('namePrefix: prod-'))).toEqual(listReferences(objects));
    expect(files.get('README.md')).toContain('`namePrefix`');
  }
});

test("a fleet's index builds: a Flux Kustomization for each region, and an ApplicationSet that takes a patch", () => {
  if (!hasKubernetesTools("a fleet's index through Kustomize")) return;
  const { files } = renderSnapshot('fleet');
  const under = (directory: string) =>
    new Map(
      [...files].flatMap(([path, text]) => (path.startsWith(directory) ? [[path.slice(directory.length), text]] : [])),
    );
  const flux = build(under('_fleet/kustomize/flux/'), { 'kustomization.yaml': 'resources: [glacis]\n' });
  const paths = flux.map(({ kind, spec }) => `${kind} ${spec?.path}`);
  expect(paths.sort()).toEqual(['ams1', 'fra1', 'old1'].map((name) => `Kustomization ./glacis.out/${name}/kustomize`));
  for (const path of paths) {
    const directory = path.replace(/^.*glacis\.out\/(\w+)\/kustomize$/, 'kustomize/$1/');
    expect(files.has(`${directory}kustomization.yaml`)).toBe(true);
  }
  const repository = 'https://git.example.net/ours.git';
  const patch = ['/spec/generators/0/git/repoURL', '/spec/template/spec/source/repoURL'].map((path) => {
    return { op: 'replace', path, value: repository };
  });
  const patches = [{ target: { kind: 'ApplicationSet' }, patch: JSON.stringify(patch) }];
  const [set, ...more] = build(under('_fleet/kustomize/argocd/'), {
    'kustomization.yaml': JSON.stringify({ resources: ['glacis/applicationset.yaml'], patches }),
  });
  expect(more).toEqual([]);
  const text = JSON.stringify(set);
  expect(text.split(repository)).toHaveLength(3);
  expect(text).not.toContain('git.example.org');
});
