// Overrides in words, what an upgrade changes, and what a live tree changed since synth.
import { findDrift } from '../../../src/checks/drift';
import { describePolicy } from '../../../src/checks/policy-words';
import { findUpgradeChanges } from '../../../src/checks/upgrade';
import { type Files, openCloud } from './clouds';

const words = (policy: string, versions = {}) => describePolicy(openCloud({ 'glance/policy.yaml': policy }, versions));

describe('policy in words', () => {
  test('an override says its default, whom it lets in, who gains, and which calls it guards', () => {
    const [rule] = words('# why\n"publicize_image": "role:member"\n');
    expect(rule).toMatchObject({
      service: 'glance',
      rule: 'publicize_image',
      file: 'glance/policy.yaml',
      line: 2,
      kind: 'override',
      override: 'role:member',
      meaning: 'role member',
      lost: [],
    });
    expect(rule?.default).toContain('admin');
    expect(rule?.operations.length).toBeGreaterThan(0);
    expect(rule?.gained[0]).toMatchObject({ rule: 'publicize_image' });
    expect(rule?.gained[0]?.personas).toContain('member');
    expect(rule?.gained[0]?.personas).not.toContain('reader');
  });

  test('who loses is told too', () => {
    const [rule] = words('"add_image": "!"\n');
    expect(rule?.gained).toEqual([]);
    expect(rule?.lost[0]?.personas).toContain('member');
  });

  test.each([
    ['"copy_image": "role:admin"\n', 'same-as-default'],
    ['"import_image": "!"\n', 'unknown'],
    ['"mine": "role:x"\n"add_image": "rule:mine"\n', 'alias'],
  ])('%j is %s', (policy, kind) => {
    expect(words(policy, { release: '2023.1', packages: {} })[0]?.kind).toBe(kind);
  });

  test('a rule that a later file sets again does not count', () => {
    const files: Files = {
      'glance/policy.yaml': '"add_image": "@"\n',
      'glance/policy.d/90.yaml': '"add_image": "!"\n',
    };
    expect(describePolicy(openCloud(files)).map(({ kind, gained }) => [kind, gained.length])).toEqual([
      ['overridden', 0],
      ['override', 0],
    ]);
  });
});

describe('upgrade', () => {
  const changes = (files: Files, from: string, to: string) =>
    findUpgradeChanges(openCloud(files, { release: from as 'zed', packages: {} }), to as 'zed').map(
      ({ kind, subject, line }) => `${kind} ${subject}${line === null ? '' : `:${line}`}`,
    );

  test('options that go, files that are no longer read, defaults that change', () => {
    const files: Files = {
      'glance/glance-api.conf': '[DEFAULT]\nregistry_host = 0.0.0.0\n',
      'glance/policy.json': '{"add_image": ""}\n',
    };
    const found = changes(files, 'queens', '2026.1');
    expect(found).toEqual(
      expect.arrayContaining([
        'removed DEFAULT/registry_host:2',
        'file-not-read glance/policy.json:1',
        'default-changed DEFAULT/enabled_import_methods',
        'default-changed add_member',
      ]),
    );
  });

  test('a directory named after the WSGI server is read by nova up to 2025.2 alone', () => {
    const files: Files = {
      'nova/nova.conf': '[DEFAULT]\ndebug = false\n',
      'nova/uwsgi.conf.d/50.conf': '[glance]\nverify_glance_signatures = true\n',
    };
    const only = (to: string) => changes(files, '2025.1', to).filter((change) => change.startsWith('file-not-read'));
    expect(only('2026.1')).toEqual(['file-not-read nova/uwsgi.conf.d/50.conf:1']);
    expect(only('2025.2')).toEqual([]);
  });

  test('the same release changes nothing, and a service without files is not told of', () => {
    expect(changes({ 'glance/glance-api.conf': '[DEFAULT]\ndebug = true\n' }, '2025.1', '2025.1')).toEqual([]);
    expect(changes({}, 'queens', '2026.1')).toEqual([]);
  });

  test('a secret that the later type refuses is not quoted', () => {
    const files: Files = { 'nova/nova.conf': '[database]\nconnection = hunter2-secret\nmax_retries = x\n' };
    const found = findUpgradeChanges(openCloud(files, { release: 'queens', packages: {} }), '2026.1');
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

describe('drift', () => {
  const ours = 'glance/glance.conf.d/90-glacis.conf';
  const policy = 'glance/policy.d/90-glacis.yaml';
  const synthesized: Files = {
    [ours]: '[import_filtering_opts]\nallowed_hosts = [a.example]\nallowed_ports = [443]\n',
    [policy]: '"tasks_api_access": "!"\n',
  };
  const drift = (live: Files) =>
    findDrift(openCloud(synthesized), openCloud(live)).map(
      ({ kind, file, line, subject, synthesized: was, live: is }) =>
        `${kind} ${file}:${line ?? '-'} ${subject} ${was ?? '-'} -> ${is ?? '-'}`,
    );

  test('an untouched tree with files of its own beside ours has none', () => {
    expect(drift({ ...synthesized, 'glance/glance-api.conf': '[DEFAULT]\ndebug = true\n' })).toEqual([]);
  });

  test('missing, edited, overridden by another file, and rules that were added', () => {
    expect(
      drift({
        [ours]: '[import_filtering_opts]\nallowed_hosts = [a.example]\nallowed_ports = []\n',
        'glance/glance.conf.d/99-local.conf': '[import_filtering_opts]\nallowed_hosts = [b.example]\n',
        'glance/policy.d/99.yaml': '"tasks_api_access": "@"\n"add_image": "@"\n',
      }),
    ).toEqual([
      `edited ${ours}:3 ${ours} allowed_ports = [443] -> allowed_ports = []`,
      'overridden glance/glance.conf.d/99-local.conf:2 import_filtering_opts/allowed_hosts [a.example] -> [b.example]',
      `missing ${policy}:- ${policy} present -> -`,
      'overridden glance/policy.d/99.yaml:1 tasks_api_access ! -> @',
      'extra-policy glance/policy.d/99.yaml:2 add_image - -> @',
    ]);
  });

  test('a weaker file that says something else overrides nothing', () => {
    expect(
      drift({ ...synthesized, 'glance/glance-api.conf': '[import_filtering_opts]\nallowed_hosts = [b.example]\n' }),
    ).toEqual([]);
  });
});
