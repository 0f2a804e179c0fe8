// The egress guard is credited only when its rules are loaded before glance-api runs, and bind the uid it runs as.
import { openEgressGuard } from '../../../src/checks/cloud/egress';
import { readNamedTree } from '../../checks/cases';
import { defencesOf, openCloud } from './clouds';

const tree = readNamedTree('egress-guard');
const rules = 'nftables.d/50-glance.nft';
const unit = 'systemd/system/glance-egress.service';
const requirement = 'systemd/system/glance-api.service.d/50-egress.conf';
const metadata = { address: '169.254.169.254', port: 80, protocol: 'tcp' } as const;
const mirror = { address: '203.0.113.20', port: 443, protocol: 'tcp' } as const;

function change(changes: Readonly<Record<string, string | null>>): ReadonlyMap<string, string> {
  const files = new Map(tree);
  for (const [file, text] of Object.entries(changes)) {
    if (text === null) files.delete(file);
    else files.set(file, text);
  }
  return files;
}
const read = (file: string) => tree.get(file) as string;
const isGuarded = (files: ReadonlyMap<string, string>, uid = 64062) =>
  openEgressGuard(files, uid).judge(metadata).isStopped;

test('a unit that glance-api requires loads the rules: the refusing rule is named, the mirror stays open', () => {
  const guard = openEgressGuard(tree, 64062);
  expect(guard.loaded).toEqual([rules]);
  expect(guard.judge(metadata)).toEqual({ isStopped: true, at: { file: rules, line: 14 } });
  expect(guard.judge(mirror).isStopped).toBe(false);
  expect(guard.judge({ ...mirror, port: 80 }).isStopped).toBe(true);
  expect(guard.judge({ address: 'fd00:ec2::254', port: 80, protocol: 'tcp' }).isStopped).toBe(true);
});

test('a file whose name begins with a dot is included by no star', () => {
  const conf = '#!/usr/sbin/nft -f\nflush ruleset\ninclude "/etc/nftables.d/*.nft"\n';
  const hidden = { [rules]: null, 'nftables.d/.50-glance.nft': read(rules), 'nftables.conf': conf };
  expect(isGuarded(change({ [unit]: null, [requirement]: null, ...hidden }))).toBe(false);
});

test('nft loads nothing of a file that includes a broken one', () => {
  const conf = '#!/usr/sbin/nft -f\nflush ruleset\ninclude "/etc/nftables.d/*.nft"\n';
  const included = { [unit]: null, [requirement]: null, 'nftables.conf': conf };
  expect(isGuarded(change({ ...included, 'nftables.d/90-other.nft': 'table inet other { }\n' }))).toBe(true);
  expect(isGuarded(change({ ...included, 'nftables.d/90-other.nft': 'table inet other {\n' }))).toBe(false);
});

test('nftables.conf itself counts', () => {
  const files = change({ [unit]: null, [requirement]: null, [rules]: null, 'nftables.conf': read(rules) });
  expect(openEgressGuard(files, 64062).judge(metadata)).toEqual({
    isStopped: true,
    at: { file: 'nftables.conf', line: 14 },
  });
});

test.each(['*.nft', '50-glance.nft', '5?-g*.nft', '[4-6]0-*'].map((name) => [`"/etc/nftables.d/${name}"`]))(
  'what nftables.conf includes counts: %s',
  (pattern) => {
    const conf = `#!/usr/sbin/nft -f\nflush ruleset\ninclude ${pattern}\n`;
    const files = change({ [unit]: null, [requirement]: null, 'nftables.conf': conf });
    expect(openEgressGuard(files, 64062).judge(metadata)).toEqual({ isStopped: true, at: { file: rules, line: 14 } });
  },
);

