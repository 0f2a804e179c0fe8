// What all controls of a region decided together: one item for each key, clashes told, and the digest of the whole.
import { hash } from 'node:crypto';
import type { Keyed, SettledDecision } from './settle-decision';

/** Two owners that want one key to be two things. */
export interface Clash<Owner> {
  readonly key: string;
  readonly first: { readonly owner: Owner; readonly shown: string };
  readonly second: { readonly owner: Owner; readonly shown: string };
}

/** Items of one kind by key; the first owner of a key keeps it. */
export class Merged<T, Owner> {
  private readonly entries = new Map<string, { readonly one: Keyed<T>; readonly owner: Owner }>();

  /** `show`: the words that stand for a content when two clash. */
  constructor(private readonly show: (content: string, isFirst: boolean) => string) {}

  /** Answers with the clash when another owner wants the key to hold something else. */
  add(one: Keyed<T>, owner: Owner): Clash<Owner> | undefined {
    const earlier = this.entries.get(one.key);
    if (earlier === undefined) this.entries.set(one.key, { one, owner });
    else if (earlier.one.content !== one.content) {
      return {
        key: one.key,
        first: { owner: earlier.owner, shown: this.show(earlier.one.content, true) },
        second: { owner, shown: this.show(one.content, false) },
      };
    }
    return undefined;
  }

  /** Every item, sorted by key. */
  sort(): readonly Keyed<T>[] {
    return [...this.entries.values()].map(({ one }) => one).sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

type Lists = Pick<SettledDecision, 'settings' | 'overrides' | 'artifacts' | 'residuals'>;

/** First 12 hexadecimal digits of the SHA-256 of head and lists as one JSON object, put together from what each item already is. */
export function digestOf(head: object, lists: Lists): string {
  let json = JSON.stringify(head).slice(0, -1);
  for (const name of ['settings', 'overrides', 'artifacts', 'residuals'] as const) {
    json += `,"${name}":[${lists[name].map((one) => one.json).join()}]`;
  }
  return hash('sha256', `${json}}`).slice(0, 12);
}
