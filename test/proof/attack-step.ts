// What is sent to a real Glance, and what tells that it worked.
import type { Ground } from '../../src/checks/mechanisms/url-attack';
import type { FileTree } from '../../src/documents/types';

/** One request of a sequence, as `attacker.py` sends it. `{name}` stands for an id that an earlier answer gave, `{n}` for the round. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Bytes instead of a body. */
  readonly base64?: string;
  /** Default `member`; `none`: without a token. With a real Keystone the name of a user. */
  readonly role?: 'member' | 'reader' | 'admin' | 'importer' | 'none';
  /** Default `home`; others than `victim` with a real Keystone alone. */
  readonly project?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Keeps the `id` of the answer under this name. */
  readonly keep?: string;
  /** How much of the answer is kept. Default 200. */
  readonly keepBytes?: number;
  /** Default: Glance itself. */
  readonly port?: number;
}

/** Calls that are made one after the other, that often. */
export interface Round {
  readonly times?: number;
  readonly calls: readonly ApiCall[];
}

/** One import with its image, or one sequence of calls, as `attacker.py` sends it. */
export interface AttackStep {
  readonly key: string;
  readonly kind: 'web-download' | 'task' | 'location' | 'glance-download' | 'glance-direct' | 'calls';
  /** Who imports. Default `member`. */
  readonly role?: ApiCall['role'];
  /** Of an import; '' for calls. */
  readonly url: string;
  /** Of a task's image. */
  readonly container?: string;
  /** Properties of the image. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Bytes to stage, base64. */
  readonly stage?: string;
  /** `disk_format` of the image. */
  readonly disk?: string;
  /** A 500 is an answer here, not noise of the bed. */
  readonly mayRaise?: boolean;
  /** How long the import is watched; it need not end. */
  readonly holdSeconds?: number;
  readonly rounds?: readonly Round[];
  /** SQL for one number, asked of Glance's database after the calls. */
  readonly rows?: string;
}

/** A file under a label, as `attacker.py` uploads it. */
export interface UploadStep {
  readonly key: string;
  readonly diskFormat: string;
  readonly containerFormat: string;
  readonly base64: string;
}

/** What came of an upload: the status of creating the image when that was refused, else of PUT /file. */
export interface UploadOutcome {
  readonly status: number;
  readonly attempts: number;
}

/** What came of a step. */
export interface StepOutcome {
  /** Of the request that carries the attack; of calls: the last one. */
  readonly status: number;
  readonly task?: string | null;
  readonly image?: string | null;
  /** Bytes of the stored image. */
  readonly size?: number | null;
  /** The most bytes that an import of a staged file held in staging. */
  readonly staged?: number | null;
  readonly body?: string;
  /** `create`: not even the image came to be. */
  readonly at?: string;
  readonly answers?: readonly { readonly status: number; readonly body: string }[];
  /** What the database said. */
  readonly rows?: number;
  readonly attempts: number;
}

/** One connection, as the witness saw it. */
export interface Connection {
  readonly address: string;
  readonly port: number;
  /** Null when Glance connected and sent nothing that could be read. */
  readonly request: string | null;
  /** The X-Auth-Token header. */
  readonly token: string | null;
  /** Bytes of an answer without end that Glance took. */
  readonly taken?: number;
  readonly error?: string;
}

/** Where names lead while an attack runs; `first` answers the first lookup of an address only. */
export type NameAnswers = readonly string[] | { readonly first: readonly string[]; readonly later: readonly string[] };

/** What an attack is told about where it runs. */
export interface AttackGround extends Ground {
  /** Where clients of this cloud send their requests: a proxy of the tree, else Glance itself. */
  readonly entryPort: number;
  readonly files: FileTree;
}

interface AttackBase {
  readonly id: string;
  readonly names?: (ground: AttackGround) => Readonly<Record<string, NameAnswers>>;
  /** Whether a step worked. `seen`: the connections that carry its mark, and those to its targets that carry nothing. */
  readonly hasWorked: (outcome: StepOutcome, seen: readonly Connection[], ground: AttackGround) => boolean;
  /** Its names contradict those of other attacks: it runs alone. */
  readonly isAlone?: boolean;
  /** Trees on which it can be told apart whether it worked. Absent: all. */
  readonly isTold?: (ground: AttackGround) => boolean;
}

/** An attack by URLs: each is one import. */
export interface UrlAttack extends AttackBase {
  readonly kind: Exclude<AttackStep['kind'], 'calls'>;
  /** Every URL that the attacker tries; `mark` belongs into the request, so that the witness can tell whose it was. */
  readonly urls: (ground: AttackGround, mark: string) => readonly string[];
  readonly step?: Partial<AttackStep>;
}

/** An attack by calls. */
export interface CallAttack extends AttackBase {
  readonly kind: 'calls';
  readonly plan: (ground: AttackGround, mark: string) => Omit<AttackStep, 'key' | 'kind' | 'url'>;
}

/** One attack of the catalogue as it is run. */
export type LiveAttack = UrlAttack | CallAttack;

/** True when Glance connected to one of the sockets (`address:port`, IPv6 without brackets). */
export function reaches(...sockets: readonly string[]): LiveAttack['hasWorked'] {
  return (_, seen) => seen.some(({ address, port }) => sockets.includes(`${address}:${port}`));
}

/** The URL on an allowlisted host that answers with a redirect to `target`. */
export function redirectVia({ scheme, allowedHost }: Ground, target: string): string {
  return `${scheme}://${allowedHost}/to/${Buffer.from(target).toString('hex')}`;
}
