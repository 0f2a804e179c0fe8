// Upper-case deny entry: it is kept as written, URLs are lower-cased, so it never matches.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-upper-case-deny-entry',
  title: 'Name behind an upper-case deny entry',
  severity: 'high',
  words:
    'Glance lower-cases the host of a URL and compares it with the deny list as written: an entry with a capital letter blocks nothing.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: ({ filter }) => filter.disallowedHosts.filter(hasUpperCase).map((host) => `http://${host.toLowerCase()}/`),
  resolves: ({ filter }) =>
    Object.fromEntries(
      filter.disallowedHosts.filter(hasUpperCase).map((host) => [host.toLowerCase(), ['192.168.77.7']]),
    ),
  appliesTo: ({ filter }) =>
    filter.disallowedHosts.some(hasUpperCase) ? null : 'no deny entry has a capital letter, so none can fail this way',
  lacks: 'promise',
});

function hasUpperCase(host: string): boolean {
  return host !== host.toLowerCase();
}
