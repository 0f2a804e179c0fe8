// Debian package versions, taken apart as dpkg does (Debian policy 5.6.12).

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
