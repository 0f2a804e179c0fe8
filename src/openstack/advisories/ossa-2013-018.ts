// OSSA-2013-018: the image client did not verify TLS.
import type { Advisory } from './advisory';

/** The image client did not verify TLS (OSSA-2013-018, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-018',
  year: 2013,
  title: 'The image client did not verify TLS',
  layer: 'config',
  affected: [{ project: 'python-glanceclient', versions: 'every release of the time' }],
  fixedIn: ['0.10.0'],
  weakness: 'Nova and cinder talked to whoever answered in place of glance.',
  remains: 'insecure in nova and glance_api_insecure in cinder bring it back.',
  references: ['CVE-2013-4111'],
  answeredBy: { kind: 'none', because: 'fixed in glanceclient 0.10.0; the defaults of nova and cinder verify' },
};
