// Locations that name a host of their own, fetched by the real glance_store of three releases: what our list of stores says of them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCloud, verdictOf } from '../unit/checks/clouds';
import { bed, hasUserlands, userlands } from './userlands';

const script = readFileSync(join(__dirname, 'location-stores.py'), 'utf8');
const metadata = '%(internal)d/latest/meta-data';

/** `verdict`: ours, of a member who adds a location. */
const cases = [
  {
    name: 'swift of a single tenant asks the keystone of the location, and goes where that one says',
    driver: 'swift',
    options: {},
    location: 'swift+http://account:user:key@127.0.0.1:%(attacker)d/auth/container/object',
    hosts: ['attacker POST', 'internal GET'],
    verdict: 'open',
  },
  {
    name: 'swift of several tenants goes to the host of the location',
    driver: 'swift',
    options: { swift_store_multi_tenant: true },
    location: `swift+http://127.0.0.1:${metadata}`,
    hosts: ['internal GET'],
    verdict: 'open',
  },
  {
    name: 'swift with an endpoint of its own still asks that keystone',
    driver: 'swift',
    options: { swift_store_endpoint: 'http://127.0.0.1:%(configured)d/v1' },
    location: 'swift+http://account:user:key@127.0.0.1:%(attacker)d/auth/container/object',
    hosts: ['attacker POST', 'configured GET'],
    verdict: 'not-applicable',
  },
  {
    name: 's3 stays with the host of its options',
    driver: 's3',
    options: {
      s3_store_host: 'http://127.0.0.1:%(configured)d',
      s3_store_access_key: 'a',
      s3_store_secret_key: 's',
      s3_store_bucket: 'glance',
    },
    location: `s3+http://a:s@127.0.0.1:${metadata}`,
    hosts: ['configured HEAD', 'configured GET'],
    verdict: 'stopped',
  },
] as const;

if (hasUserlands)
  describe.each(userlands)('glance_store of %s', (suite) => {
    const root = `${bed}/${suite}`;
    test.each(cases)(
      '$name',
      ({ driver, options, location, hosts }) => {
        const question = JSON.stringify({ driver, options, location });
        const { stdout, stderr } = spawnSync('chroot', [root, 'python3', '-W', 'ignore', '-c', script, question], {
          encoding: 'utf8',
        });
        expect(stderr.includes('Traceback')).toBe(false);
        const { got, seen } = JSON.parse(stdout) as {
          readonly got: boolean | string;
          readonly seen: readonly string[][];
        };
        const calls = [...new Set(seen.map((call) => call.join(' ')))];
        expect({ got, calls }).toEqual({ got: true, calls: hosts });
      },
      60_000,
    );
  });

describe('what our list of stores says', () => {
  test.each(cases)('$name', ({ driver, options, verdict }) => {
    const lines = Object.entries(options).map(([name, value]) => `${name} = ${value}\n`);
    const files = {
      'glance/glance-api.conf': `[DEFAULT]\nshow_multiple_locations = true\n[glance_store]\nstores = file,${driver}\n${lines.join('')}[paste_deploy]\nflavor = keystone\n`,
      'glance/policy.yaml': '"add_image_location": "role:member"\n"set_image_location": "role:member"\n',
    };
    for (const id of ['ssrf-location-api', 'locations-patch'] as const) {
      expect(verdictOf(openCloud(files), id)).toBe(verdict);
    }
  });
});

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
