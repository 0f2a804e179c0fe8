// What the proof found, kept outside the repository until the page is written from it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Launcher } from '../../src/openstack/types';
import { bedDirectory, releaseOf, type Suite, type SuiteVersions } from './bed';
import type { Platform } from './configurations';
import type { Cell } from './run-attacks';

/** A real Glance of one suite under one launcher. */
export interface Bed {
  readonly suite: Suite;
  readonly launcher: Launcher;
}

/** Glance of sid has no standalone server. */
export const beds: readonly Bed[] = [
  { suite: 'bookworm', launcher: 'eventlet' },
  { suite: 'bookworm', launcher: 'uwsgi' },
  { suite: 'trixie', launcher: 'eventlet' },
  { suite: 'trixie', launcher: 'uwsgi' },
  { suite: 'sid', launcher: 'uwsgi' },
];

/** One configuration on one bed. */
export interface ProvedTree {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly configuration: string;
  /** What became of an import that nothing should refuse: `active`. */
  readonly ordinaryImport: string | null;
  readonly cells: readonly Cell[];
}

/** A flood through one proxy on one bed. */
export interface ProvedFlood {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly proxy: string;
  /** Images admitted at once by the rendered limit. */
  readonly limit: number;
  /** What the edge emulator says of the same files. */
  readonly modelled: string;
  /** Requests sent, images created according to the answers, refusals with 429. */
  readonly sent: number;
  readonly created: number;
  readonly refused: number;
  /** Image rows that Glance's database gained: the witness. */
  readonly rows: number;
  readonly seconds: number;
}

/** Uploads of crafted disks with one configuration on one bed. */
export interface ProvedFormats {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly configuration: string;
  readonly cells: readonly {
    readonly key: string;
    readonly status: number;
    readonly observed: 'stored' | 'refused';
    readonly modelled: 'stored' | 'refused';
  }[];
}

/** What a kind of result holds. */
interface Kinds {
  readonly tree: ProvedTree;
  readonly flood: ProvedFlood;
  readonly formats: ProvedFormats;
}

const directory = join(bedDirectory, 'results');

/** The beds of this run: GLACIS_PROOF names some (`trixie/eventlet,sid/uwsgi`), else all. */
export function chosenBeds(): readonly Bed[] {
  const wanted = process.env.GLACIS_PROOF?.split(',') ?? [];
  return wanted.length === 0 ? beds : beds.filter((bed) => wanted.includes(nameOfBed(bed)));
}

/** `trixie/eventlet`. */
export function nameOfBed({ suite, launcher }: Bed): string {
  return `${suite}/${launcher}`;
}

/** What the intent and the judge know of a bed. */
export function platformOf({ suite, launcher }: Bed, versions: SuiteVersions): Platform {
  const glancePackage = versions['python3-glance'];
  if (glancePackage === undefined) throw new Error(`${suite} has no python3-glance`);
  return { release: releaseOf[suite], glancePackage, launcher };
}

/** Keeps a result; a later run of the same thing replaces it. */
export function keepResult<Kind extends keyof Kinds>(kind: Kind, name: string, result: Kinds[Kind]): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${kind}-${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
}

/** All kept results of a kind, sorted by name. */
export function readResults<Kind extends keyof Kinds>(kind: Kind): readonly Kinds[Kind][] {
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory).filter((file) => file.startsWith(`${kind}-`));
  return files.sort().map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as Kinds[Kind]);
}
