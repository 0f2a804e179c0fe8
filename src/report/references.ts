// References as links: advisories, bugs and weaknesses have a page of their own, options one in the service's manual.

const pages: readonly (readonly [pattern: RegExp, link: (found: RegExpExecArray) => string])[] = [
  [/^https:\/\/\S+$/, ([url]) => url],
  [/OSSA-\d{4}-\d{3}/, ([id]) => `https://security.openstack.org/ossa/${id}.html`],
  [/OSSN-\d{4}/, ([id]) => `https://wiki.openstack.org/wiki/OSSN/${id}`],
  [/CVE-\d{4}-\d{4,7}/, ([id]) => `https://www.cve.org/CVERecord?id=${id}`],
  [/LP#(\d+)/, ([, bug]) => `https://bugs.launchpad.net/bugs/${bug}`],
  [/CWE-(\d+)/, ([, number]) => `https://cwe.mitre.org/data/definitions/${number}.html`],
  [/Check-Image/, () => 'https://docs.openstack.org/security-guide/image-storage/checklist.html'],
  [/Check-Compute/, () => 'https://docs.openstack.org/security-guide/compute/checklist.html'],
  [/Check-Block/, () => 'https://docs.openstack.org/security-guide/block-storage/checklist.html'],
  [/^(oslo\.(?:config|policy|limit))\b/, ([, library]) => `https://docs.openstack.org/${library}/latest/`],
  // One lower-case word behind the service: an option of its manual.
  [
    /^(glance|nova|cinder) [a-z][a-z0-9_]*$/,
    ([, service]) => {
      const page = { glance: 'configuration/index.html', nova: 'configuration/config.html' }[service ?? ''];
      return `https://docs.openstack.org/${service}/latest/${page ?? 'configuration/block-storage/samples/cinder.conf.html'}`;
    },
  ],
];

/** The page of what the reference names first in this order; null when it names nothing that has one. Nothing is fetched. */
export function linkReference(reference: string): string | null {
  for (const [pattern, link] of pages) {
    const found = pattern.exec(reference);
    if (found !== null) return link(found);
  }
  return null;
}

/** `text (link)`, or the text alone where it is the link or has none. */
export function describeReference(reference: string): string {
  const link = linkReference(reference);
  return link === null || link === reference ? reference : `${reference} (${link})`;
}
