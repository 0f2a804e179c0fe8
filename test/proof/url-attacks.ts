// The import attacks of the catalogue as a member runs them: URL, names, and the socket that proves success.
import type { Ground } from '../../src/checks/mechanisms/url-attack';
import { reaches, redirectVia, type UrlAttack } from './attack-step';

const metadata = ['169.254.169.254:80', '169.254.169.254:443'];

/** Web-download of fixed URLs that must not reach the sockets. */
function download(id: string, sockets: readonly string[], ...urls: readonly string[]): UrlAttack {
  const marked = (mark: string) => urls.map((url) => `${url}${url.includes('?') ? '&' : '?'}${mark}`);
  return { id, kind: 'web-download', urls: (_, mark) => marked(mark), hasWorked: reaches(...sockets) };
}

/** The same by a name that leads somewhere inside. */
function byName(
  id: string,
  names: Readonly<Record<string, readonly string[]>>,
  sockets: string[],
  url: string,
): UrlAttack {
  return { ...download(id, sockets, url), names: () => names };
}

function both(address: string): string[] {
  return [`${address}:80`, `${address}:443`];
}

function denyEntriesWithCapitals({ filter }: Ground): string[] {
  return filter.disallowedHosts.filter((host) => host !== host.toLowerCase()).map((host) => host.toLowerCase());
}

