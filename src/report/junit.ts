// JUnit XML for test dashboards: one testcase per attack, and a suite of lint findings beside it.
import type { JudgedAttack, JudgedFinding } from '../checks/judge';
import type { Fix } from '../checks/types';
import { listDefences, nameLayer } from './depth';
import { describeFix } from './fix-words';
import { verdictOf } from './json';
import { redactJudgement } from './redact-judgement';
import { describeReference } from './references';
import type { JudgedRegion } from './regions';
import { escapeXml } from './safe-text';
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

/** Open attacks and lint findings fail; accepted ones and attacks without ground are skipped. */
export function reportToJunit(regions: readonly JudgedRegion[]): string {
  const suites = regions.flatMap(({ name, judgement, sections }) => {
    const { attacks, findings } = redactJudgement(judgement);
    const region = name === null ? '' : `${name} `;
    return [
      { name: `${region}attacks`, cases: attacks.map(describeAttack) },
      { name: `${region}lints`, cases: findings.map(describeFinding) },
      ...(sections?.drift === undefined
        ? []
        : [{ name: `${region}drift`, cases: describeSection({ drift: sections.drift }) }]),
      ...(sections?.upgrade === undefined
        ? []
        : [{ name: `${region}upgrade`, cases: describeSection({ upgrade: sections.upgrade }) }]),
    ];
  });
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="glacis" tests="${all.length}" failures="${count(all, 'failed')}" errors="0">`,
    ...suites.map(({ name, cases }) => writeSuite(name, cases)),
    '</testsuites>',
    '',
  ].join('\n');
}

function writeSuite(name: string, cases: readonly TestCase[]): string {
  const counts = `tests="${cases.length}" failures="${count(cases, 'failed')}" errors="0" skipped="${count(cases, 'skipped')}"`;
  const rows = cases.map(({ name: title, classname, xml }) => {
    const open = `    <testcase classname="${escapeXml(classname)}" name="${escapeXml(title)}"`;
    return xml === '' ? `${open}/>` : `${open}>\n      ${xml}\n    </testcase>`;
  });
  return [`  <testsuite name="${escapeXml(name)}" ${counts}>`, ...rows, '  </testsuite>'].join('\n');
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

function listAdvice(fixes: readonly Fix[]): string[] {
  return fixes.map((fix) => `Fix: ${describeFix(fix)}`);
}
