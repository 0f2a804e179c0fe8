// Loosenings of policies, property protections, risks and regions that somebody would like to slip through, each there and back.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComparedRegion } from '../../../src/checks/diff/fleet';
import { edit, expectLooser, renderIntent, strict, tell } from './smuggled';

const rules = 'glance/policy.d/90-glacis.yaml';
const protections = 'glance/glacis-property-protections.ini';

const withRule = (check: string, name = 'delete_image') => {
  const isWritten = strict.files.get(rules)?.includes(`"${name}":`);
  return edit([
    ...(isWritten ? [[rules, new RegExp(`^"${name}": .*\n`, 'm'), ''] as const] : []),
    [rules, null, `"${name}": "${check}"\n`],
  ]);
};

describe('an audience that is widened and opens no attack of the catalogue', () => {
  test.each([
    ['role:admin', 'role:admin or role:auditor', 'holders of auditor'],
    ['role:admin', 'role:admin or project_id:abc123', 'with project_id abc123'],
    ['role:admin', 'role:admin or user_id:abc123', 'with user_id abc123'],
    ['role:admin', 'role:admin or user_domain_id:default', 'everybody'],
    ['role:admin', 'role:admin or service_roles:service', 'services for a member'],
    ['role:admin', 'role:admin or (role:member and project_id:%(owner)s)', 'members'],
    ['role:admin', "role:admin or 'evil':%(name)s", 'everybody'],
    ['role:admin', 'role:admin or False:%(protected)s', 'everybody'],
    ['role:admin', 'role:admin or http://policy.example/check', 'cannot be said offline'],
    ['role:admin and project_id:abc', 'role:admin', 'administrators'],
    ['role:admin and project_id:abc', 'role:admin and (project_id:abc or project_id:def)', 'with project_id def'],
    ['role:member and project_id:%(owner)s', 'role:member', 'members'],
    ['role:member and project_id:%(owner)s', 'project_id:%(owner)s', 'readers'],
    ['!', 'http://policy.example/check', 'cannot be said offline'],
  ])('delete_image: %s, then %s', (before, after, named) => {
    expectLooser([withRule(before)], [withRule(after)], new RegExp(`delete_image.*${named}`));
  });

  test.each([
    ['default', '!', '@'],
    ['deactivate', 'role:admin', 'role:admin or http://policy.example/check'],
    ['communitize_image', 'rule:context_is_admin', 'rule:context_is_admin or role:publisher'],
    ['context_is_admin', 'role:admin', 'role:admin or role:operator'],
    ['context_is_admin', 'role:admin', 'role:admin or project_id:deadbeef'],
  ])('%s: %s, then %s', (name, before, after) => {
    expectLooser([withRule(before, name)], [withRule(after, name)], new RegExp(name));
  });

  test.each([
    ['role:admin', 'role:admin and role:admin'],
    ['role:admin and role:member', 'role:member and role:admin'],
    ['role:admin', 'role:admin or token.is_domain:True'],
    ['role:admin', 'role:admin or is_admin:True'],
  ])('what lets in nobody else is neutral: %s, then %s', (before, after) => {
    expect(tell([withRule(before)], [withRule(after)])).toMatchObject({ exit: 2, directions: ['neutral'] });
  });

  test('a right that changes hands is looser, and both are named', () => {
    const { exit, lines } = tell([withRule('not role:member')], [withRule('role:admin')]);
    expect([exit, lines.join()]).toEqual([
      3,
      expect.stringMatching(/newly allowed: admin.*no longer allowed: .*readers/),
    ]);
  });

  test('a file whose name sorts later wins; one that sorts earlier, comments and another order are no difference', () => {
    const open = '"delete_image": "@"\n';
    expectLooser([strict], [edit([['glance/policy.d/95-more.yaml', null, open]])], /delete_image/);
    expect(tell([strict], [edit([['glance/policy.d/10-more.yaml', null, open]])]).exit).toBe(0);
    expect(tell([strict], [edit([[rules, null, '\n# nothing\n']])]).exit).toBe(0);
    const [first = '', ...rest] = (strict.files.get(rules) ?? '').split('\n\n');
    expect(
      tell([strict], [{ ...strict, files: new Map([...strict.files, [rules, [...rest, first].join('\n\n')]]) }]).exit,
    ).toBe(0);
  });
});

describe('property protections', () => {
  test.each([
    ['one more role', 'create = admin', 'create = admin,auditor', 'holds auditor may now create img_signature'],
    [
      'a rule before all others',
      '[^img_signature]',
      '[^img_sig]\ncreate = @\nread = @\nupdate = @\ndelete = @\n\n[^img_signature]',
      'may now create img_sig',
    ],
    ['an anchor more', '[^img_signature]', '[^img_signature$]', 'img_signature_x'],
    ['a rule gone', /\[\^block_device_mapping\$\]\n(?:\w+ = .*\n)+/, '', 'block_device_mapping'],
  ])('%s', (_, found, written, named) => {
    expectLooser([strict], [edit([[protections, found, written]])], new RegExp(named));
  });

  test('a rule of the site is tighter; what Glance cannot read is neither', () => {
    const own = '[^x_billing]\ncreate = admin\nread = @\nupdate = admin\ndelete = admin\n\n[.*]';
    expect(tell([strict], [edit([[protections, '[.*]', own]])])).toMatchObject({ exit: 2, directions: ['tighter'] });
    expect(tell([strict], [edit([[protections, '[.*]', '[.*]\nno rule']])]).directions).not.toContain('tighter');
  });
});

