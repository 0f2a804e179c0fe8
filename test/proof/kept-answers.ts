// Answers of real services are kept beside the beds, and asked for again only when something that they depend on changed.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bedDirectory } from './bed';
import { digestOf } from './results';
import { digestSources, listSources } from './sources';

/** What is kept: whatever the page is written from, and how many single answers it stands for. */
export interface Answered {
  readonly answers: number;
  /** Only some of what there is to ask: kept apart, and what was asked in full answers for it too. */
  readonly isPart?: boolean;
}

/** GLACIS_DIFFERENTIAL=full: everything is asked, and an answer to a part of it is none. */
export const isFull = process.env.GLACIS_DIFFERENTIAL === 'full';

/** Something that real services are asked, and what its answer depends on. */
export interface Question<Answer extends Answered> {
  /** `differential`, `load`: the page is written from all of one kind. */
  readonly kind: string;
  readonly name: string;
  /** Versions of packages, seed, rendered files: what lies in no source file. */
  readonly facts: readonly unknown[];
  /** Files that the test file neither imports nor names: a program that is run. Below the repository; default none. */
  readonly also?: readonly string[];
  /** Sources whose work is in the facts already; default: none, every import is followed. */
  readonly stopsAt?: RegExp;
  /** Throws when something is not as it should be: such an answer is not kept. */
  readonly ask: () => Promise<Answer>;
}

/**
 * The kept answer if it still stands, otherwise a new one, which is kept; says on stderr which of both.
 * GLACIS_PROOF_FRESH=1 asks for everything. Depends on the test file that calls it and all that this one reaches.
 */
export async function answerOnce<Answer extends Answered>(question: Question<Answer>): Promise<Answer> {
  const { kind, name, facts, also = [], stopsAt, ask } = question;
  const digest = digestOf(process.version, digestSources(listSources([currentTestFile(), ...also], stopsAt)), facts);
  const full = fileOf(kind, name);
  const quick = fileOf(`quick-${kind}`, name);
  for (const file of isFull ? [full] : [full, quick]) {
    const kept = readKept<Answer>(file);
    if (kept?.digest !== digest) continue;
    say(`${kind} ${name}: ${kept.answers} answers kept${file === quick ? ' of a short run' : ''}`);
    return kept;
  }
  const begun = Date.now();
  const answer = await ask();
  keep(answer.isPart === true ? quick : full, { digest, ...answer });
  say(`${kind} ${name}: ${answer.answers} answers in ${Math.round((Date.now() - begun) / 1000)} s`);
  return answer;
}

function currentTestFile(): string {
  const { testPath } = expect.getState();
  if (testPath === undefined) throw new Error('only a test can ask');
  return testPath;
}

function fileOf(kind: string, name: string): string {
  return join(bedDirectory, 'results', `${kind}-${name}.json`);
}

function readKept<Answer extends Answered>(file: string): (Answer & { readonly digest: string }) | undefined {
  if (process.env.GLACIS_PROOF_FRESH === '1' || !existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Answer & { readonly digest: string };
}

function keep(file: string, answer: object): void {
  mkdirSync(join(bedDirectory, 'results'), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(answer, null, 1)}\n`);
  renameSync(`${file}.new`, file);
}

function say(words: string): void {
  process.stderr.write(`proof: ${words}\n`);
}
