// The README of a target other than plain /etc: where the files go, the one command that applies them, and what stays open.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import { scriptWords } from './operator-scripts';

/** What a README says besides the files and the residuals. */
export interface ReadmeWords {
  /** Name of the tool, for the heading. */
  readonly tool: string;
  /** Where the files go, in one or more sentences. */
  readonly place: readonly string[];
  /** Shell commands, in order. */
  readonly commands: readonly string[];
  /** What restarts, and how one sees that it worked. */
  readonly restart: readonly string[];
  /** What in somebody's own files would undo the hardening. */
  readonly traps: readonly string[];
}

/** Markdown, the same for the same documents. */
export function composeReadme(
  documents: HardeningDocuments,
  words: ReadmeWords,
  files: readonly string[],
  uncarried: readonly Residual[],
): string {
  const bullets = (lines: readonly string[]) => lines.map((line) => `* ${line}`);
  const residuals = [...uncarried, ...documents.residuals].map((r) => `${r.control}: ${r.because}`);
  return `${[
    `# Hardening for OpenStack ${documents.release}, ${words.tool}`,
    '',
    ...words.place,
    '',
    ...words.commands.map((command) => `    ${command}`),
    '',
    ...bullets([...words.restart, ...scriptWords(files)]),
    '',
    '## Files',
    '',
    ...bullets(files.map((file) => `\`${file}\``)),
    '',
    '## What would undo them',
    '',
    ...bullets(words.traps),
    '',
    '## What these files cannot enforce',
    '',
    ...(residuals.length > 0 ? bullets(residuals) : ['Nothing known beyond what `glacis verify` lists as open.']),
  ].join('\n')}\n`;
}
