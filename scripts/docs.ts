// Writes the generated pages of docs/: every check, every problem code, every key of an intent. Run with `npm run docs`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attackIds, lintIds, loadAttack, loadLint } from '../src/checks';
import type { Attack, Lint } from '../src/checks/types';
import { listIntentKeys } from '../src/intent/intent-keys';
import { intentSchema } from '../src/intent/schema';
import { compareText, problemCodes } from '../src/problems';
import { composeDemands } from './docs/demands';

const origin = '<!-- Written by scripts/docs.ts. Change the source and run `npm run docs`. -->';

/** Every generated page: path below the repository, text. The same bytes for the same source. */
export function composeDocs(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/checks.md', composeChecks()],
    ['docs/problems.md', composeProblems()],
    ['docs/intent.md', composeIntent()],
    ['docs/demands.md', composeDemands(origin)],
  ]);
}

function composeChecks(): string {
  const attacks = attackIds.map(loadAttack);
  const lints = lintIds.map(loadLint);
  return joinBlocks([
    '# Checks',
    origin,
    'An **attack** is tried against the files as the services of one release and patch level read them. It is `stopped`, with every layer that stops it alone, `open`, with the smallest change that closes it, `accepted` by the intent, or `not applicable`. A **lint** finds lines that do not do what they say.',
    'The id is what `acceptedRisks` names and what `glacis explain ID` takes.',
    `## Attacks (${attacks.length})`,
    composeTable(
      ['id', 'severity', 'layer', 'what'],
      attacks.map((a) => [linkTo(a.id), a.severity, a.layer, a.title]),
    ),
    ...attacks.map(describeCheck),
    `## Lints (${lints.length})`,
    composeTable(
      ['id', 'severity', 'what'],
      lints.map((lint) => [linkTo(lint.id), lint.severity, lint.title]),
    ),
    ...lints.map(describeCheck),
  ]);
}

function describeCheck(check: Attack | Lint): string {
  const references = check.references.map(escapeMarkdown).join('; ');
  return joinBlocks([
    `### ${check.id}`,
    `**${escapeMarkdown(check.title)}** (${check.severity})`,
    escapeMarkdown(check.words),
    `References: ${references}`,
  ]).trimEnd();
}

function composeProblems(): string {
  const codes = Object.entries(problemCodes).sort(([a], [b]) => compareText(a, b));
  return joinBlocks([
    '# Problems',
    origin,
    'A problem is a mistake in what Glacis was given. All of them are told at once, each with its place, what was found and what was wanted; nothing is written then, and the exit code is 1. A problem may say something more exact than the general words below.',
    composeTable(
      ['code', 'why it matters', 'what mends it'],
      codes.map(([code, { why, fix }]) => [`\`${code}\``, escapeCell(why), escapeCell(fix)]),
    ),
  ]);
}

function composeIntent(): string {
  const { top, sections } = listIntentKeys(intentSchema);
  const table = (keys: (typeof sections)[number]['keys']) =>
    composeTable(
      ['key', 'type', 'default', 'what it says'],
      keys.map(({ path, type, fallback, description }) => [
        `\`${path}\``,
        escapeCell(type),
        fallback,
        escapeCell(description),
      ]),
    );
  return joinBlocks([
    '# The intent',
    origin,
    'An intent is one YAML, TOML or JSON file: one region, or shared defaults and `regions` that override them. Unknown keys are refused. `glacis schema` prints the JSON Schema behind this page; `glacis init` writes a file to start from.',
    '`[]` stands for the entries of a list, `*` for a name of your own.',
    '## Top level',
    table(top),
    ...sections.flatMap(({ name, description, keys }) => [`## ${name}`, escapeMarkdown(description), table(keys)]),
  ]);
}

/** GitHub's anchor of a heading that is a slug. */
function linkTo(id: string): string {
  return `[${id}](#${id})`;
}

function composeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What Markdown would take for markup; words of checks hold URLs, patterns and option names. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_<>`[\]]/g, '\\$&');
}

function escapeCell(text: string): string {
  return text.replace(/[<>|]/g, '\\$&');
}

function joinBlocks(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

if (require.main === module) {
  for (const [path, text] of composeDocs()) writeFileSync(join(__dirname, '..', path), text);
}
