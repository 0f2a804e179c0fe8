// The committed snapshots through the real programs: accepted, and read as exactly what the intent meant.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { formatCheck } from '../../src/emulators/oslo-policy/check-tree';
import { parseCheck } from '../../src/emulators/oslo-policy/parse-check';
import { listExamples, renderSnapshot, type SnapshotTree, snapshotsDirectory } from '../snapshots/render-snapshot';
import { acceptTree } from './acceptance';

const python = '/usr/bin/python3';

/** What the witness answers. */
interface Witnessed {
  readonly files: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>>>;
  readonly rules: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly values: readonly unknown[] | null;
}

function canRun(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

const missing = [
  ...(['nginx', 'haproxy', 'nft'] as const).filter((program) => !canRun(program, ['-v'])),
  ...(canRun(python, ['-c', 'import glance, oslo_config, oslo_policy']) ? [] : ['python3-glance']),
];

/** False, with a loud line, when a program is missing and skipping is allowed. */
function mustRun(): boolean {
  if (missing.length === 0) return true;
  if (process.env.GLACIS_REQUIRE_REAL === '1')
    throw new Error(`missing: ${missing.join(', ')}, and skipping is forbidden`);
  process.stderr.write(`SKIPPED: snapshots with real programs (missing: ${missing.join(', ')})\n`);
  return false;
}

const trees = listExamples().flatMap((example) =>
  renderSnapshot(example)
    .trees.filter((tree) => tree.target === 'etc')
    .map((tree) => ({ name: [example, tree.region].filter(Boolean).join('/'), example, tree })),
);

test.each(trees)('$name is accepted by nginx, haproxy and nft', ({ tree }) => {
  if (mustRun()) expect(acceptTree(tree)).toEqual([]);
});

test.each(trees)('$name is read by oslo.config, oslo.policy and Glance as it was meant', ({ example, tree }) => {
  if (!mustRun()) return;
  const witnessed = askWitness(example, tree);
  for (const setting of tree.documents.settings) {
    const file = `${setting.service}/${setting.service}.conf.d/90-glacis.conf`;
    expect(witnessed.files[file]?.[setting.section]?.[setting.option]).toHaveLength(1);
  }
  for (const { service, rule, check } of tree.documents.overrides) {
    const read = witnessed.rules[`${service}/policy.d/90-glacis.yaml`]?.[rule];
    expect({ rule, read }).toEqual({ rule, read: formatCheck(parseCheck(check)) });
  }
  if (tree.manifest.release === 'zed') {
    expect(witnessed.values).toEqual(glanceSettings(tree).map((setting) => setting.value));
  }
});

test('Glance 25.1 itself read at least one snapshot', () => {
  expect(trees.filter(({ tree }) => tree.manifest.release === 'zed').length).toBeGreaterThan(0);
});

function glanceSettings(tree: SnapshotTree) {
  return tree.documents.settings.filter((setting) => setting.service === 'glance');
}

function askWitness(example: string, tree: SnapshotTree): Witnessed {
  const paths = [...tree.files.keys()];
  const isGlance25 = tree.manifest.release === 'zed';
  const request = {
    etc: join(snapshotsDirectory, example, tree.target, tree.region ?? ''),
    ini: paths.filter((path) => path.endsWith('.conf') && /^(glance|nova|cinder)\//.test(path)),
    policy: paths.filter((path) => path.endsWith('.yaml')),
    settings: isGlance25 ? glanceSettings(tree).map(({ section, option }) => [section, option]) : null,
  };
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, 'snapshot-witness.py')], {
    input: JSON.stringify(request),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the witness failed: ${stderr}`);
  return JSON.parse(stdout) as Witnessed;
}
