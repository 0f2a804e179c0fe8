// Whom nginx takes for the client: the peer, or what a trusted peer's header claims (real-ip module).
import { isInNetwork, readAddress, readNetwork, unmapAddress } from '../../documents/nftables/networks';
import { inheritDirectives, inheritValue, isSwitchedOn, type NginxLevel } from './nginx-scopes';

/** The client's address bytes; `header` is set when a header decides, null bytes when it cannot be said. */
export interface NginxClient {
  readonly bytes: readonly number[] | null;
  /** Lower-case name with underscores of the header that is believed for this peer. */
  readonly header: string | null;
}

/** Default header is X-Real-IP. `headers` have lower-case names with underscores. */
export function findNginxClient(
  chain: readonly NginxLevel[],
  peer: readonly number[],
  headers: ReadonlyMap<string, string>,
): NginxClient {
  const ranges = inheritDirectives(chain, 'set_real_ip_from').map((one) => one.args[0] ?? '');
  const networks = ranges.filter((text) => text !== 'unix:').map(readNetwork);
  const isTrusted = (address: readonly number[]): boolean => {
    const plain = unmapAddress(address) ?? address;
    return networks.some((network) => network !== null && isInNetwork(plain, network));
  };
  if (!isTrusted(peer)) return { bytes: networks.includes(null) ? null : peer, header: null };
  const name = (inheritValue(chain, 'real_ip_header') ?? 'X-Real-IP').toLowerCase().replaceAll('-', '_');
  if (name === 'proxy_protocol') return { bytes: null, header: null };
  const text = headers.get(name);
  if (text === undefined) return { bytes: peer, header: name };
  const isRecursive = isSwitchedOn(chain, 'real_ip_recursive', false);
  const entries = text.split(/[ ,]+/).filter((entry) => entry !== '');
  let client = peer;
  for (let i = entries.length - 1; i >= 0; i--) {
    const address = readAddress(
      (entries[i] ?? '').replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'),
    );
    if (address === null) break;
    client = address;
    if (!isRecursive || !isTrusted(address)) break;
  }
  return { bytes: client, header: name };
}
