// JUnit XML for test dashboards: one testcase per attack, and a suite of lint findings beside it.
import type { JudgedAttack, JudgedFinding } from '../checks/judge';
import type { Fix } from '../checks/types';
import { listDefences, nameLayer } from './depth';
import { describeFix } from './fix-words';
import { verdictOf } from './json';
import { redactJudgement } from './redact-judgement';
import type { JudgedRegion } from './regions';
import { escapeXml } from './safe-text';

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
  const suites = regions.flatMap(({ name, judgement }) => {
    const { attacks, findings } = redactJudgement(judgement);
    const region = name === null ? '' : `${name} `;
    return [
      { name: `${region}attacks`, cases: attacks.map(describeAttack) },
      { name: `${region}lints`, cases: findings.map(describeFinding) },
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
    const body = [attack.title, answer.because, ...listAdvice(answer.verdict === 'open' ? answer.fixes : [])];
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
  const { at, subject, message, fixes } = finding;
  const place = `${at.file}:${at.line}`;
  const names = { name: `${lint.id} ${place} ${subject}`, classname: 'glacis.lint' };
  if (accepted) {
    const reason = `accepted until ${accepted.until}: ${accepted.reason}`;
    return { ...names, outcome: 'skipped', xml: `<skipped message="${escapeXml(reason)}"/>` };
  }
  const body = [`${lint.title} at ${place}`, message, ...listAdvice(fixes)];
  return { ...names, outcome: 'failed', xml: writeFailure(severity, message, body) };
}

function writeFailure(type: string, message: string, body: readonly string[]): string {
  return `<failure type="${escapeXml(type)}" message="${escapeXml(message)}">${body.map(escapeXml).join('\n')}</failure>`;
}

function listAdvice(fixes: readonly Fix[]): string[] {
  return fixes.map((fix) => `Fix: ${describeFix(fix)}`);
}
