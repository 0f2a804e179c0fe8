// Keystone and Barbican for real: registered limits, the importer role and stored certificates, deployed as the README says.
import { X509Certificate } from 'node:crypto';
import { judge } from '../../src/checks/judge';
import { limitedResources } from '../../src/documents/registered-limits/types';
import { pemOf } from '../data/certificates';
import { platformOf } from './beds';
import { answerOnce, isFull } from './kept-answers';
import { type KnownPeople, versionsOfKeystone } from './keystone-bed';
import { certificateNames } from './keystone-certificates';
import { launchers, type ObservedKeystone, observeKeystone } from './keystone-observation';
import { countsToldSize, limits, type RegionWords, synthesizeRegion } from './keystone-region';
import { chosenSuites, versionsOf } from './suites';
import { openCloud } from './verdicts';

const registered = (total: number) => [
  total,
  limits.imageCountUploading,
  limits.imageSizeTotal,
  limits.imageStageTotal,
];

/** One suite where time counts: each takes minutes. */
const chosen = chosenSuites();
const suites = isFull ? chosen : chosen.includes('trixie') ? (['trixie'] as const) : chosen.slice(0, 1);
if (!isFull) process.stderr.write('proof: keystone: of one suite; npm run proof asks those of the others too\n');

/** Whom Keystone would know: the files are what they are, whatever the ids. */
const nobody: KnownPeople = {
  endpoints: { image: '0'.repeat(32), 'key-manager': '' },
  projects: {},
  users: { importer: '1' },
  tokens: {},
};

describe.each(suites)('%s', (suite) => {
  const versions = { ...versionsOf(suite), ...versionsOfKeystone(suite) };
  const platform = platformOf({ launcher: launchers[suite] }, versions['python3-glance'] ?? '');
  const render = (words: RegionWords) => synthesizeRegion(platform, nobody, words);
  const isNewest = countsToldSize(platform);
  let answer: Promise<ObservedKeystone> | undefined;
  // One run for all tests, whether it ends well or not.
  const seen = (): Promise<ObservedKeystone> => {
    const certificates = { root: { pem: pemOf('root'), id: '11111111-2222-4333-8444-555555555555' } };
    const rendered = [{}, { certificates, audience: 'importers', trusted: ['root'] } as const].map((words) => [
      ...render(words),
    ]);
    const ask = async () => observeKeystone(suite, versions);
    // Of Glacis only what it renders counts here.
    answer ??= answerOnce({ kind: 'keystone', name: suite, facts: [versions, rendered], stopsAt: /^src\//, ask });
    return answer;
  };

  test('the script of the README registers every limit, changes nothing when run again, and changes what the intent changes', async () => {
    const { registrations } = await seen();
    const [first = [], again, changed = []] = registrations;
    expect(first.map(({ name }) => name)).toEqual(limitedResources);
    expect(first.map(({ limit }) => limit)).toEqual(registered(limits.imageCountTotal));
    expect(new Set(first.map(({ region }) => region))).toEqual(new Set(['RegionOne']));
    expect(again).toEqual(first);
    expect(changed.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(changed.map(({ limit }) => limit)).toEqual(registered(limits.imageCountTotal + 1));
  });

  test('without registered limits a project gets nothing in', async () => {
    const { unregistered } = await seen();
    expect(unregistered).toEqual({ statuses: [413, 404, 404], over: ['image_count_total'], images: 0 });
  });

  test('each limit ends a project where docs/dos.md says', async () => {
    const { boundaries, countAfterChange, held } = await seen();
    const refusesThird = [201, 204, 201, 204, 201, 413];
    const refusesSecond = [201, 204, 201, 413, 201, 204];
    const created = Array.from({ length: limits.imageCountTotal }, () => 201);
    expect(boundaries).toEqual({
      count: { statuses: [...created, 413], over: ['image_count_total'], images: limits.imageCountTotal },
      // An upload that goes over the limit begins below it, or would be refused by the size that it tells.
      size: { statuses: isNewest ? refusesSecond : refusesThird, over: ['image_size_total'], images: 3 },
      ...(isNewest ? {} : { endless: { statuses: [201, 204], over: [], images: 1 } }),
      stage: { statuses: isNewest ? refusesSecond : refusesThird, over: ['image_stage_total'], images: 3 },
      uploading: { statuses: [201, 204, 201, 204, 201, 204, 201, 413], over: ['image_count_uploading'], images: 4 },
    });
    expect(countAfterChange).toEqual({
      statuses: [201, 413],
      over: ['image_count_total'],
      images: limits.imageCountTotal + 1,
    });
    expect(held).toEqual({ begun: ['saving', 'saving', 'saving', 'queued'], ended: [204, 204, 204, 413] });
  });

  test('attacks by amounts end as the judge says', async () => {
    const { floods } = await seen();
    const { attacks } = judge(openCloud(platform, render({})));
    const verdicts = new Map(attacks.map(({ attack, answer }) => [attack.id, answer]));
    const isOpen = (id: string) => verdicts.get(id)?.verdict === 'open';
    for (const [id, hasWorked] of Object.entries(floods)) expect([id, hasWorked]).toEqual([id, isOpen(id)]);
    expect(isOpen('dos-parallel-uploads')).toBe(false);
    expect(isOpen('dos-staging-fill')).toBe(false);
    const oversize = verdicts.get('dos-oversize-upload');
    expect(oversize?.verdict === 'stopped' && oversize.defences.map(({ layer }) => layer)).toEqual(['quota']);
  });

  test('only the importer role brings images in where the audience is importers', async () => {
    const { importer } = await seen();
    expect(importer).toEqual({ memberCreates: 403, memberImports: 403, memberUploads: 403, importerEnds: 'active' });
  });

  test('the script of the README stores certificates, which castellan finds for readers alone', async () => {
    const { certificates } = await seen();
    const { stored, storedAgain, refusedMember, refusedExpired, fetched } = certificates;
    expect(Object.keys(stored)).toEqual(certificateNames);
    expect(storedAgain).toEqual(stored);
    // Newer rules of Barbican let members in.
    expect(refusedMember.includes('Forbidden')).toBe(!isNewest);
    expect(refusedExpired).toBe('leaf-expired has expired');
    const digests = certificates.pems.map((pem) =>
      new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase(),
    );
    const none = digests.map(() => 'KeyManagerError');
    expect(fetched).toEqual({
      glance: { importer: digests, stranger: none },
      nova: { importer: digests, stranger: none },
    });
  });

  test('Glance takes what the signature fits, Nova what the trusted list leads to as well', async () => {
    const { signed, offList } = (await seen()).certificates;
    // Whoever may not read the certificate cannot even begin.
    const [unread, refused] = ['SignatureVerificationError', 'CertificateValidationFailed'];
    const { forged, ...stored } = signed;
    expect(forged?.upload).toBe(400);
    expect([forged?.reader, forged?.stranger]).not.toContain('boots');
    expect(stored).toEqual({
      trusted: { upload: 204, reader: 'boots', stranger: unread },
      untrusted: { upload: 204, reader: refused, stranger: unread },
      // Dates count where a list of trusted certificates is followed, and Glance follows none.
      expired: { upload: 204, reader: refused, stranger: unread },
    });
    expect(offList.trusted).toMatchObject({ upload: 204, reader: refused });
  });
});
