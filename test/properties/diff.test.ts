// Comparison and audit over hostile trees: no crash, no difference with itself, opened is closed the other way, and no secret leaks.
import fc from 'fast-check';
import { Cloud } from '../../src/checks/cloud/cloud';
import { diffClouds } from '../../src/checks/diff/clouds';
import { diffFleets } from '../../src/checks/diff/fleet';
import { findDrift } from '../../src/checks/drift';
import { judge } from '../../src/checks/judge';
import { describePolicy } from '../../src/checks/policy-words';
import { isSecretOption, maskLine, maskUserinfo } from '../../src/checks/secrets';
import { findUpgradeChanges } from '../../src/checks/upgrade';
import { listOptions } from '../../src/openstack/catalogue';
import { diffToJson } from '../../src/report/diff-json';
import { diffToMarkdown } from '../../src/report/diff-markdown';
import { diffToText } from '../../src/report/diff-text';
import { renderReport, reportFormats } from '../../src/report/formats';
import { createPaint } from '../../src/report/paint';
import { hostileTree as tree } from './hostile-trees';

jest.setTimeout(240_000);

const versions = { release: '2025.1', packages: { glance: '30.2.0' }, launcher: 'uwsgi', glanceUid: 64062 } as const;
const open = (files: ReadonlyMap<string, string>): Cloud => new Cloud(files, versions);
const runs = Number(process.env.GLACIS_FUZZ_RUNS ?? 60);

test('random and mutated trees are judged, compared and told without a crash', () => {
  fc.assert(
    fc.property(tree, tree, (one, other) => {
      const [before, after] = [open(one), open(other)];
      const [old, now] = [judge(before), judge(after)];
      const there = diffClouds(before, after, { before: old, after: now });
      const back = diffClouds(after, before, { before: now, after: old });
      const isBroken = [before, after].some((cloud) => cloud.startFault('glance') !== null);
      if (!isBroken) {
        const wasOpen = new Set(
          old.attacks.filter(({ answer }) => answer.verdict === 'open').map(({ attack }) => attack.id),
        );
        expect(there.attacksOpened.filter((id) => wasOpen.has(id))).toEqual([]);
        expect(back.attacksClosed).toEqual(there.attacksOpened);
        expect(back.attacksOpened).toEqual(there.attacksClosed);
      }
      expect(diffClouds(before, open(one), { before: old, after: old }).changes).toEqual([]);
      findDrift(before, after);
      describePolicy(after);
      findUpgradeChanges(after, '2026.1');
      expect(JSON.stringify([there, back])).not.toMatch(/[\u0000-\u001f]/);
    }),
    { numRuns: runs },
  );
});

const secret = 'pl4ntedS3cretValue';

test('a secret in every secret option of a tree is in no output of any format', () => {
  const text = (service: 'glance' | 'nova' | 'cinder', mark: string): string => {
    const names = listOptions(service, '2025.1').filter((facts) => isSecretOption(facts.name, facts));
    expect(names.length).toBeGreaterThan(5);
    const bySection = new Map<string, string[]>();
    for (const { section, name } of names) {
      const held = bySection.get(section ?? 'lvm') ?? [];
      bySection.set(section ?? 'lvm', [...held, `${name} = ${secret}${mark}`]);
    }
    const misplaced = `my_password = ${secret}${mark}\nconnection = mysql://glance:${secret}${mark}@db/x\nadmin_password = ${secret}${mark}\n`;
    const sections = [...bySection].map(([section, lines]) => `[${section}]\n${lines.join('\n')}\n`).join('\n');
    return `${sections}\n[nowhere]\n${misplaced}`;
  };
  const files = (mark: string): ReadonlyMap<string, string> =>
    new Map([
      ['glance/glance-api.conf', text('glance', mark)],
      ['nova/nova.conf', text('nova', mark)],
      ['cinder/cinder.conf', text('cinder', mark)],
      ['haproxy/haproxy.cfg', `userlist u\n  user admin insecure-password ${secret}${mark}\n`],
      ['nginx/nginx.conf', `http { proxy_set_header Authorization "Basic ${secret}${mark}"; }\n`],
      ['systemd/system/glance-api.service', `[Service]\nEnvironment=OS_PASSWORD=${secret}${mark}\n`],
    ]);
  const [before, after] = [open(files('1')), open(files('2'))];
  const judgement = judge(after);
  const sections = {
    policy: describePolicy(after),
    upgrade: { to: '2026.1', changes: findUpgradeChanges(after, '2026.1') },
    drift: { against: 'out', findings: findDrift(before, after) },
  } as const;
  const outputs = reportFormats.map((format) =>
    renderReport(format, [{ name: null, judgement, sections }], { today: '2026-01-01', hasColor: false }),
  );
  const region = (cloud: Cloud) => ({ name: null, target: 'etc', versions, files: cloud.files, acceptedRisks: [] });
  const diff = diffFleets([region(before)], [region(after)]);
  expect(diff.changes.length).toBeGreaterThan(20);
  expect(sections.drift.findings.length).toBeGreaterThan(20);
  outputs.push(JSON.stringify(diffToJson(diff)), diffToText(diff, createPaint(false)), diffToMarkdown(diff));
  const leaks = outputs.flatMap((output) => {
    const at = output.indexOf(secret);
    return at < 0 ? [] : [output.slice(Math.max(0, at - 120), at)];
  });
  expect(leaks).toEqual([]);
});

test('what is masked, and what is not', () => {
  expect(maskUserinfo('mysql://u:p@ss/w@db/x, rabbit://a:b@h')).not.toMatch(/p@ss|:b@/);
  expect(maskUserinfo('http://images.example.org/a@b')).toBe('http://images.example.org/a@b');
  expect(maskLine('limit_req zone=images burst=5;')).toBe('limit_req zone=images burst=5;');
  expect(
    ['password', 'admin_password', 'transport_url', 'connection', 'api_key'].every((n) => isSecretOption(n, undefined)),
  ).toBe(true);
  expect(
    ['allowed_hosts', 'connection_debug', 'token_cache_time', 'policy_file'].some((n) => isSecretOption(n, undefined)),
  ).toBe(false);
});
