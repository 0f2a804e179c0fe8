// Host names, addresses and URIs as oslo.config checks them (socket's inet_pton, and rfc3986 1.5 behind URIOpt).
import { isIPv4, isIPv6 } from '../../../openstack/ip-text';
import { countCharacters } from '../python-text';
import { accept, type ParsedValue, refuse } from './parsed';

// Python ignores case over all of Unicode: four letters outside ASCII fold into a-z. `$` leaves a last line feed alone.
const letters = 'A-Za-z0-9\\u0130\\u0131\\u017f\\u212a';
const hostLabel = new RegExp(`^(?!-)[${letters}-]{1,63}(?<!-)\\n?$`);
const domainLabel = new RegExp(`^(?!-)[${letters}_-]{1,63}(?<!-)\\n?$`);

/** Reads an address: IPv4 in four decimal parts without leading zeros, IPv6 without zone and without brackets. */
export function parseIpAddress(version: 4 | 6 | undefined, raw: string): ParsedValue {
  const is4 = version !== 6 && isIPv4(raw);
  const is6 = version !== 4 && isIPv6(raw);
  return is4 || is6 ? accept(raw) : refuse(raw, `is not an IPv${version ?? '4 or IPv6'} address`);
}

/**
 * Reads a HostAddressOpt or, with `_` allowed, a HostDomainOpt. No wildcard, network, port or bracket is accepted; the
 * letter case is kept and one trailing dot is dropped. `allowed_hosts` and `disallowed_hosts` of Glance have this type.
 */
export function parseHost(kind: 'hostaddress' | 'hostdomain', raw: string): ParsedValue {
  if (parseIpAddress(undefined, raw).ok) return accept(raw);
  if (raw === '') return refuse(raw, 'is no host: it is empty');
  if (countCharacters(raw) > 253) return refuse(raw, 'is longer than 253 characters');
  const name = raw.endsWith('.') ? raw.slice(0, -1) : raw;
  const labels = name.split('.');
  if (!/[a-zA-Z-]/.test(labels.at(-1)!)) return refuse(raw, 'is no host: the last label needs a letter or a hyphen');
  const shape = kind === 'hostaddress' ? hostLabel : domainLabel;
  return labels.every((label) => shape.test(label))
    ? accept(name)
    : refuse(raw, 'is neither an address nor a host name');
}

const uriShape = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^\\/?#]*))?([^?#]*)/;
const userShape = /^(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[A-Fa-f0-9]{2})+$/;
const nameAndPort = /^((?:[A-Za-z0-9._~!$&'()*+,;=-]|%[A-Fa-f0-9]{2})*):?(?:[0-9]{1,5})?\n?$/;
const literalAndPort = /^\[([^\]]*)\]:?(?:[0-9]{1,5})?\n?$/;
const zoneShape = /^%25(?:[A-Za-z0-9._~-]|%[A-Fa-f0-9]{2})+$/;
const futureShape = /^v[0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+$/;

/** Reads a URIOpt: scheme and host must be there (the host may be empty in front of a port), the path without brackets. */
export function parseUri(raw: string): ParsedValue {
  const [, scheme, authority, path = ''] = uriShape.exec(raw)!;
  if (scheme === undefined) return refuse(raw, 'is no URI: the scheme is missing');
  if (!authority || !isAuthority(authority)) return refuse(raw, 'is no URI: the host is missing or wrong');
  // Everything else that a path may not hold is percent-encoded before the check.
  if (/[[\]]/.test(path)) return refuse(raw, 'is no URI: a bracket in the path');
  return accept(raw);
}

function isAuthority(authority: string): boolean {
  const at = authority.indexOf('@');
  if (at >= 0 && !userShape.test(authority.slice(0, at))) return false;
  const hostAndPort = authority.slice(at + 1);
  const literal = literalAndPort.exec(hostAndPort);
  if (literal !== null) return isAddressLiteral(literal[1]!);
  const host = nameAndPort.exec(hostAndPort)?.[1];
  if (host === undefined) return false;
  const isAddress = /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/.test(host);
  return !isAddress || host.split('.').every((byte) => Number(byte) <= 255);
}

function isAddressLiteral(literal: string): boolean {
  if (futureShape.test(literal)) return true;
  const percent = literal.indexOf('%');
  if (percent >= 0 && !zoneShape.test(literal.slice(percent))) return false;
  const address = percent < 0 ? literal : literal.slice(0, percent);
  // The grammar takes any three digits in an embedded IPv4 address.
  return isIPv6(address.replace(/(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/, '0.0.0.0'));
}