test.each([
  ['no unit loads the file', { [unit]: null, [requirement]: null }],
  ['nothing requires the unit', { [requirement]: null }],
  ['the unit is only wanted', { [requirement]: '[Unit]\nWants=glance-egress.service\nAfter=glance-egress.service\n' }],
  ['the requirement is a comment', { [requirement]: '[Unit]\n#Requires=glance-egress.service\n' }],
  ['the drop-in is not named .conf', { [requirement]: null, [`${requirement}.bak`]: read(requirement) }],
  [
    'another service requires it',
    { [requirement]: null, 'systemd/system/nova-api.service.d/50.conf': read(requirement) },
  ],
  ['the unit loads another file', { [unit]: read(unit).replace('50-glance', '60-glance') }],
  ['the unit only checks the file', { [unit]: read(unit).replace('nft -f', 'nft -c -f') }],
  ['the command is a comment', { [unit]: read(unit).replace('ExecStart', '#ExecStart') }],
  ['the file is missing', { [rules]: null }],
  ['nft refuses the file', { [rules]: `${read(rules)}}\n` }],
  ['the rules bind another uid', { [rules]: read(rules).replace('64062', '64061') }],
  ['the chain stands at another hook', { [rules]: read(rules).replace('hook output', 'hook input') }],
  ['the chain has no hook', { [rules]: read(rules).replace(/^.*hook output.*\n/m, '') }],
  ['the table is for IPv6 only', { [rules]: read(rules).replace('table inet', 'table ip6') }],
  ['the refusing rule is gone', { [rules]: read(rules).replace('counter reject', 'counter') }],
  ['a rule before accepts everything', { [rules]: read(rules).replace('ct state', 'counter accept\n    ct state') }],
  ['the first packet is accepted', { [rules]: read(rules).replace('established,related', 'new,established,related') }],
  ['the file lies in another directory', { [rules]: null, 'nftables.rules.d/50-glance.nft': read(rules) }],
] as const)('not credited when %s', (_, changes) => {
  expect(isGuarded(change(changes as Record<string, string | null>))).toBe(false);
});

test('a guard for another uid protects nobody', () => {
  expect(isGuarded(tree, 64063)).toBe(false);
  expect(isGuarded(tree, 64062)).toBe(true);
});

test('not credited when nftables.conf flushes the ruleset and leaves the include out', () => {
  const files = change({ [unit]: null, [requirement]: null, 'nftables.conf': '#!/usr/sbin/nft -f\nflush ruleset\n' });
  expect(isGuarded(files)).toBe(false);
});

test('the guard stops an attack on code without any fix, and is named with its line', () => {
  const cloud = openCloud(tree, { release: '2025.1', packages: { glance: '30.0.0' } });
  expect(defencesOf(cloud, 'ssrf-redirect-to-metadata')).toEqual([`egress-guard ${rules}:14`]);
  expect(defencesOf(cloud, 'ssrf-legacy-tasks')).toEqual([`egress-guard ${rules}:14`]);
  expect(defencesOf(openCloud(tree, { glanceUid: 1000 }), 'ssrf-legacy-tasks')).toEqual([]);
});

test('the guard sees every hop: a location that redirects inside is stopped where the store would connect', () => {
  expect(defencesOf(openCloud(tree, { packages: { glance: '30.2.0' } }), 'ssrf-location-api-redirect')).toEqual([
    `egress-guard ${rules}:14`,
  ]);
});

test('required is not enough: without After= a failed guard does not keep glance-api from starting', () => {
  // systemd.unit(5): a failing requirement stops the unit only when it is also ordered after it.
  const files = change({
    [requirement]: '[Unit]\nRequires=glance-egress.service\n',
    [unit]: read(unit).replace('Before=network-pre.target glance-api.service\n', 'Before=network-pre.target\n'),
  });
  expect(isGuarded(files)).toBe(false);
});

test('a requirement outside [Unit] is none', () => {
  expect(isGuarded(change({ [requirement]: '[Service]\nRequires=glance-egress.service\n' }))).toBe(false);
});

test('a drop-in that empties ExecStart= of the guard takes its rules away', () => {
  const override = 'systemd/system/glance-egress.service.d/override.conf';
  expect(isGuarded(change({ [override]: '[Service]\nExecStart=\nExecStart=/bin/true\n' }))).toBe(false);
});
