// The verdict table for a terminal: reads well in 80 columns, with and without colour.

import { describeFix } from '../checks/fix/words';
import type { JudgedAttack, JudgedFinding, Judgement } from '../checks/judge';
import type { Attack, Lint, Remedy } from '../checks/types';
import { compareText } from '../problems';
import { countNoun } from './count-noun';
import { listDefences } from './depth';
import { summarize, verdictOf } from './json';
import { groupOpenAttacks, type OpenGroup, sayHowToClose } from './open-groups';
import { createPaint, type Paint, wrapText } from './paint';
import { redactJudgement } from './redact-judgement';
import { describeReference } from './references';
import { groupRegions, type JudgedRegion, joinNames, type Posture, type ReportProps } from './regions';
import { showText } from './safe-text';
import { sectionsToText } from './sections-text';
import { compareAttacks, compareFindings } from './severity';

/** The text report: one judgement as itself; of several a table first, then each distinct judgement once. */
export function reportToText(regions: readonly JudgedRegion[], props: ReportProps): string {
  const paint = createPaint(props.hasColor === true);
  const [first] = regions;
  const hasReferences = props.hasReferences === true;
  const postures = groupRegions(regions);
  const write = ({ judgement, told }: Posture): string =>
    judgementToText(judgement, paint, hasReferences) + sectionsToText(told, paint);
  if (regions.length === 1 && first && first.name === null) return postures.map(write).join('');
  const sections = postures.map((posture) => {
    const { names } = posture;
    const [heading = '', ...rest] = wrapText(`== ${showText(joinNames(names, 12))}`, 0, 3);
    const lines = [paint.strong(heading), ...rest.map((line) => paint.strong(line))];
    return `${lines.join('\n')}\n${write(posture)}`;
  });
  return [...(regions.length > 1 ? [describeFleet(regions, paint)] : []), ...sections].join('\n');
}

function describeFleet(regions: readonly JudgedRegion[], paint: Paint): string {
  const width = Math.min(36, Math.max(6, ...regions.map(({ name }) => showText(name ?? '').length)));
  const cell = (value: number | string) => String(value).padStart(9);
  const header = ['open', 'accepted', 'stopped', 'n/a', 'lints'].map(cell).join('');
  const rows = regions.map(({ name, judgement }) => {
    const s = summarize(judgement);
    const open = s.open > 0 ? paint.bad(cell(s.open)) : cell(s.open);
    const rest = [s.accepted, s.stopped, s.notApplicable, s.lints].map(cell).join('');
    return `${showText(name ?? '').padEnd(width)}${open}${rest}`;
  });
  return `${paint.strong(`${'region'.padEnd(width)}${header}`)}\n${rows.join('\n')}\n`;
}

/** The whole report of one cloud: what is open first, then what stops the rest, then lints, then counts. */
export function judgementToText(unredacted: Judgement, paint: Paint, hasReferences = false): string {
  const judgement = redactJudgement(unredacted);
  const { attacks, findings, cloud } = judgement;
  const of = (verdict: string) => attacks.filter((judged) => verdictOf(judged) === verdict).sort(compareAttacks);
  const open = groupOpenAttacks(judgement);
  const lints = findings.filter((finding) => !finding.accepted).sort(compareFindings);
  // Lists in a list: findings may be more than the arguments that a call takes.
  const lines: (string | readonly string[])[] = [heading(judgement), ''];
  if (open.length > 0)
    lines.push(
      paint.bad(`OPEN (${of('open').length})`),
      open.flatMap((g) => [...describeOpen(g, paint, hasReferences), '']),
    );
  const accepted = of('accepted');
  if (accepted.length > 0) {
    lines.push(
      paint.warn(`ACCEPTED (${accepted.length})`),
      accepted.flatMap((j) => describeAccepted(j, paint)),
      '',
    );
  }
  const stopped = of('stopped');
  if (stopped.length > 0) {
    lines.push(paint.good(`STOPPED (${stopped.length})`), stopped.flatMap(describeStopped), '');
    lines.push(describePlaces(stopped, paint), '');
  }
  const missing = of('not-applicable');
  if (missing.length > 0) {
    lines.push(`NOT APPLICABLE (${missing.length})`, describeMissing(missing), '');
  }
  if (lints.length > 0) {
    lines.push(
      paint.warn(`LINTS (${lints.length})`),
      lints.flatMap((f) => describeFinding(f, paint, hasReferences)),
      '',
    );
  }
  const s = summarize(judgement);
  lines.push(
    `${s.stopped} stopped, ${s.open} open, ${s.accepted} accepted, ${s.notApplicable} not applicable, ${countNoun(s.lints, 'lint finding')}`,
  );
  if (cloud.versions.packages.glance === undefined) {
    const where = 'packages in the intent, --package glance=VERSION for audit';
    const note = `The package version of glance is not known: judged as unpatched. Name it: ${where}.`;
    lines.push(wrapText(note, 0, 0));
  }
  return `${lines.flat().join('\n')}\n`;
}

