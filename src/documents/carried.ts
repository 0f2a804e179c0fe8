// What a fix asks a deployment tool to carry, and what the tool says to it.

/** Options or policy rules of a service, or a file of another program. */
export interface CarriedPart {
  readonly kind: 'option' | 'rule' | 'file';
  /** The first directory below /etc: `glance`, `nginx`, `systemd`. */
  readonly program: string;
  /** The rest of the path that the fix names. */
  readonly name: string;
}

/** The file in which it arrives, laid out like /etc; or why the tool has no place for it: a sentence without a full stop. */
export type CarriedPlace = { readonly file: string } | { readonly because: string };

/** A tool as the judge sees it. Pure. */
export type Carrier = (part: CarriedPart) => CarriedPlace;
