// The verdict table for a terminal: reads well in 80 columns, with and without colour.
import type { JudgedAttack, JudgedFinding, Judgement } from '../checks/judge';
import type { Severity } from '../checks/types';
import { compareText } from '../problems';
import { summarize, verdictOf } from './json';
import { type Paint, wrapText } from './paint';

const severityOrder: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** The whole report of one cloud: what is open first, then what stops the rest, then lints, then counts. */
export function judgementToText(judgement: Judgement, paint: Paint): string {
  const { attacks, findings, cloud } = judgement;
  const of = (verdict: string) => attacks.filter((judged) => verdictOf(judged) === verdict).sort(bySeverity);
  const open = of('open');
  const lints = findings.filter((finding) => !finding.accepted);
  const lines: string[] = [heading(judgement), ''];
  if (open.length > 0)
    lines.push(paint.bad(`OPEN (${open.length})`), ...open.flatMap((j) => describeOpen(j, paint)), '');
  const accepted = of('accepted');
  if (accepted.length > 0) {
    lines.push(paint.warn(`ACCEPTED (${accepted.length})`), ...accepted.flatMap((j) => describeAccepted(j, paint)), '');
  }
  const stopped = of('stopped');
  if (stopped.length > 0) {
    lines.push(paint.good(`STOPPED (${stopped.length})`), ...stopped.map(describeStopped), '');
    lines.push(...describePlaces(stopped, paint), '');
  }
  const missing = of('not-applicable');
  if (missing.length > 0) {
    lines.push(`NOT APPLICABLE (${missing.length})`);
    for (const { attack, answer } of missing) lines.push(...wrapText(`${attack.id}: ${answer.because}`, 2, 6));
    lines.push('');
  }
  if (lints.length > 0) {
    lines.push(paint.warn(`LINTS (${lints.length})`), ...lints.flatMap((f) => describeFinding(f, paint)), '');
  }
  const s = summarize(judgement);
  lines.push(
    `${s.stopped} stopped, ${s.open} open, ${s.accepted} accepted, ${s.notApplicable} not applicable, ${s.lints} lint findings`,
  );
  if (cloud.versions.packages.glance === undefined) {
    lines.push(
      ...wrapText('The package version of glance is not known: judged as unpatched. Name it under packages.', 0, 0),
    );
  }
  return `${lines.join('\n')}\n`;
}

function heading(judgement: Judgement): string {
  const { release, packages, launcher } = judgement.cloud.versions;
  const versions = Object.entries(packages).map(([service, version]) => `, ${service} ${version}`);
  return `OpenStack ${release}${versions.join('')}, ${launcher}`;
}

function describeOpen({ attack, answer }: JudgedAttack, paint: Paint): string[] {
  const fixes = answer.verdict === 'open' ? answer.fixes : [];
  return [
    `  ${paint.severity(attack.severity)} ${paint.strong(attack.id)}`,
    ...wrapText(answer.because, 11, 11),
    ...fixes.map((f) => `           fix: ${f.file} [${f.section}] ${f.option} = ${f.value}`),
  ];
}

function describeAccepted({ attack, accepted }: JudgedAttack, paint: Paint): string[] {
  return [
    `  ${paint.severity(attack.severity)} ${paint.strong(attack.id)} until ${accepted?.until}`,
    ...wrapText(accepted?.reason ?? '', 11, 11),
  ];
}

function describeStopped({ attack, answer }: JudgedAttack): string {
  const names = answer.verdict === 'stopped' ? [...new Set(answer.defences.map((d) => d.layer))] : [];
  return `  ${attack.id.padEnd(36)} ${names.join(' + ')}`;
}

/** Which line of which file each layer stands on: once each, instead of on every row. */
function describePlaces(stopped: readonly JudgedAttack[], paint: Paint): string[] {
  const places = new Map<string, number>();
  for (const { answer } of stopped) {
    for (const defence of answer.verdict === 'stopped' ? answer.defences : []) {
      const at = defence.at ? `${defence.at.file}:${defence.at.line}` : 'built in';
      const key = `${defence.layer.padEnd(15)} ${at}`;
      places.set(key, (places.get(key) ?? 0) + 1);
    }
  }
  return [
    paint.strong('Layers and where they stand (attacks that each stops alone)'),
    ...[...places]
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, count]) => `  ${String(count).padStart(3)}  ${key}`),
  ];
}

function describeFinding({ lint, finding, severity }: JudgedFinding, paint: Paint): string[] {
  return [
    `  ${paint.severity(severity)} ${paint.strong(lint.id)} ${finding.at.file}:${finding.at.line} ${finding.subject}`,
    ...wrapText(finding.message, 11, 11),
    ...finding.fixes.map((f) => `           fix: ${f.file} [${f.section}] ${f.option} = ${f.value}`),
  ];
}

function bySeverity(a: JudgedAttack, b: JudgedAttack): number {
  return (
    severityOrder.indexOf(a.attack.severity) - severityOrder.indexOf(b.attack.severity) ||
    compareText(a.attack.id, b.attack.id)
  );
}
