// An allowlisted name whose DNS answer leads inside.
import { isIPv4 } from '../../openstack/ip-text';
import { createUrlAttack, type Ground } from '../mechanisms/url-attack';

/** A host that the allowlist admits and DNS is asked about. */
function findName({ filter, allowedHost }: Ground): string | undefined {
  const isName = (host: string): boolean => !isIPv4(host) && !host.includes(':');
  return filter.allowedHosts.length === 0 ? allowedHost : filter.allowedHosts.find(isName);
}

export const attack = createUrlAttack({
  id: 'ssrf-allowlisted-name-inside',
  title: 'Allowlisted name that resolves to the metadata service',
  severity: 'medium',
  words:
    'Whoever controls the DNS of an allowlisted name, or poisons the resolver, chooses where Glance connects: names are compared, addresses are not, and the fix of 2026 exempts allowlisted hosts from its address check.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: (ground) => [`${ground.scheme}://${findName(ground) ?? ground.allowedHost}/image.qcow2`],
  resolves: (ground) => ({ [findName(ground) ?? ground.allowedHost]: ['169.254.169.254'] }),
  needsGuard: true,
  appliesTo: (ground) =>
    findName(ground) === undefined ? 'allowed_hosts holds addresses alone, and no DNS answer changes those' : null,
});
