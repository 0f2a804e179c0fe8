// A judgement: every check once, risks that are accepted exactly, and what is said about risks that are not.
import { attackIds, lintIds } from '../../../src/checks';
import { judge, listUsedRisks, riskProblems } from '../../../src/checks/judge';
import type { AcceptedRisk } from '../../../src/intent/types';
import { dropIn, openCloud } from './clouds';

const risk = (id: string, more: Partial<AcceptedRisk> = {}): AcceptedRisk => ({
  risk: id,
  reason: 'closed next quarter',
  until: '2030-01-31',
  ...more,
});
const placeOf = (index: number, key: string) => ({ file: 'glacis.yaml', pointer: `/acceptedRisks/${index}/${key}` });
const codesOf = (risks: readonly AcceptedRisk[], cloud = openCloud({}), today = '2029-06-01') =>
  riskProblems(risks, listUsedRisks([judge(cloud, risks)]), today, placeOf).map((p) => `${p.code} ${p.place.pointer}`);

const openId = 'ssrf-ipv6-metadata';
const misspelt = dropIn('disallowed_uris = [x]');

test('every attack is judged once, in the order of ids; findings by lint, then place', () => {
  const { attacks, findings } = judge(
    openCloud({
      ...dropIn('disallowed_uris = [x]', 'disallowed_ports = [22]'),
      'glance/glance-api.conf': '[x]\ny = 1\n',
    }),
  );
  expect(attacks.map(({ attack }) => attack.id)).toEqual(attackIds);
  const order = findings.map(({ lint }) => lintIds.indexOf(lint.id as (typeof lintIds)[number]));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBeGreaterThan(1);
});

test('an accepted risk is taken for the open attack of that id and for no other', () => {
  const risks = [risk(openId)];
  const { attacks } = judge(openCloud({}), risks);
  expect(attacks.filter(({ accepted }) => accepted).map(({ attack }) => attack.id)).toEqual([openId]);
  expect(attacks.find(({ attack }) => attack.id === openId)?.answer.verdict).toBe('open');
  expect(codesOf(risks)).toEqual([]);
});

test('what is stopped is not accepted: the risk is unused', () => {
  const risks = [risk(openId)];
  const cloud = openCloud(dropIn('allowed_hosts = [images.example.org]'));
  expect(judge(cloud, risks).attacks.some(({ accepted }) => accepted !== null)).toBe(false);
  expect(codesOf(risks, cloud)).toEqual(['risk-unused /acceptedRisks/0/risk']);
});

test('an id must be exact', () => {
  expect(codesOf([risk('ssrf-ipv6'), risk('SSRF-IPV6-METADATA'), risk('ssrf-*'), risk('')])).toEqual([
    'risk-unknown /acceptedRisks/0/risk',
    'risk-unknown /acceptedRisks/1/risk',
    'risk-unknown /acceptedRisks/2/risk',
    'risk-unknown /acceptedRisks/3/risk',
  ]);
});

test('a scope must be exact: the file or the option that the fix or the finding names', () => {
  const cloud = openCloud(misspelt);
  const accepted = (id: string, where: string) => codesOf([risk(id, { where })], cloud).length === 0;
  expect(accepted('unknown-option', 'import_filtering_opts/disallowed_uris')).toBe(true);
  expect(accepted('unknown-option', 'glance/glance.conf.d/50-import.conf')).toBe(true);
  expect(accepted('unknown-option', 'import_filtering_opts')).toBe(false);
  expect(accepted('unknown-option', 'glance/glance.conf.d')).toBe(false);
  expect(accepted('unknown-option', 'glance/glance.conf.d/50-import.conf:2')).toBe(false);
  expect(accepted(openId, 'DEFAULT/enabled_import_methods')).toBe(true);
  expect(accepted(openId, 'import_filtering_opts/allowed_hosts')).toBe(false);
  // Where no line closes it: the key of the intent, or the file that it writes.
  expect(accepted('dos-image-create-flood', 'imageCreateRateLimit')).toBe(true);
  expect(accepted('dos-image-create-flood', 'nginx/conf.d/90-glacis-image-create.conf')).toBe(true);
  expect(accepted('dos-image-create-flood', 'imageCreateRateLimit.otherWrites')).toBe(false);
  // Of several fixes one is enough.
  const flooded = openCloud({}, { release: 'queens', packages: {} });
  for (const [where, isTaken] of [
    ['policy/add_metadef_object', true],
    ['policy/add_metadef_tag', true],
    ['policy/add_image', false],
  ] as const) {
    expect(codesOf([risk('policy-metadef-flood', { where })], flooded).length === 0).toBe(isTaken);
  }
});

test('a risk lasts until its day, that day included', () => {
  const risks = [risk(openId, { until: '2029-06-01' })];
  expect(codesOf(risks, openCloud({}), '2029-06-01')).toEqual([]);
  expect(codesOf(risks, openCloud({}), '2029-06-02')).toEqual(['risk-expired /acceptedRisks/0/until']);
});

test('a second acceptance of the same thing is unused', () => {
  expect(codesOf([risk(openId), risk(openId)])).toEqual(['risk-unused /acceptedRisks/1/risk']);
});

test('a risk counts as used when one of several judgements needs it', () => {
  const risks = [risk(openId)];
  const closed = judge(openCloud(dropIn('allowed_hosts = [images.example.org]')), risks);
  const used = listUsedRisks([closed, judge(openCloud({}), risks)]);
  expect(riskProblems(risks, used, '2029-06-01', placeOf)).toEqual([]);
});

test('a Glance that does not start is attacked by nobody, and a finding says why it does not start', () => {
  const debug = { 'glance/glance.conf.d/40-debug.conf': '[DEFAULT]\ndebug = true\n' };
  const { attacks, findings } = judge(openCloud({ ...dropIn('allowed_hosts = [*.example.org]'), ...debug }));
  expect(new Set(attacks.map(({ answer }) => answer.verdict))).toEqual(new Set(['not-applicable']));
  expect(attacks[0]?.answer.because).toContain('glance/glance.conf.d/50-import.conf:2');
  expect(findings.map(({ lint }) => lint.id)).toContain('wrong-value-type');
});

test('the same bytes give the same judgement', () => {
  const strip = () => JSON.stringify(judge(openCloud(misspelt)), (key, value) => (key === 'cloud' ? undefined : value));
  expect(strip()).toBe(strip());
});
