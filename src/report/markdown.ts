// Markdown for a pull request comment: a summary line, a table of what is open, the rest folded away.

import { writeFixLines } from '../checks/fix/words';
import type { JudgedFinding } from '../checks/judge';
import type { Remedy } from '../checks/types';
import { describeDaysLeft, listAcceptedFindings } from './accepted-risks';
import { countNoun } from './count-noun';
import { measureDepth, nameLayer } from './depth';
import { type Summary, summarize, verdictOf } from './json';
import { groupOpenAttacks, type OpenGroup, sayHowToClose } from './open-groups';
import { redactJudgement } from './redact-judgement';
import { linkReference } from './references';
import { groupRegions, type JudgedRegion, joinNames, type Posture, type ReportProps } from './regions';
import { escapeMarkdown as md } from './safe-text';
import { sectionsToMarkdown } from './sections-markdown';
import { compareAttacks, compareFindings } from './severity';

/** GitHub refuses comments of more than 65536 characters, GitLab of more than a million. */
const maxCommentCharacters = 60_000;

/** The report as GitHub and GitLab Markdown, short enough for a comment. What has no room is counted. */
export function reportToMarkdown(regions: readonly JudgedRegion[], { today }: ReportProps): string {
  const postures = groupRegions(regions.map((region) => ({ ...region, judgement: redactJudgement(region.judgement) })));
  const isFleet = regions.length > 1;
  const blocks = postures.flatMap((posture) => describePosture(posture, isFleet, today));
  const lines = [`## Glacis: ${describeTotals(regions)}`, ''];
  if (isFleet) blocks.unshift(describeFleet(regions));
  let length = lines.join('\n').length;
  let left = 0;
  for (const block of blocks) {
    if (length + block.length > maxCommentCharacters) {
      left += 1;
      continue;
    }
    lines.push(block, '');
    length += block.length + 2;
  }
  if (left > 0)
    lines.push(`_${left} more parts have no room in a comment; \`--format html\` and \`json\` have all of them._`, '');
  return lines.join('\n');
}

function describeTotals(regions: readonly JudgedRegion[]): string {
  const all = regions.map(({ judgement }) => summarize(judgement));
  const sum = (key: keyof Summary) => all.reduce((total, summary) => total + summary[key], 0);
  const open = sum('open');
  const where = regions.length > 1 ? ` in ${regions.length} regions` : '';
  const verdict = open === 0 ? 'no attack is open' : `**${open} ${open === 1 ? 'attack is' : 'attacks are'} open**`;
  return `${verdict}${where} (${sum('stopped')} stopped, ${sum('accepted')} accepted, ${sum('notApplicable')} not applicable, ${countNoun(sum('lints'), 'lint finding')})`;
}

function describeFleet(regions: readonly JudgedRegion[]): string {
  const rows = regions.map(({ name, judgement }) => {
    const s = summarize(judgement);
    return `| ${md(name ?? 'this region')} | ${md(judgement.cloud.versions.release)} | ${s.open} | ${s.accepted} | ${s.stopped} | ${s.notApplicable} | ${s.lints} |`;
  });
  const table = [
    '| region | release | open | accepted | stopped | not applicable | lints |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
  return regions.length > 20 ? fold(`${regions.length} regions`, table) : table;
}

function describePosture({ names, judgement, told }: Posture, isFleet: boolean, today: string): string[] {
  const of = (verdict: string) => judgement.attacks.filter((j) => verdictOf(j) === verdict).sort(compareAttacks);
  const lints = judgement.findings.filter(({ accepted }) => !accepted).sort(compareFindings);
  const accepted = listAcceptedFindings(judgement, today);
  const [open, stopped, missing] = [of('open'), of('stopped'), of('not-applicable')];
  const { release, packages } = judgement.cloud.versions;
  const versions = Object.entries(packages).map(([service, version]) => `, ${service} ${version}`);
  const blocks: string[] = [];
  if (isFleet) blocks.push(`### ${md(joinNames(names, 8))}`);
  blocks.push(md(`OpenStack ${release}${versions.join('')}`));
  if (packages.glance === undefined) blocks.push('The package version of glance is not known: judged as unpatched.');
  if (open.length > 0) {
    blocks.push(...groupOpenAttacks(judgement).map(writeOpenGroup));
  }
  if (lints.length > 0) {
    const rows = ['| severity | finding | where | what | fix |', '|---|---|---|---|---|', ...lints.map(writeLintRow)];
    blocks.push(fold(`Lint findings: ${lints.length}`, rows.join('\n')));
  }
  if (accepted.length > 0) {
    const rows = accepted.map(
      (risk) => `| ${md(risk.id)} | ${md(risk.reason)} | ${md(risk.until)} (${describeDaysLeft(risk.daysLeft)}) |`,
    );
    blocks.push(
      fold(`Accepted risks: ${accepted.length}`, ['| check | reason | until |', '|---|---|---|', ...rows].join('\n')),
    );
  }
  blocks.push(...sectionsToMarkdown(told));
  if (stopped.length > 0) {
    const rows = measureDepth(judgement).map(
      ({ layer, stopped: all, opened }) => `| ${md(nameLayer(layer))} | ${all.length} | ${opened.length} |`,
    );
    const table = ['| layer | attacks it stops | open if it fails |', '|---|--:|--:|', ...rows].join('\n');
    const list = stopped.map(({ attack }) => `\`${attack.id}\``).join(', ');
    blocks.push(fold(`Stopped attacks, by layer: ${stopped.length}`, `${table}\n\n${list}`));
  }
  if (missing.length > 0) {
    const rows = missing.map(({ attack, answer }) => `- \`${attack.id}\`: ${md(answer.because)}`);
    blocks.push(fold(`Not applicable: ${missing.length}`, rows.join('\n')));
  }
  return blocks;
}

/** One change and what it closes. */
function writeOpenGroup(group: OpenGroup): string {
  const rows = group.attacks.map(
    ({ attack, answer }) =>
      `| ${attack.severity} | ${md(attack.title)}<br>\`${attack.id}\` | ${md(answer.because)}${writeReferences(attack.references)} |`,
  );
  const fixes = group.fixes.length === 0 ? '' : `: ${writeFixes(group.fixes)}`;
  return [`**${sayHowToClose(group)}**${fixes}`, '', '| severity | open attack | why |', '|---|---|---|', ...rows].join(
    '\n',
  );
}

function writeReferences(references: readonly string[]): string {
  const links = references.map((reference) => {
    const link = linkReference(reference);
    return link === null ? md(reference) : `[${md(reference)}](${link})`;
  });
  return ` (${links.join('; ')})`;
}

function writeLintRow({ lint, finding, severity }: JudgedFinding): string {
  const { at, subject, message, fixes, choice } = finding;
  const where = `<code>${md(`${at.file}:${at.line}`)}</code><br><code>${md(subject)}</code>`;
  return `| ${severity} | \`${lint.id}\` | ${where} | ${md(message)}${writeReferences(lint.references)} | ${[writeFixes(fixes), md(choice ?? '')].filter((part) => part !== '').join('<br>')} |`;
}

function writeFixes(fixes: readonly Remedy[]): string {
  return fixes
    .map((fix) => `<code>${md(fix.file)}</code><br><code>${md(writeFixLines(fix).join(' '))}</code>`)
    .join('<br>');
}

function fold(summary: string, body: string): string {
  return `<details><summary>${md(summary)}</summary>\n\n${body}\n\n</details>`;
}
