// The scripts that add the next release: what they read from a tree in small, and that storing loses nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeChanges } from '../../../scripts/catalogue/changes';
import { compactOptions, compactRules, joinSpans } from '../../../scripts/catalogue/compact';
import { expandSnapshots, replaceRelease } from '../../../scripts/catalogue/expand';
import type { Snapshot } from '../../../scripts/catalogue/snapshot';
import { readOptionFile, readRuleFile } from '../../../src/openstack/catalogue/files';
import { releaseNames } from '../../../src/openstack/releases';

const script = join(__dirname, '..', '..', '..', 'scripts', 'catalogue', 'extract.py');

function extractFrom(mode: string, source: string): { snapshot: Snapshot; unclear: string } {
  const run = spawnSync('python3', ['-B', script, mode, 'glance', '2026.2', source], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return { snapshot: JSON.parse(run.stdout), unclear: run.stderr };
}

describe('extract.py tree', () => {
  const { snapshot, unclear } = extractFrom('tree', join(__dirname, 'fixtures', 'tree'));

  test('finds every option a file can set, with group, type and default', () => {
    const string = { kind: 'string' };
    expect(snapshot.options).toEqual([
      {
        section: 'DEFAULT',
        name: 'bind_port',
        type: { kind: 'port', min: 0, max: 65535 },
        default: 9292,
        owner: 'service',
      },
      {
        section: 'DEFAULT',
        name: 'image_size_cap',
        type: { kind: 'integer', min: 1, max: 9 * 2 ** 50 },
        default: 2 ** 31,
        owner: 'service',
      },
      { section: 'DEFAULT', name: 'work_dir', type: string, default: '$state_path/work/images', owner: 'service' },
      {
        section: 'image_format',
        name: 'disk_formats',
        type: { kind: 'list', item: string, bounds: false },
        default: ['raw', 'qcow2'],
        deprecatedNames: [{ section: 'DEFAULT', name: 'disk_formats' }],
        owner: 'service',
      },
      {
        section: 'image_format',
        name: 'insecure',
        type: { kind: 'boolean' },
        default: false,
        deprecatedNames: [{ section: 'old', name: 'api_insecure' }],
        owner: 'service',
      },
      {
        section: 'image_format',
        name: 'roles',
        type: { kind: 'list', item: string, bounds: false },
        default: ['admin'],
        owner: 'service',
      },
      {
        section: 'import_filtering_opts',
        name: 'allowed_schemes',
        type: { kind: 'list', item: { kind: 'string', quotes: true }, bounds: true },
        default: ['http'],
        owner: 'service',
      },
      { section: 'import_filtering_opts', name: 'host', type: string, owner: 'service' },
      {
        section: 'import_filtering_opts',
        name: 'mode',
        type: { kind: 'string', choices: ['ab', 'c'] },
        default: 'ab',
        secret: true,
        owner: 'service',
      },
    ]);
  });

  test('finds the rules with check strings put together from other files', () => {
    expect(snapshot.rules).toEqual([
      {
        name: 'add_image',
        check: 'rule:context_is_admin or role:member',
        scopeTypes: ['project'],
        operations: [
          { method: 'POST', path: '/v2/images' },
          { method: 'PUT', path: '/v2/images' },
        ],
        deprecatedRule: { name: 'add_image', check: 'rule:default', since: 'W' },
      },
      { name: 'context_is_admin', check: 'role:admin', scopeTypes: [], operations: [] },
    ]);
  });

  test('says what it could not work out instead of leaving it out in silence', () => {
    expect(unclear).toMatch(/^not worked out: glance\/common\/config\.py:\d+$/m);
  });
});

test('extract.py generator reads what oslo-config-generator prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'glacis-generator-'));
  try {
    const file = join(folder, 'generated.json');
    const entry = {
      dest: 'log_dir',
      default: null,
      type: 'string value',
      deprecated_opts: [{ group: 'DEFAULT', name: 'logdir' }],
    };
    writeFileSync(file, JSON.stringify({ options: { DEFAULT: { opts: [{ ...entry, choices: [], secret: false }] } } }));
    const { snapshot } = extractFrom('generator', file);
    expect(snapshot.librariesExact).toBe(true);
    expect(snapshot.options).toEqual([
      {
        section: 'DEFAULT',
        name: 'log_dir',
        type: { kind: 'string' },
        default: null,
        deprecatedNames: [{ section: 'DEFAULT', name: 'logdir' }],
        owner: 'library',
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('extract.py explains itself when called wrongly', () => {
  expect(() => execFileSync('python3', ['-B', script], { stdio: 'pipe' })).toThrow(/Usage/);
});

describe('storing', () => {
  test('joins releases that follow each other and say the same', () => {
    expect(
      joinSpans([
        [3, 7],
        [1, 7],
        [2, 7],
        [5, 7],
        [6, 8],
      ]),
    ).toEqual([1, 3, 7, 5, 5, 7, 6, 6, 8]);
  });

  test('expanding and storing again gives the stored files', () => {
    const [options, rules, drivers] = [readOptionFile('cinder'), readRuleFile('cinder'), readOptionFile('drivers')];
    const snapshots = expandSnapshots(options, rules, drivers);
    expect(compactOptions(snapshots, releaseNames, (option) => !option.driver)).toEqual(options);
    expect(compactOptions(snapshots, releaseNames, (option) => option.driver === true)).toEqual(drivers);
    expect(compactRules(snapshots, releaseNames)).toEqual(rules);
  });

  test('a release that is put in again unchanged changes nothing', () => {
    const options = readOptionFile('glance');
    const snapshots = expandSnapshots(options, readRuleFile('glance'));
    const same = snapshots.filter((snapshot) => snapshot.release === '2025.1');
    expect(compactOptions(replaceRelease(snapshots, same, releaseNames), releaseNames, () => true)).toEqual(options);
  });

  test('what a release changed is told: what came, what went, what is different', () => {
    const snapshots = expandSnapshots(readOptionFile('glance'), readRuleFile('glance'));
    const [older, newer] = (['2026.1', '2026.2'] as const).map(
      (name) => snapshots.find(({ release }) => release === name) as Snapshot,
    ) as [Snapshot, Snapshot];
    const lines = describeChanges(older, newer);
    expect(lines).toContain('- [DEFAULT] bind_host');
    expect(lines).toContain('~ [image_format] gpt_safety_checks_nonfatal = [], was ["mbr"]');
    expect(describeChanges(newer, older)).toContain('+ [DEFAULT] bind_host = "0.0.0.0"');
    const rules = [{ name: 'add_image', check: '!', scopeTypes: [], operations: [] }];
    expect(describeChanges({ ...newer, rules }, newer)).toContain(
      '~ rule add_image = "rule:context_is_admin or (role:member and project_id:%(project_id)s and project_id:%(owner)s)", was "!"',
    );
    expect(describeChanges(newer, newer)).toEqual([]);
  });

  test('a new release without a list of libraries takes those of the release before, marked', () => {
    const snapshots = expandSnapshots(readOptionFile('glance'), readRuleFile('glance'));
    const older = snapshots.filter((snapshot) => snapshot.release !== '2026.2');
    const fresh: Snapshot = { service: 'glance', release: '2026.2', options: [], rules: [], sampleOnly: [] };
    const merged = replaceRelease(older, [fresh], releaseNames).find((snapshot) => snapshot.release === '2026.2');
    expect(merged?.options.length).toBeGreaterThan(300);
    expect(new Set(merged?.options.map((option) => option.certainty))).toEqual(new Set(['inferred']));
    expect(merged).not.toHaveProperty('librariesExact');
    expect(() => replaceRelease(snapshots, [], releaseNames)).toThrow(RangeError);
  });

  test('a stored release that is read again keeps its libraries and what no tree tells', () => {
    const snapshots = expandSnapshots(readOptionFile('glance'), readRuleFile('glance'));
    const same = snapshots.find((snapshot) => snapshot.release === '2025.1')!;
    const fresh: Snapshot = {
      service: 'glance',
      release: '2025.1',
      options: same.options.filter((option) => option.owner === 'service'),
      rules: same.rules.map(({ checkAtFirstRelease: _, ...rule }) => rule),
      sampleOnly: [],
    };
    const merged = replaceRelease(snapshots, [fresh], releaseNames);
    expect(compactOptions(merged, releaseNames, () => true)).toEqual(readOptionFile('glance'));
    expect(compactRules(merged, releaseNames)).toEqual(readRuleFile('glance'));
  });
});
