// What a check is: an attack that is tried against a cloud, or a lint that reads its files. One file per check.

import type { Source } from '../documents/types';
import type { Service } from '../openstack/types';
import type { Cloud } from './cloud/cloud';
import type { DefenceName } from './layers';

/** From what an attacker reaches, not from the name of an option. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Worst first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What a change does to security. `neutral` also where nobody can say. */
export type Direction = 'looser' | 'tighter' | 'neutral';

/** Where an attack is aimed; one folder each. */
export type AttackLayer = 'ssrf' | 'dos' | 'signatures' | 'formats' | 'config' | 'sharing' | 'policy' | 'locations';

/** One defence that by itself stops an attack. */
export interface Defence {
  readonly layer: DefenceName;
  /** Null when code or a built-in default stops it and no file says so. */
  readonly at: Source | null;
  /** One sentence. */
  readonly because: string;
  /** The code stops by raising: nothing is fetched, but the API answers 500. */
  readonly isException?: boolean;
  /**
   * Whether the attack is open once this defence's layer fails. Absent: as the list says, needed when no other layer is listed.
   * An attack of several requests may list layers that each stop only some of them.
   */
  readonly isNeeded?: boolean;
}

/** A change of a line that stands in a file already, where setting an option would not say it. */
export type LineEdit =
  /** The option or rule that begins there goes away, with the lines that continue it. */
  | { readonly kind: 'remove'; readonly at: Source }
  /** It stays as a comment, for whoever wants to know what was meant. */
  | { readonly kind: 'comment-out'; readonly at: Source }
  /** It goes from there to where the fix sets it; in its own section it gets the other name where it stands. */
  | { readonly kind: 'move'; readonly at: Source }
  /** The line becomes these lines, written as they are. */
  | { readonly kind: 'rewrite'; readonly at: Source; readonly lines: readonly string[] };

/** The files of a control: no line of them closes the attack by itself. */
export interface ControlFix {
  /** The first of them, e.g. `nginx/conf.d/90-glacis-image-create.conf`. */
  readonly file: string;
  /** Key of the intent that writes them: `imageCreateRateLimit`, `imageCreateRateLimit.otherWrites`. */
  readonly control: string;
}

/** The smallest change of a line that closes an attack or mends a finding. */
export interface Fix {
  /** Relative to the tree, e.g. `glance/glance.conf.d/90-glacis.conf`. */
  readonly file: string;
  /** Section of an oslo file, or `policy` for a policy rule. */
  readonly section: string;
  readonly option: string;
  /** As it is to be written; empty when a line goes away. */
  readonly value: string;
  /** Absent: the option is set. */
  readonly edit?: LineEdit;
}

/** What closes an attack: a line, or the files of a control. */
export type Remedy = Fix | ControlFix;

/** What came of an attack. Depth counts: `defences` lists every one that stops it alone. */
export type AttackAnswer =
  | { readonly verdict: 'stopped'; readonly because: string; readonly defences: readonly Defence[] }
  | {
      readonly verdict: 'open';
      readonly because: string;
      /** All of them together close it. */
      readonly fixes: readonly Remedy[];
      /** What closes it too, for a tool that has no place for `fixes`; the first that it can carry counts. A judgement holds none. */
      readonly otherWays?: readonly (readonly Remedy[])[];
      /** There is a change that closes it, and the tool that writes the judged files cannot carry it: `because` says so. */
      readonly isUncarried?: true;
    }
  | {
      readonly verdict: 'not-applicable';
      readonly because: string;
      /**
       * `knowledge`: these files do not tell, so that nothing is surely stopped either. `promise`: nothing here says that it ought to be
       * stopped. Absent: there is no way to attack.
       */
      readonly lacks?: 'knowledge' | 'promise';
    };

/** An attack of the catalogue. */
export interface Attack {
  readonly kind: 'attack';
  /** Stable slug: `ssrf-decimal-address`. */
  readonly id: string;
  readonly title: string;
  readonly layer: AttackLayer;
  readonly severity: Severity;
  /** What the attacker does, and what it gains. */
  readonly words: string;
  /** Advisories, bug numbers, documents. */
  readonly references: readonly string[];
  /** @internal Tries it. A throw is an error of Glacis, never a finding. */
  readonly judge: (cloud: Cloud) => AttackAnswer;
}

/** One finding of a lint. */
export interface LintFinding {
  readonly at: Source;
  /** `section/option`, or the policy rule. */
  readonly subject: string;
  readonly message: string;
  readonly fixes: readonly Fix[];
  /**
   * What a person has to decide, in one sentence; there where no edit can be chosen for them. With `fixes` beside it these are what
   * closes the finding if it was not meant, and nobody makes them unasked. Free of values from the files.
   */
  readonly choice?: string;
  /** Overrides the severity of the lint when what is reached is more or less. */
  readonly severity?: Severity;
}

/** A mistake that can be seen in the files. */
export interface Lint {
  readonly kind: 'lint';
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** What goes wrong, and why nobody notices. */
  readonly words: string;
  readonly references: readonly string[];
  /** @internal Reads the files of all services in scope. */
  readonly find: (cloud: Cloud) => readonly LintFinding[];
}

/** Services in the order reports use. */
export const judgedServices: readonly Service[] = ['glance', 'nova', 'cinder'];
