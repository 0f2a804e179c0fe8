// References as links: advisories and CVEs have a page of their own.

/** The page of the first advisory or CVE that the reference names; null when it names none. Nothing is fetched. */
export function linkReference(reference: string): string | null {
  const ossa = /OSSA-\d{4}-\d{3}/.exec(reference)?.[0];
  if (ossa) return `https://security.openstack.org/ossa/${ossa}.html`;
  const ossn = /OSSN-\d{4}/.exec(reference)?.[0];
  if (ossn) return `https://wiki.openstack.org/wiki/OSSN/${ossn}`;
  const cve = /CVE-\d{4}-\d{4,7}/.exec(reference)?.[0];
  return cve ? `https://www.cve.org/CVERecord?id=${cve}` : null;
}
