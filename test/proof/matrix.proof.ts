// Every attack of the catalogue that a bed can run, against real Glance, held against the judge: both directions count.
import { attackIds } from '../../src/checks';
import { surveyGround } from '../../src/checks/mechanisms/url-attack';
import { buildSuite, makeCertificate, startGlance, stopGlance } from './bed';
import { configurations } from './configurations';
import { chosenBeds, keepResult, nameOfBed, platformOf } from './results';
import { agrees, importOrdinaryImage, liveAttacks, openCloud, proveTree } from './run-attacks';

const only = process.env.GLACIS_PROOF_TREES?.split(',');
const chosen = configurations.filter(({ name }) => only === undefined || only.includes(name));

test('every ssrf attack of the catalogue is run, and none that it lacks', () => {
  const ids = attackIds.filter((id) => id.startsWith('ssrf-'));
  expect(liveAttacks.map(({ id }) => id).sort()).toEqual(ids);
});

describe.each(chosenBeds().map((bed) => [nameOfBed(bed), bed] as const))('%s', (bedName, bed) => {
  const versions = buildSuite(bed.suite);
  const platform = platformOf(bed, versions);

  test.each(chosen.map((configuration) => [configuration.name, configuration] as const))(
    '%s',
    (name, { read, concerns }) => {
      const files = read(platform);
      const cloud = openCloud(platform, files);
      const run = `${bedName.replace('/', '-')}-${name}`;
      makeCertificate(run, listHosts(surveyGround(cloud)));
      const glance = startGlance(run, bed.suite, bed.launcher, files);
      try {
        const attacks = liveAttacks.filter(({ id }) => concerns?.test(id) ?? true);
        const ordinaryImport = importOrdinaryImage(glance, cloud);
        const cells = proveTree(glance, cloud, attacks);
        keepResult('tree', run, { bed, versions, configuration: name, ordinaryImport, cells });
        const mismatches = cells.filter((cell) => !agrees(cell));
        expect(ordinaryImport).toBe('active');
        expect(mismatches).toEqual([]);
      } finally {
        stopGlance(glance);
      }
    },
  );
});

/** Every host that a certificate can name, of all attacks in this ground. */
function listHosts(ground: ReturnType<typeof surveyGround>): string[] {
  const urls = liveAttacks.flatMap(({ urls: list }) => list(ground, ''));
  const hosts = urls.map((url) => /^https?:\/\/(?:[^/]*@)?(\[[^\]%]*\]|[A-Za-z0-9.-]+)(?=[/:?])/.exec(url)?.[1] ?? '');
  return [...hosts.filter((host) => host !== ''), 'attacker.test', '169.254.169.254'];
}
