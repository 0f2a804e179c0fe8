// JUnit XML for test dashboards: one testcase per attack, and a suite of lint findings beside it.

import { describeFix } from '../checks/fix/words';
import type { JudgedAttack, JudgedFinding } from '../checks/judge';
import type { Remedy } from '../checks/types';
import { listDefences, nameLayer } from './depth';
import { verdictOf } from './json';
import { redactJudgement } from './redact-judgement';
import { describeReference } from './references';
import type { JudgedRegion } from './regions';
import { escapeXml, showText } from './safe-text';
import { listSectionResults } from './section-results';
import type { ReportSections } from './sections';

type Outcome = 'failed' | 'skipped' | 'passed';

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome: Outcome;
  /** Elements inside the testcase. */
  readonly xml: string;
}

interface TestSuite {
  readonly name: string;
  /** What was judged otherwise than it looks. */
  readonly notes?: readonly string[];
  readonly cases: readonly TestCase[];
}

/** The report in pieces that follow each other. Open attacks and lint findings fail; accepted ones and attacks without ground are skipped. */
export function* reportToJunit(regions: readonly JudgedRegion[]): Generator<string> {
  let tests = 0;
  let failures = 0;
  // Described twice, because the counts come first: of a thousand regions the texts are too much to hold.
  for (const { cases } of listSuites(regions)) {
    tests += cases.length;
    failures += count(cases, 'failed');
  }
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="glacis" tests="${tests}" failures="${failures}" errors="0">\n`;
  for (const suite of listSuites(regions)) yield `${writeSuite(suite)}\n`;
  yield '</testsuites>\n';
}

function* listSuites(regions: readonly JudgedRegion[]): Generator<TestSuite> {
  for (const { name, judgement, sections = {} } of regions) {
    const { attacks, findings } = redactJudgement(judgement);
    const { drift, upgrade, notes = [] } = sections;
    const region = name === null ? '' : `${name} `;
    yield { name: `${region}attacks`, cases: attacks.map(describeAttack), notes };
    yield { name: `${region}lints`, cases: findings.map(describeFinding) };
    if (drift !== undefined) yield { name: `${region}drift`, cases: describeSection({ drift }) };
    if (upgrade !== undefined) yield { name: `${region}upgrade`, cases: describeSection({ upgrade }) };
  }
}

function writeSuite({ name, cases, notes = [] }: TestSuite): string {
  const counts = `tests="${cases.length}" failures="${count(cases, 'failed')}" errors="0" skipped="${count(cases, 'skipped')}"`;
  const rows = cases.map(({ name: title, classname, xml }) => {
    const open = `    <testcase classname="${escapeXml(classname)}" name="${escapeXml(title)}"`;
    return xml === '' ? `${open}/>` : `${open}>\n      ${xml}\n    </testcase>`;
  });
  const said = notes.map((note) => `      <property name="note" value="${escapeXml(showText(note))}"/>`);
  const properties = said.length === 0 ? [] : ['    <properties>', ...said, '    </properties>'];
  return [`  <testsuite name="${escapeXml(name)}" ${counts}>`, ...properties, ...rows, '  </testsuite>'].join('\n');
}

function count(cases: readonly TestCase[], outcome: Outcome): number {
  return cases.filter((testCase) => testCase.outcome === outcome).length;
}

function describeAttack(judged: JudgedAttack): TestCase {
  const { attack, answer, accepted } = judged;
  const names = { name: attack.id, classname: `glacis.${attack.layer}` };
  const verdict = verdictOf(judged);
  if (verdict === 'open') {
    const advice = listAdvice(answer.verdict === 'open' ? answer.fixes : []);
    const body = [attack.title, answer.because, ...advice, ...listReferences(attack.references)];
    return { ...names, outcome: 'failed', xml: writeFailure(attack.severity, answer.because, body) };
  }
  if (verdict === 'accepted') {
    const message = `accepted until ${accepted?.until}: ${accepted?.reason}`;
    return { ...names, outcome: 'skipped', xml: `<skipped message="${escapeXml(message)}"/>` };
  }
  if (verdict === 'not-applicable') {
    return { ...names, outcome: 'skipped', xml: `<skipped message="${escapeXml(answer.because)}"/>` };
  }
  const layers = listDefences(answer).map(
    ({ layer, at, because }) => `${nameLayer(layer)}${at ? ` (${at.file}:${at.line})` : ''}: ${because}`,
  );
  return { ...names, outcome: 'passed', xml: `<system-out>${layers.map(escapeXml).join('\n')}</system-out>` };
}

function describeFinding({ lint, finding, severity, accepted }: JudgedFinding): TestCase {
  const { at, subject, message, fixes, choice } = finding;
  const place = `${at.file}:${at.line}`;
  const names = { name: `${lint.id} ${place} ${subject}`, classname: 'glacis.lint' };
  if (accepted) {
    const reason = `accepted until ${accepted.until}: ${accepted.reason}`;
    return { ...names, outcome: 'skipped', xml: `<skipped message="${escapeXml(reason)}"/>` };
  }
  const body = [
    `${lint.title} at ${place}`,
    message,
    ...listAdvice(fixes),
    ...(choice === undefined ? [] : [`To choose: ${choice}`]),
  ];
  body.push(...listReferences(lint.references));
  return { ...names, outcome: 'failed', xml: writeFailure(severity, message, body) };
}

function listReferences(references: readonly string[]): string[] {
  return references.map((reference) => `See ${describeReference(reference)}`);
}

/** Drift, or what an upgrade breaks: a failed case each; one that passes when there is none. */
function describeSection(sections: ReportSections): TestCase[] {
  const classname = `glacis.${sections.drift === undefined ? 'upgrade' : 'drift'}`;
  const cases = listSectionResults(sections).map(({ severity, subject, message, place }): TestCase => {
    const at = `${place.file}${place.line === null ? '' : `:${place.line}`}`;
    return {
      name: `${at} ${subject}`,
      classname,
      outcome: 'failed',
      xml: writeFailure(severity, message, [at, message]),
    };
  });
  return cases.length > 0 ? cases : [{ name: 'nothing', classname, outcome: 'passed', xml: '' }];
}

function writeFailure(type: string, message: string, body: readonly string[]): string {
  return `<failure type="${escapeXml(type)}" message="${escapeXml(message)}">${body.map(escapeXml).join('\n')}</failure>`;
}

function listAdvice(fixes: readonly Remedy[]): string[] {
  return fixes.map((fix) => `Fix: ${describeFix(fix)}`);
}
