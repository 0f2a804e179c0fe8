// Judges the hosts of allowed_hosts. Glance compares them letter by letter, and stops at start over most of what is not a name.
import { domainToASCII } from 'node:url';
import type { ProblemCode } from '../problems';
import { findSpecial, parseAddress, parseRange } from './addresses';
import { hostPattern } from './schema-words';

/** What is wrong with a host. The words fit `problem()`. */
export interface HostFault {
  readonly code: ProblemCode;
  readonly wanted: string;
  readonly why: string;
  readonly fix: string;
}

const validHost = new RegExp(hostPattern);
const wantedHost = 'an exact lower-case DNS name such as images.example.org';
const stops = 'glance-api does not start with it';

/** Null when the host may stand in `allowed_hosts`, else the first thing wrong with it and the spelling that would do. */
export function checkHost(host: string): HostFault | null {
  const found = findFault(host);
  if (found === null) return null;
  const [code, why, advice] = found;
  const better = code === 'contradiction' ? null : suggestHost(host);
  return { code, wanted: wantedHost, why, fix: better === null ? advice : `${advice}: ${better}` };
}

type Fault = readonly [code: ProblemCode, why: string, advice: string];

function findFault(host: string): Fault | null {
  if (host === '') return ['bad-host', 'an empty name matches nothing', 'write the name of the host'];
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(host)) {
    return [
      'unsafe-text',
      'a line break would start a line of its own in glance.conf.d',
      'remove the control characters',
    ];
  }
  const address = parseAddress(host);
  if (address !== null) return findAddressFault(host, address.canonical);
  return findSpellingFault(host) ?? findNameFault(host);
}

function findSpellingFault(host: string): Fault | null {
  if (/["'`]/.test(host))
    return ['bad-host', `oslo.config keeps quotes inside a list of hosts: ${stops}`, 'drop the quotes'];
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(host)) {
    return ['bad-host', `allowed_hosts takes names, not URLs: ${stops}`, 'drop the scheme (allowedSchemes says it)'];
  }
  if (parseRange(host) !== null) {
    return [
      'bad-host',
      `Glance knows no address ranges here: ${stops}`,
      'name each host; networks belong to importEgress',
    ];
  }
  if (host.includes('/')) return ['bad-host', `a path is no part of a host: ${stops}`, 'drop the path'];
  if (host.includes('@'))
    return ['bad-host', `user names are no part of a host: ${stops}`, 'drop what stands before @'];
  if (host.includes('*') || host.startsWith('.')) {
    return ['bad-host', `Glance compares whole names, without wildcards: ${stops}`, 'name each host'];
  }
  if (/[[\]]/.test(host))
    return ['bad-host', `brackets would end the list they are written in: ${stops}`, 'drop the brackets'];
  if (/:[0-9]*$/.test(host)) {
    return ['bad-host', `a port is no part of a host: ${stops}`, 'drop the port (allowedPorts says it)'];
  }
  if (/[\s,;]/.test(host)) return ['bad-host', 'each host is an item of its own', 'write one host per item'];
  return null;
}

function findNameFault(host: string): Fault | null {
  if (/[^\u0000-\u007f]/.test(host)) {
    return ['bad-host', `Glance takes ASCII only: ${stops}`, 'write the punycode form of the name'];
  }
  if (/[A-Z]/.test(host)) {
    return [
      'bad-host',
      'the host of a URL is lower-cased before it is compared: this entry never matches',
      'write it in lower case',
    ];
  }
  if (host.endsWith('.')) {
    return ['bad-host', 'the root dot is stripped here but not from the URL', 'drop the dot at the end'];
  }
  if (host.includes('_'))
    return ['bad-host', `no host name has an underscore: ${stops}`, 'use the real DNS name of the host'];
  if (/(^|\.)(0x[0-9a-f]*|[0-9]+)$/.test(host)) {
    return ['bad-host', 'the C library reads it as an IPv4 address in disguise (CVE-2026-34881)', 'write the DNS name'];
  }
  if (host.length > 253) return ['bad-host', 'a DNS name has at most 253 characters', 'write the real name'];
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return ['contradiction', 'an import from the Glance host itself is what the filter is there to stop', 'remove it'];
  }
  if (!validHost.test(host) || host.includes(':')) {
    return ['bad-host', `labels are 1 to 63 letters, digits and inner hyphens: ${stops}`, 'write the real DNS name'];
  }
  return null;
}

function findAddressFault(host: string, canonical: string): Fault | null {
  const address = parseAddress(host);
  const special = address === null ? undefined : findSpecial(address, ['metadata', 'local', 'inside']);
  if (special !== undefined) {
    return [
      'contradiction',
      `${host} is not public (${special.name}): imports could reach what the filter is there to protect`,
      'remove it, or name an internal mirror by its DNS name and guard it with importEgress',
    ];
  }
  if (host !== canonical) return ['bad-host', 'addresses are compared as text', 'write the address in its short form'];
  return null;
}

/** The host that was probably meant, when taking away what does not belong there leaves a good one. */
export function suggestHost(text: string): string | null {
  // Nobody can say which single host a wildcard, a range or a broken line stands for.
  if (text.length > 400 || /[*\u0000-\u001f]|\S\s+\S/.test(text) || (parseRange(text) !== null && text.includes('/')))
    return null;
  const bare = text
    .trim()
    .replace(/["'`]/g, '')
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/[/?#].*$/, '');
  const host = /^\[([^\]]*)\]/.exec(bare)?.[1] ?? (parseAddress(bare) ? bare : bare.replace(/:[0-9]*$/, ''));
  const plain = host.replace(/[[\]]/g, '').replace(/\.$/, '');
  const name = parseAddress(plain)?.canonical ?? spellName(plain);
  return name !== text && findFault(name) === null ? name : null;
}

/** ASCII names only change case: domainToASCII would read `1.2.3` as the address 1.2.0.3. */
function spellName(name: string): string {
  return /[^\u0000-\u007f]/.test(name) ? domainToASCII(name) : name.toLowerCase();
}
