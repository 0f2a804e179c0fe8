// Redirect to another port of the same host.
import { createUrlAttack, type Ground } from '../mechanisms/url-attack';

/** A port that the list keeps out: one that it admits needs no redirect. */
function findOtherPort({ filter }: Ground): number {
  return [8443, 9443, 8080, 6443].find((port) => !filter.allowedPorts.includes(port)) ?? 22;
}

export const attack = createUrlAttack({
  id: 'ssrf-redirect-to-other-port',
  title: 'Redirect to another port of the same host',
  severity: 'medium',
  words: 'A redirect to port 8443 of the allowlisted host reaches a service that allowed_ports was meant to keep out.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138675'],
  urls: ({ scheme, allowedHost }) => [`${scheme}://${allowedHost}/redirect`],
  redirectsTo: (ground) => `${ground.scheme}://${ground.allowedHost}:${findOtherPort(ground)}/`,
});
