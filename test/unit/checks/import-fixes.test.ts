// A proposed fix is no advice but a promise: written where it says, judged again, the attack is no longer open.
import { attackIds, loadAttack, loadLint } from '../../../src/checks';
import type { Cloud } from '../../../src/checks/cloud/cloud';
import { describeFix } from '../../../src/checks/fix/words';
import type { Fix, Remedy } from '../../../src/checks/types';
import { listTreeNames, readNamedTree } from '../../checks/cases';
import { applyFix, dropIn, levels, openCloud, verdictOf } from './clouds';

/** The levels that differ, each under the launcher that it is met with; eventlet once, because it reads other files. */
const grounds = [
  ['E0', 'uwsgi'],
  ['E2', 'eventlet'],
  ['H', 'uwsgi'],
] as const;

const clouds: readonly (readonly [string, Cloud])[] = listTreeNames().flatMap((name) =>
  grounds.map(([level, launcher]) => {
    const cloud = openCloud(readNamedTree(name), { ...levels[level], launcher });
    return [`${name} on ${level} under ${launcher}`, cloud] as const;
  }),
);

/** Open attacks with the fixes they propose. */
function listProposals(cloud: Cloud) {
  return attackIds.flatMap((id) => {
    const answer = loadAttack(id).judge(cloud);
    return answer.verdict === 'open' && !beyondLines.has(id) ? [{ id, fixes: answer.fixes }] : [];
  });
}

/** Not the files of a control. */
const isLine = (fix: Remedy): fix is Fix => !('control' in fix);

/** What no line closes: certificates that only the operator has, files of protections, caches on the hosts, clones inside ceph, drivers. */
const beyondLines: ReadonlySet<string> = new Set([
  'sig-altered-boot',
  'sig-cached-base',
  'sig-ironic',
  'sig-own-certificate',
  'sig-partly-signed-boot',
  'sig-rbd-clone',
  'sig-snapshot-boot',
  'sig-unsigned-boot',
  'sig-unshelve',
  'sig-volume-root-beside-image',
]);

test('many attacks are open in these trees, so there is something to promise', () => {
  const [, cloud] = clouds.find(([name]) => name.startsWith('stock on E0'))!;
  expect(listProposals(cloud).length).toBeGreaterThan(20);
});

describe.each(clouds)('%s', (_, cloud) => {
  const proposals = listProposals(cloud);

  test('an open attack always has a fix, and every fix closes what it is proposed for', () => {
    expect(proposals.filter(({ fixes }) => fixes.length === 0)).toEqual([]);
    const trials = new Map<string, Cloud>();
    const broken = proposals.flatMap(({ id, fixes }) =>
      fixes.flatMap((fix) => {
        const name = describeFix(fix);
        const trial = trials.get(name) ?? applyFix(cloud, fix);
        trials.set(name, trial);
        if (verdictOf(trial, id) === 'stopped') return [];
        // Two requests that do the same ask two rules: only both lines together close them.
        const together = fixes.reduce<Cloud>(applyFix, cloud);
        return verdictOf(together, id) === 'stopped' ? [] : [`${id}: ${name}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('all fixes together leave nothing open, and Glance still starts', () => {
    let fixed = cloud;
    const all = proposals.flatMap(({ fixes }) => fixes);
    for (const fix of [...all.filter(isLine), ...all.filter((one) => !isLine(one))]) fixed = applyFix(fixed, fix);
    const left = listProposals(fixed);
    expect(left.map(({ id }) => id)).toEqual([]);
    expect(fixed.startFault('glance')).toBeNull();
  });
});

test('the smaller change is proposed first: a scheme before a method', () => {
  const cloud = openCloud(
    dropIn('allowed_hosts = [images.example.org]', 'allowed_schemes = [http,https,ftp]'),
    levels.E0,
  );
  const answer = loadAttack('ssrf-redirect-to-other-port').judge(cloud);
  expect(answer.verdict === 'open' && answer.fixes[0]).toMatchObject({ option: 'enabled_import_methods' });
  expect(loadAttack('ssrf-scheme-ftp').judge(cloud).verdict).toBe('stopped');
});

test('a fix that a stronger file of the site would override is not promised', () => {
  // 95-site.conf is read after 90-glacis.conf, so a line in the latter changes nothing.
  const cloud = openCloud({
    'glance/glance.conf.d/95-site.conf': '[DEFAULT]\nenabled_import_methods = [glance-direct,web-download]\n',
  });
  const answer = loadAttack('ssrf-azure-wire-server').judge(cloud);
  expect(answer.verdict).toBe('open');
  const fixes = answer.verdict === 'open' ? answer.fixes : [];
  expect(fixes.filter((fix) => verdictOf(applyFix(cloud, fix), 'ssrf-azure-wire-server') === 'open')).toEqual([]);
});

test('a fix names the file that wins, be it uwsgi.conf.d', () => {
  const cloud = openCloud({
    'glance/uwsgi.conf.d/10-site.conf': '[DEFAULT]\nenabled_import_methods = [web-download]\n',
  });
  const answer = loadAttack('ssrf-azure-wire-server').judge(cloud);
  expect(answer.verdict === 'open' ? answer.fixes.map((fix) => fix.file) : ['stopped']).toEqual([
    'glance/uwsgi.conf.d/10-site.conf',
  ]);
});

test('a fix keeps the methods that are not at fault', () => {
  const cloud = openCloud({
    'glance/glance-api.conf': '[DEFAULT]\nenabled_import_methods = [glance-direct,web-download,copy-image]\n',
  });
  const answer = loadAttack('ssrf-azure-wire-server').judge(cloud);
  expect(answer.verdict === 'open' && answer.fixes).toMatchObject([{ value: '[glance-direct,copy-image]' }]);
});

test('a fix of a lint mends its finding', () => {
  const cloud = openCloud(dropIn('disallowed_hosts = [Vault.Example.Org]'));
  const [finding] = loadLint('case-never-matches').find(cloud);
  expect(finding?.fixes).toHaveLength(1);
  expect(loadLint('case-never-matches').find(applyFix(cloud, finding!.fixes[0]!))).toEqual([]);
  expect(verdictOf(applyFix(cloud, finding!.fixes[0]!), 'ssrf-upper-case-deny-entry')).toBe('not-applicable');
});
