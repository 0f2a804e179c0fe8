// What is told beside the verdicts: in every format, in 80 columns, escaped, and as results where a format knows nothing else.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { findDrift } from '../../../src/checks/drift';
import { fixTree } from '../../../src/checks/fix-tree';
import { describePolicy } from '../../../src/checks/policy-words';
import { findUpgradeChanges } from '../../../src/checks/upgrade';
import { renderReport, reportFormats } from '../../../src/report/formats';
import type { JudgedRegion } from '../../../src/report/regions';
import { hostile, judgeFiles, mixedFiles, versions } from './sample';

const files = {
  ...mixedFiles,
  'nova/nova.conf': '[DEFAULT]\nenable_new_services = maybe\nsync_power_state_pool_size = 9\n',
  'glance/policy.yaml': '"publicize_image": "role:member"\n"modify_task": "!"\n',
};
const cloud = new Cloud(new Map(Object.entries(files)), versions);
const before = new Cloud(
  new Map([...cloud.files, ['glance/policy.yaml', '"publicize_image": "role:admin"\n']]),
  versions,
);
const judgement = judgeFiles(files);
const sections = {
  policy: describePolicy(cloud),
  upgrade: {
    to: '2026.2' as const,
    changes: [
      ...findUpgradeChanges(cloud, '2026.2'),
      ...(['removed', 'refused-value'] as const).map((kind) => ({
        ...{ service: 'nova' as const, kind, subject: `DEFAULT/${kind}-option`, file: 'nova/nova.conf', line: 2 },
        message: '2026.2 says something else',
      })),
    ],
  },
  drift: { against: 'glacis.out', findings: findDrift(before, cloud) },
  fixes: { ...fixTree(cloud), writtenTo: 'mended', backups: ['glance/.policy.yaml.orig'] },
};
const residuals = [{ control: 'import-filter', because: 'A name that is admitted may lead anywhere.' }];
const region: JudgedRegion = { name: null, judgement, sections, residuals };
const today = '2026-11-22';
const report = Object.fromEntries(
  reportFormats.map((format) => [format, renderReport(format, [region], { today })]),
) as Record<(typeof reportFormats)[number], string>;

test.each(['text', 'markdown', 'html'] as const)('%s tells every section', (format) => {
  const text = report[format].replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).toLowerCase();
  const words = ['what no file enforces', 'may lead anywhere', 'fixes: ', 'written to mended', 'left for a person'];
  words.push('against glacis.out', 'policy: 2 rules', 'changes to 2026.2', 'publicize_image');
  for (const word of words) expect(text).toContain(word);
});

test('the text keeps to 80 columns and colours no word away', () => {
  const tooLong = report.text.split('\n').filter((line) => line.length > 80 && line.trim().split(/\s+/).length > 2);
  expect(tooLong).toEqual([]);
  const colored = renderReport('text', [region], { today, hasColor: true });
  expect(colored.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(report.text);
});

test('defaults that change alike are told once, and counted one by one', () => {
  const stock = new Cloud(new Map([['glance/glance-api.conf', '[DEFAULT]\n']]), {
    ...versions,
    release: 'zed',
    packages: {},
  });
  const changes = findUpgradeChanges(stock, '2026.2');
  const upgraded = { ...region, sections: { upgrade: { to: '2026.2' as const, changes } } };
  const text = renderReport('text', [upgraded], { today });
  expect(text).toContain(`UPGRADE: ${changes.length} changes to 2026.2`);
  expect(text).toMatch(
    /default-changed glance \d+ defaults\n {4}in 2026\.2 no longer allowed: [^_]*\n {4}add_image, add_member, /,
  );
  for (const { subject } of changes) expect(text).toContain(subject);
});

test('json has all of them under keys of their own', () => {
  const json = JSON.parse(report.json);
  expect(json.residualRisks).toEqual(residuals);
  expect(json.policy.length).toBe(2);
  expect(json.drift.findings.length).toBeGreaterThan(0);
  expect(json.upgrade.to).toBe('2026.2');
  expect(json.fixes.left).toEqual(Object.keys(json.fixes.leftBecause));
});

test('sarif and junit: drift and lines that an upgrade breaks are results, defaults that change are none', () => {
  const [run] = JSON.parse(report.sarif).runs;
  const idsOf = (id: string) => run.results.filter((result: { ruleId: string }) => result.ruleId === id);
  expect(idsOf('drift').length).toBe(sections.drift.findings.length);
  const lines = sections.upgrade.changes.filter(({ file }) => file !== null);
  expect(idsOf('upgrade').length).toBe(lines.length);
  expect(idsOf('upgrade').map(({ level }: { level: string }) => level)).toContain('error');
  expect(run.results.every((result: { locations: unknown[] }) => result.locations.length === 1)).toBe(true);
  expect(report.junit).toContain(`<testsuite name="drift" tests="${sections.drift.findings.length}"`);
  expect(report.junit).toContain(`<testsuite name="upgrade" tests="${lines.length}" failures="${lines.length}"`);
});

test('nothing that was asked for and found nothing is told as such', () => {
  const calm: JudgedRegion = { ...region, sections: { drift: { against: 'out', findings: [] } }, residuals: [] };
  expect(renderReport('text', [calm], { today })).toContain('DRIFT: none, against out');
  expect(renderReport('junit', [calm], { today })).toContain('<testsuite name="drift" tests="1" failures="0"');
  expect(renderReport('html', [calm], { today })).toContain('Nothing.');
});

test('references: always in json, sarif, markdown and html, in the text on request', () => {
  const url = 'https://security.openstack.org/ossa/OSSA-2026-004.html';
  for (const format of ['json', 'sarif', 'markdown', 'html', 'junit'] as const) expect(report[format]).toContain(url);
  expect(report.text).not.toContain(url);
  expect(renderReport('text', [region], { today, hasReferences: true })).toContain(url);
  const [run] = JSON.parse(report.sarif).runs;
  const rule = run.tool.driver.rules.find(({ id }: { id: string }) => id === 'ssrf-metadata-address');
  expect(rule.helpUri).toMatch(/^https:/);
  expect(rule.help.markdown).toContain('](https:');
});

test('the text tells each change once, with what it closes', () => {
  const fixes = report.text.split('\n').filter((line) => /^ {4}fix: /.test(line));
  expect(fixes.length).toBeGreaterThan(1);
  expect(new Set(fixes).size).toBe(fixes.length);
  expect(report.text).toMatch(/ {2}One change closes \d+ attacks\n {4}fix: /);
});

test('hostile text breaks out of no format', () => {
  const told: JudgedRegion = {
    ...region,
    residuals: [{ control: hostile, because: hostile }],
    sections: {
      drift: {
        against: hostile,
        findings: [{ kind: 'edited', file: hostile, line: 3, subject: hostile, synthesized: hostile, live: hostile }],
      },
    },
  };
  for (const format of reportFormats) {
    const text = renderReport(format, [told], { today });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    if (format === 'html' || format === 'markdown' || format === 'junit') expect(text).not.toContain('<img');
  }
});
