// The targets kustomize and rhoso through Debian's real Kustomize: what it builds is what the models of the targets say.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import type { FileTree } from '../../src/documents/types';
import { readYamlMapping } from '../../src/documents/yaml/read-yaml-mapping';
import { compareText } from '../../src/problems';
import { bedDirectory } from './bed';
import { answerOnce } from './kept-answers';
import { chosenSuites, versionsOf } from './suites';

interface Built {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** Only this suite of the bed has Kustomize. */
const kustomize = join(bedDirectory, 'trixie/usr/bin/kustomize');
const snapshots = resolve(__dirname, '../../snapshots');

/** The committed trees of a target, by folder: another test holds them against what is rendered. */
function readTrees(target: string): ReadonlyMap<string, FileTree> {
  const folders = readdirSync(snapshots)
    .map((example) => join(snapshots, example, target))
    .filter(existsSync)
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    .filter((folder) => existsSync(join(folder, 'kustomization.yaml')))
    .sort(compareText);
  return new Map(
    folders.map((folder) => {
      const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      const paths = names.map((one) => join(one.parentPath, one.name)).sort(compareText);
      return [
        folder.slice(snapshots.length + 1),
        new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')])),
      ];
    }),
  );
}

/** What `kustomize build` makes of a tree, alone or as a component beside other files. */
function build(files: FileTree, beside: Readonly<Record<string, string>> = {}): readonly Built[] {
  const work = mkdtempSync(join(tmpdir(), 'glacis-kustomize-'));
  try {
    for (const [path, text] of [...files].map(([path, text]) => [`glacis/${path}`, text] as const)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), text);
    }
    for (const [path, text] of Object.entries(beside)) writeFileSync(join(work, path), text);
    const from = Object.keys(beside).length > 0 ? work : join(work, 'glacis');
    return loadAll(execFileSync(kustomize, ['build', from], { encoding: 'utf8' })) as Built[];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Every ConfigMap holds its files to the byte, under the mount that the judge reads. */
function buildAlone(name: string, files: FileTree): readonly Built[] {
  const maps = build(files);
  expect({ name, isEmpty: maps.length === 0 }).toEqual({ name, isEmpty: false });
  const arrived = maps.flatMap(({ metadata, data = {} }) =>
    Object.entries(data).map(([key, text]) => {
      expect(metadata.annotations?.['glacis.dev/mount-path']).toMatch(/^\/etc\//);
      const directory = metadata.name.replace(/-[a-z0-9]{10}$/, '');
      return [`${directory}/${key}`, text] as const;
    }),
  );
  const written = [...files].filter(([path]) => path.startsWith('glacis-'));
  expect({ name, files: new Map(arrived) }).toEqual({ name, files: new Map(written) });
  return maps;
}

const controlPlane = `apiVersion: core.openstack.org/v1beta1
kind: OpenStackControlPlane
metadata: {name: openstack}
spec:
  glance:
    template:
      customServiceConfig: "[DEFAULT]\\nworkers = 3\\n"
      glanceAPIs: {default: {replicas: 3}}
`;

/** The control plane is patched, what it had stays, the options lie in the Secret. */
function buildComponent(name: string, files: FileTree): readonly Built[] {
  const objects = build(files, {
    'control-plane.yaml': controlPlane,
    'kustomization.yaml': 'resources: [control-plane.yaml]\ncomponents: [glacis]\n',
  });
  const ours = readYamlMapping(files.get('control-plane.yaml') ?? '', 'control-plane.yaml').spec;
  const spec = objects.find(({ kind }) => kind === 'OpenStackControlPlane')?.spec;
  expect({ name, spec }).toMatchObject({ name, spec: ours });
  expect({ name, spec }).toMatchObject({
    spec: {
      glance: {
        template: { customServiceConfig: '[DEFAULT]\nworkers = 3\n', glanceAPIs: { default: { replicas: 3 } } },
      },
    },
  });
  const secret = objects.find(({ kind }) => kind === 'Secret')?.data?.['90-glacis.conf'] ?? '';
  expect(Buffer.from(secret, 'base64').toString()).toBe(files.get('glance-options.conf') ?? '');
  const maps = objects.filter(({ kind }) => kind === 'ConfigMap').flatMap(({ data = {} }) => Object.values(data));
  expect(maps.sort()).toEqual(
    ['glance-policy.yaml', 'nova-options.conf'].flatMap((path) => files.get(path) ?? []).sort(),
  );
  return objects;
}

/** Every ConfigMap and Secret is what the schema of Kubernetes asks for. */
function expectValid(built: readonly Built[]): void {
  // Kustomize wraps base64 at 76 characters, as the API server takes it; the published pattern does not.
  const objects = built
    .filter(({ apiVersion }) => apiVersion === 'v1')
    .map((one) => {
      const unwrap = (text: string): string => (one.kind === 'Secret' ? text.replace(/\s/g, '') : text);
      return {
        ...one,
        data: Object.fromEntries(Object.entries(one.data ?? {}).map(([key, text]) => [key, unwrap(text)])),
      };
    });
  const validate = join(__dirname, '../unit/targets/validate-kubernetes.mjs');
  const faults = execFileSync(process.execPath, [validate], { input: JSON.stringify(objects), encoding: 'utf8' });
  expect(JSON.parse(faults)).toEqual(objects.map(() => ''));
}

test.each(chosenSuites().filter((suite) => suite === 'trixie'))('%s', async (suite) => {
  const [alone, components] = [readTrees('kustomize'), readTrees('rhoso')];
  expect(Math.min(alone.size, components.size)).toBeGreaterThan(10);
  const ask = async () => {
    const built = [
      ...[...alone].flatMap(([name, files]) => buildAlone(name, files)),
      ...[...components].flatMap(([name, files]) => buildComponent(name, files)),
    ];
    expectValid(built);
    return { answers: built.length };
  };
  const trees = [...alone, ...components].map(([name, files]) => [name, [...files]]);
  await answerOnce({ kind: 'kustomize', name: suite, facts: [versionsOf(suite), trees], ask });
});