/** Sorted as the catalogue is. */
export const urlAttacks: readonly UrlAttack[] = [
  download('ssrf-alibaba-metadata', both('100.100.100.200'), 'http://100.100.100.200/latest/meta-data/'),
  {
    id: 'ssrf-allowlisted-name-inside',
    kind: 'web-download',
    urls: ({ scheme, allowedHost }, mark) => [`${scheme}://${allowedHost}/image.qcow2?${mark}`],
    names: ({ allowedHost }) => ({ [allowedHost]: ['169.254.169.254'] }),
    hasWorked: reaches(...metadata),
    isAlone: true,
  },
  download('ssrf-azure-wire-server', both('168.63.129.16'), 'http://168.63.129.16/machine?comp=goalstate'),
  {
    id: 'ssrf-backslash',
    kind: 'web-download',
    urls: ({ allowedHost }, mark) => [`https://169.254.169.254\\@${allowedHost}/x?${mark}`],
    hasWorked: reaches(...metadata),
  },
  download('ssrf-container-credentials', both('169.254.170.2'), 'http://169.254.170.2/v2/credentials/'),
  download('ssrf-decimal-address', metadata, 'http://2852039166/latest/meta-data/'),
  {
    id: 'ssrf-dns-rebinding',
    kind: 'web-download',
    // Where nothing looks before it connects, a plain record does; where the check looks first, the answer changes after it.
    urls: (_, mark) => [`http://plain.attacker.test/?${mark}`, `http://rebind.attacker.test/?${mark}`],
    names: () => ({
      'plain.attacker.test': ['169.254.169.254'],
      'rebind.attacker.test': { first: ['203.0.113.66'], later: ['169.254.169.254'] },
    }),
    hasWorked: reaches(...metadata),
    isAlone: true,
  },
  download(
    'ssrf-encoded-port',
    ['127.0.0.1:22', ...metadata],
    'http://127.0.0.1%3a22/',
    'http://169.254.169.254%3a80/m',
  ),
  download('ssrf-fullwidth-digits', both('127.0.0.1'), 'http://１２７.０.０.１/'),
  byName(
    'ssrf-gcp-metadata-name',
    { 'metadata.google.internal': ['169.254.169.254'] },
    metadata,
    'http://metadata.google.internal/computeMetadata/v1/',
  ),
  download('ssrf-hex-address', metadata, 'http://0xa9fea9fe/', 'http://0xa9.0xfe.0xa9.0xfe/latest/meta-data/'),
  download('ssrf-implicit-port', both('10.0.0.5'), 'http://10.0.0.5/'),
  byName(
    'ssrf-internal-identity',
    { 'keystone-internal': ['10.0.0.5'] },
    ['10.0.0.5:5000'],
    'http://keystone-internal:5000/v3',
  ),
  download(
    'ssrf-ipv4-mapped-metadata',
    metadata,
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/latest/meta-data/',
  ),
  download('ssrf-ipv6-loopback-long-form', both('::1'), 'http://[0:0:0:0:0:0:0:1]/'),
  download(
    'ssrf-ipv6-metadata',
    both('fd00:ec2::254'),
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://[fd00:0ec2:0:0:0:0:0:0254]/latest/meta-data/',
  ),
  {
    ...download('ssrf-ipv6-zone-metadata', both('fe80::a9fe:a9fe'), 'http://[fe80::a9fe:a9fe%25eth0]/'),
    // A guard refuses, and on a link the answer does not come back: Glance waits until the kernel gives up.
    step: { holdSeconds: 12 },
  },
  byName(
    'ssrf-kubernetes-api-name',
    { 'kubernetes.default.svc.cluster.local': ['10.96.0.1'] },
    both('10.96.0.1'),
    'https://kubernetes.default.svc.cluster.local/api/v1/secrets',
  ),
  download(
    'ssrf-loopback-alias',
    [...both('127.0.0.2'), ...both('127.255.255.254')],
    'http://127.0.0.2/',
    'http://127.255.255.254/',
  ),
  download(
    'ssrf-metadata-address',
    metadata,
    'http://169.254.169.254/openstack/latest/meta_data.json',
    'https://169.254.169.254/latest/meta-data/',
  ),
  download('ssrf-nat64-metadata', both('64:ff9b::a9fe:a9fe'), 'http://[64:ff9b::a9fe:a9fe]/'),
  download('ssrf-octal-address', metadata, 'http://0251.0376.0251.0376/', 'http://169.254.0251.0376/'),
  download('ssrf-oracle-metadata', both('192.0.0.192'), 'http://192.0.0.192/latest/'),
  download(
    'ssrf-percent-encoded-address',
    metadata,
    'http://%31%36%39.254.169.254/',
    'http://169.254.169%2e254/latest/meta-data/',
  ),
  {
    id: 'ssrf-port-out-of-range',
    kind: 'web-download',
    urls: ({ scheme, allowedHost }, mark) => [`${scheme}://${allowedHost}:99999/?${mark}`],
    step: { mayRaise: true },
    hasWorked: ({ status }) => status === 500,
  },
  {
    id: 'ssrf-port-zero',
    kind: 'web-download',
    urls: ({ scheme, allowedHost }, mark) => [`${scheme}://${allowedHost}:0/?${mark}`],
    hasWorked: (_, seen) => seen.length > 0,
  },
  {
    id: 'ssrf-redirect-to-metadata',
    kind: 'web-download',
    urls: (ground, mark) => [redirectVia(ground, `http://169.254.169.254/latest/meta-data/?${mark}`)],
    hasWorked: reaches(...metadata),
  },
  {
    id: 'ssrf-redirect-to-other-port',
    kind: 'web-download',
    urls: (ground, mark) => [redirectVia(ground, `${ground.scheme}://${ground.allowedHost}:8443/?${mark}`)],
    hasWorked: (_, seen) => seen.some(({ port }) => port === 8443),
  },
  {
    ...download('ssrf-scheme-data', [], 'data:application/octet-stream;base64,AAAA'),
    urls: () => ['data:application/octet-stream;base64,AAAA'],
    hasWorked: ({ image }) => image === 'active',
  },
  {
    id: 'ssrf-scheme-file',
    kind: 'web-download',
    urls: ({ allowedHost }) => [
      'file:///etc/glance/glance-api.conf',
      `file://${allowedHost}/file:///etc/glance/glance-api.conf`,
    ],
    hasWorked: ({ image }) => image === 'active',
  },
  { ...download('ssrf-scheme-ftp', ['10.0.0.5:21']), urls: () => ['ftp://10.0.0.5/'] },
  { ...download('ssrf-scheme-gopher', ['127.0.0.1:6379']), urls: () => ['gopher://127.0.0.1:6379/_INFO'] },
  byName('ssrf-short-internal-name', { mirror: ['10.0.0.5'] }, both('10.0.0.5'), 'https://mirror/img.qcow2'),
  download('ssrf-short-loopback', both('127.0.0.1'), 'http://127.1/', 'http://0x7f.1/'),
  byName(
    'ssrf-trailing-dot',
    { 'metadata.google.internal': ['169.254.169.254'] },
    metadata,
    'http://metadata.google.internal./',
  ),
  {
    id: 'ssrf-upper-case-deny-entry',
    kind: 'web-download',
    urls: (ground, mark) => denyEntriesWithCapitals(ground).map((host) => `http://${host}/?${mark}`),
    names: (ground) => Object.fromEntries(denyEntriesWithCapitals(ground).map((host) => [host, ['192.168.77.7']])),
    hasWorked: reaches('192.168.77.7:80', '192.168.77.7:443'),
    isAlone: true,
  },
  {
    id: 'ssrf-userinfo',
    kind: 'web-download',
    // No authority signs a certificate for a host with an @ in it, so over https the connection ends in the TLS handshake.
    urls: ({ allowedHost }, mark) => [
      `https://${allowedHost}@attacker.test/x?${mark}`,
      `http://${allowedHost}@attacker.test/x?${mark}`,
    ],
    names: () => ({ 'attacker.test': ['203.0.113.66'] }),
    hasWorked: reaches('203.0.113.66:443', '203.0.113.66:80'),
  },
  byName(
    'ssrf-wildcard-dns',
    { '169.254.169.254.nip.io': ['169.254.169.254'] },
    metadata,
    'http://169.254.169.254.nip.io/',
  ),
  download('ssrf-zero-address', [...both('127.0.0.1'), ...both('::1')], 'http://0.0.0.0/', 'http://[::]/'),
];