/** Once each reason, in the order of the first attack that it holds for, and the attacks below it. */
function describeMissing(missing: readonly JudgedAttack[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { attack, answer } of missing) {
    const ids = groups.get(answer.because);
    if (ids) ids.push(attack.id);
    else groups.set(answer.because, [attack.id]);
  }
  return [...groups].flatMap(([because, ids]) => [
    ...wrapText(showText(because), 2, 2),
    ...wrapText(showText(ids.join(', ')), 6, 6),
  ]);
}

function heading(judgement: Judgement): string {
  const { release, packages, launcher } = judgement.cloud.versions;
  const versions = Object.entries(packages).map(([service, version]) => `, ${service} ${version}`);
  return showText(`OpenStack ${release}${versions.join('')}, ${launcher}`);
}

/** The change first, then each attack that it closes with why it works. */
function describeOpen(group: OpenGroup, paint: Paint, hasReferences: boolean): string[] {
  return [
    `  ${paint.strong(sayHowToClose(group))}`,
    ...group.fixes.flatMap((fix) => adviseFix(fix, 4)),
    ...group.attacks.flatMap(({ attack, answer }) => [
      `    ${paint.severity(attack.severity)} ${paint.strong(attack.id)}`,
      ...wrapText(showText(answer.because), 13, 13),
      ...(hasReferences ? nameReferences(attack) : []),
    ]),
  ];
}

function nameReferences({ references }: Attack | Lint): string[] {
  return references.flatMap((reference) => wrapText(showText(`see ${describeReference(reference)}`), 13, 17));
}

function describeAccepted({ attack, accepted }: JudgedAttack, paint: Paint): string[] {
  return [
    `  ${paint.severity(attack.severity)} ${paint.strong(attack.id)} until ${accepted?.until}`,
    ...wrapText(showText(accepted?.reason ?? ''), 11, 11),
  ];
}

function describeStopped({ attack, answer }: JudgedAttack): string[] {
  const names = [...new Set(listDefences(answer).map((d) => d.layer))];
  return wrapText(`${attack.id.padEnd(36)} ${names.join(' + ')}`, 2, 39);
}

/** Which line of which file each layer stands on: once each, instead of on every row. */
function describePlaces(stopped: readonly JudgedAttack[], paint: Paint): string[] {
  const places = new Map<string, number>();
  for (const { answer } of stopped) {
    for (const defence of listDefences(answer)) {
      const at = defence.at ? `${defence.at.file}:${defence.at.line}` : 'built in';
      const key = `${defence.layer.padEnd(15)} ${at}`;
      places.set(key, (places.get(key) ?? 0) + 1);
    }
  }
  return [
    paint.strong('Layers, and how many attacks each of their lines is enough to stop'),
    ...[...places]
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, count]) => `  ${String(count).padStart(3)}  ${showText(key)}`),
  ];
}

function describeFinding({ lint, finding, severity }: JudgedFinding, paint: Paint, hasReferences: boolean): string[] {
  const [place = '', ...rest] = wrapText(showText(`${finding.at.file}:${finding.at.line} ${finding.subject}`), 0, 11);
  const isOneLine = rest.length === 0 && 12 + lint.id.length + place.length <= 80;
  return [
    `  ${paint.severity(severity)} ${paint.strong(lint.id)}${isOneLine ? ` ${place}` : ''}`,
    ...(isOneLine ? [] : wrapText(showText(`${finding.at.file}:${finding.at.line} ${finding.subject}`), 11, 11)),
    ...wrapText(showText(finding.message), 11, 11),
    ...finding.fixes.flatMap((fix) => adviseFix(fix, 11)),
    ...(finding.choice === undefined ? [] : wrapText(showText(`choice: ${finding.choice}`), 11, 19)),
    ...(hasReferences ? nameReferences(lint) : []),
  ];
}

function adviseFix(fix: Remedy, indent: number): string[] {
  return wrapText(showText(`fix: ${describeFix(fix)}`), indent, indent + 5);
}
