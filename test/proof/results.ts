// What the proof observed, kept outside the repository: each cell with a digest of everything that it depends on.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/problems';
import type { StepOutcome } from './attack-step';
import { bedDirectory, type SuiteVersions } from './bed';
import { type Bed, nameOfBed } from './beds';
import type { ObservedSigning } from './signed-imports';

/** One step with what came of it. */
export interface StepRecord {
  /** The URL, or the calls. */
  readonly what: string;
  readonly outcome: StepOutcome;
  /** `address:port` of every connection, IPv6 in brackets. */
  readonly connections: readonly string[];
}

/** What one attack did to one tree on one bed. */
export interface ObservedCell {
  readonly id: string;
  readonly digest: string;
  /** `nothing-tried`: the attack has no URL in this tree. */
  readonly observed: 'worked' | 'failed' | 'nothing-tried';
  /** URL, answer and connections of every step, for who doubts the cell. */
  readonly steps: readonly StepRecord[];
}

/** A flood through one way in. */
export interface ObservedFlood {
  /** `none`: Glance itself. */
  readonly proxy: 'none' | 'nginx' | 'haproxy';
  readonly sent: number;
  readonly created: number;
  readonly refused: number;
  readonly other: number;
  /** Image rows that Glance's database gained: the witness. */
  readonly rows: number;
  /** Status of a listing afterwards. */
  readonly read: number;
  readonly retryAfter: string | null;
  readonly seconds: number;
}

/** What one label made of one file. */
export interface ObservedUpload {
  readonly key: string;
  readonly status: number;
}

/** Everything that was observed of one configuration on one bed. */
export interface ObservedTree {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly configuration: string;
  /** Of files, bed and packages. */
  readonly ground: string;
  /** What became of an import that nothing should refuse: `active`. */
  readonly ordinaryImport: string | null;
  readonly cells: readonly ObservedCell[];
  readonly floods: { readonly digest: string; readonly found: readonly ObservedFlood[] } | null;
  readonly uploads: { readonly digest: string; readonly found: readonly ObservedUpload[] } | null;
  readonly signing?: { readonly digest: string; readonly found: ObservedSigning } | null;
}

const directory = join(bedDirectory, 'results');

/** The same for the same data. Of objects the order of keys counts: write them in one place. */
export function digestOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Keeps what was observed; a later run of the same thing replaces it. */
export function keepTree(tree: ObservedTree): void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, fileOf(tree));
  writeFileSync(`${file}.new`, `${JSON.stringify(tree, null, 1)}\n`);
  renameSync(`${file}.new`, file);
}

/** What was observed earlier; undefined when nothing was. */
export function readTree(bed: Bed, configuration: string): ObservedTree | undefined {
  const file = join(directory, fileOf({ bed, configuration }));
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ObservedTree) : undefined;
}

/** Everything kept, sorted by name. */
export function readTrees(): readonly ObservedTree[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.startsWith('seen-') && file.endsWith('.json'))
    .sort(compareText)
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as ObservedTree);
}

function fileOf({ bed, configuration }: { readonly bed: Bed; readonly configuration: string }): string {
  return `seen-${nameOfBed(bed).replace('/', '-')}-${configuration}.json`;
}