describe('certificates', () => {
  const id = '3f2a6a52-5a0e-4a52-9a0b-0d3f5ad5c9b1';
  const read = (name: string) => readFileSync(join(__dirname, '../../data/certificates', `${name}.pem`), 'utf8');
  const store = (place: string, name: string, before = '') =>
    edit([[`key-manager/certificates/${place}.pem`, null, `${before}${read(name)}`]]);

  test('another authority under a trusted id is looser, whichever way, and told by its fingerprint', () => {
    const { exit, lines } = tell([store(id, 'issuing')], [store(id, 'ec-root')]);
    const mark = new X509Certificate(read('ec-root')).fingerprint256;
    expect([exit, lines]).toEqual([3, [expect.stringContaining(`-> SHA-256 ${mark} another certificate is trusted`)]]);
    expect(tell([store(id, 'ec-root')], [store(id, 'issuing')]).exit).toBe(3);
  });

  test('a private key is looser and never shown', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n';
    const { exit, lines } = tell([strict], [edit([['key-manager/signer.key', null, key]])]);
    expect([exit, lines.join()]).toEqual([
      3,
      expect.stringMatching(/^looser .*the whole file .*a private key lies among/),
    ]);
    const beside = tell([strict], [edit([['glacis-permissions.sh', null, key]])]);
    expect([beside.exit, beside.lines.length]).toEqual([3, 1]);
    expect([lines, beside.lines].join()).not.toContain('MIIE');
  });

  test('one that no list names is neutral, words around it are no difference', () => {
    expect(tell([store('signer', 'issuing')], [store('signer', 'ec-root')])).toMatchObject({
      exit: 2,
      directions: ['neutral'],
    });
    expect(tell([store(id, 'issuing')], [store(id, 'issuing', 'the root\n')]).exit).toBe(0);
  });
});

describe('accepted risks', () => {
  const risk = { risk: 'ssrf-dns-rebinding', reason: 'a reason', until: '2099-01-01' };
  const accept = (...acceptedRisks: readonly ComparedRegion['acceptedRisks'][number][]) => [
    { ...strict, acceptedRisks },
  ];

  test.each([
    ['for the first time', accept(), accept(risk)],
    ['for longer', accept(risk), accept({ ...risk, until: '2100-01-01' })],
    ['everywhere', accept({ ...risk, where: 'DEFAULT/debug' }), accept(risk)],
    ['twice, once for longer', accept(risk), accept(risk, { ...risk, until: '2100-01-01' })],
  ])('a risk that is accepted %s is looser', (_, before, after) =>
    expectLooser(before, after, /acceptedRisks\/ssrf-dns-rebinding.*no longer counts as open/),
  );

  test('another place and another check are both, another reason is neither', () => {
    const there = { ...risk, where: 'DEFAULT/debug' };
    expect(tell(accept(there), accept({ ...risk, where: 'DEFAULT/workers' })).directions).toEqual([
      'looser',
      'tighter',
    ]);
    expect(tell(accept(risk), accept({ ...risk, risk: 'ssrf-redirect-to-metadata' })).directions).toEqual([
      'looser',
      'tighter',
    ]);
    expect(tell(accept(risk), accept({ ...risk, reason: 'b' })).directions).toEqual(['neutral']);
    expect(tell(accept(there, risk), accept(risk)).directions).toEqual(['neutral']);
  });
});

describe('regions', () => {
  const named = (name: string, region = strict) => ({ ...region, name });

  test('a region, a node or a target that is gone is looser, a new one brings its open attacks', () => {
    const gone = tell([named('a'), named('b')], [named('a')]);
    expect([gone.exit, gone.lines]).toEqual([
      3,
      [expect.stringMatching(/^looser {2}region present -> {2}its files are no longer written/)],
    ]);
    expect(tell([named('a'), named('b')], [named('b')]).exit).toBe(3);
    expect(tell([strict, { ...strict, target: 'kolla-ansible' }], [strict]).exit).toBe(3);
    const nodes = (kinds: object) => renderIntent(JSON.stringify({ release: '2025.1', nodes: kinds }));
    expect(tell(nodes({ public: {}, internal: {} }), nodes({ public: {} })).exit).toBe(3);
    const added = tell([named('a')], [named('a'), named('b')]);
    expect([added.exit, added.opened.length > 0]).toEqual([3, true]);
  });

  test('another name with the same files is neutral, with fewer files it is looser', () => {
    const headed = edit([[rules, null, '# another digest\n']]);
    const renamed = tell([named('a'), named('b')], [named('a'), named('c', headed)]);
    expect([renamed.exit, renamed.directions, renamed.lines]).toEqual([
      2,
      ['neutral'],
      [expect.stringContaining('name of the region b -> c')],
    ]);
    const loose = { ...strict, files: new Map([...strict.files].filter(([path]) => !path.startsWith('nftables'))) };
    expect(tell([named('a'), named('b')], [named('a'), named('c', loose)]).exit).toBe(3);
    expect(tell([named('a'), named('b')], [named('b'), named('a')]).exit).toBe(0);
    const swapped = tell([named('a'), named('b', loose)], [named('a', loose), named('b')]);
    expect([swapped.exit, swapped.directions]).toEqual([3, ['looser', 'tighter']]);
  });
});
