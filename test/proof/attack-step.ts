// What is sent to a real Glance, and what tells that it worked.
import type { Ground } from '../../src/checks/mechanisms/url-attack';

/** One request, or one image with its import, as `attacker.py` sends it. */
export interface AttackStep {
  readonly key: string;
  readonly kind: 'web-download' | 'task' | 'location' | 'glance-download';
  readonly url: string;
  /** Of a task's image. */
  readonly container?: string;
  /** A 500 is an answer here, not noise of the bed. */
  readonly mayRaise?: boolean;
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
  /** Of the request that carries the attack. */
  readonly status: number;
  readonly task?: string | null;
  readonly image?: string | null;
  readonly body?: string;
  /** `create`: not even the image came to be. */
  readonly at?: string;
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
  readonly error?: string;
}

/** Where names lead while an attack runs; `first` answers the first lookup of an address only. */
export type NameAnswers = readonly string[] | { readonly first: readonly string[]; readonly later: readonly string[] };

/** One attack of the catalogue as it is run. */
export interface LiveAttack {
  readonly id: string;
  readonly kind: AttackStep['kind'];
  /** Every URL that the attacker tries; `mark` belongs into the request, so that the witness can tell whose it was. */
  readonly urls: (ground: Ground, mark: string) => readonly string[];
  readonly names?: (ground: Ground) => Readonly<Record<string, NameAnswers>>;
  readonly step?: Partial<AttackStep>;
  /** Whether a step worked. `seen`: the connections that carry its mark, and those to its targets that carry nothing. */
  readonly hasWorked: (outcome: StepOutcome, seen: readonly Connection[], ground: Ground) => boolean;
  /** Its names contradict those of other attacks: it runs alone. */
  readonly isAlone?: boolean;
}

/** True when Glance connected to one of the sockets (`address:port`, IPv6 without brackets). */
export function reaches(...sockets: readonly string[]): LiveAttack['hasWorked'] {
  return (_, seen) => seen.some(({ address, port }) => sockets.includes(`${address}:${port}`));
}

/** The URL on an allowlisted host that answers with a redirect to `target`. */
export function redirectVia({ scheme, allowedHost }: Ground, target: string): string {
  return `${scheme}://${allowedHost}/to/${Buffer.from(target).toString('hex')}`;
}
