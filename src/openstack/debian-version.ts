// Debian package versions: taken apart and ordered the way dpkg orders them (Debian policy 5.6.12).

/** `2:30.0.0-3+deb13u2` taken apart. */
export interface DebianVersion {
  readonly kind: 'debian';
  readonly text: string;
  /** 0 when not written. */
  readonly epoch: number;
  /** `30.0.0`; may hold `+git...` or `~rc1`. */
  readonly upstream: string;
  /** `3+deb13u2`; empty when there is none, which counts as `0`. */
  readonly revision: string;
}

const maxEpoch = 2_147_483_647;

/** Takes a Debian version apart; undefined when dpkg would refuse it, or when it is longer than 200 characters. */
export function parseDebianVersion(text: string): DebianVersion | undefined {
  if (text.length > 200) return undefined;
  const colon = text.indexOf(':');
  const epochText = colon === -1 ? '0' : text.slice(0, colon);
  if (!/^[0-9]{1,10}$/.test(epochText) || Number(epochText) > maxEpoch) return undefined;
  const rest = text.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  const upstream = dash === -1 ? rest : rest.slice(0, dash);
  const revision = dash === -1 ? '' : rest.slice(dash + 1);
  if (dash !== -1 && revision === '') return undefined;
  if (!/^[0-9][A-Za-z0-9.+~:-]*$/.test(upstream) || !/^[A-Za-z0-9.+~]*$/.test(revision)) return undefined;
  return { kind: 'debian', text, epoch: Number(epochText), upstream, revision };
}

/** Negative when dpkg calls `a` older than `b`, 0 when it calls them equal. */
export function compareDebianVersions(a: DebianVersion, b: DebianVersion): number {
  return a.epoch - b.epoch || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

/** Walks through both texts: a run that is no number letter by letter, then a number as a number, and so on. */
function comparePart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weightOf(a, i) - weightOf(b, j);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const numberOfA = numberAt(a, i);
    const numberOfB = numberAt(b, j);
    i += numberOfA.length;
    j += numberOfB.length;
    const difference = compareDigits(numberOfA, numberOfB);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `~` sorts before the end of the text, the end (and a digit) before letters, letters before the rest. */
function weightOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (at >= text.length || isDigit(text, at)) return 0;
  if (text[at] === '~') return -1;
  return /[A-Za-z]/.test(text[at] ?? '') ? code : code + 256;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function numberAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && isDigit(text, end)) end += 1;
  return text.slice(start, end);
}

/** By value, however long: package versions hold dates and hashes beyond what a float keeps apart. */
function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}
