// The tables of docs/signing.md are those of the emulators, and every attack and key that the page names exists.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewSigningTables } from '../../scripts/docs/signing-tables';
import { attackIds, lintIds } from '../../src/checks';
import { makeVolume } from '../../src/emulators/signatures/cinder-volume';
import { storeImage } from '../../src/emulators/signatures/glance-store';
import { bootImage, type NovaSignatureFacts } from '../../src/emulators/signatures/nova-boot';
import { intentSchema } from '../../src/intent/schema';
import { signedImages, stateOf, type TrustedList } from '../differential/signature-cases';

const text = readFileSync(join(__dirname, '../../docs/signing.md'), 'utf8');

test('the tables are up to date (npx tsx scripts/docs/signing-tables.ts)', () => {
  expect(renewSigningTables(text)).toBe(text);
});

test('a page without a place for a table is refused', () => {
  expect(() => renewSigningTables(text.replace('<!-- table: ways -->', ''))).toThrow('no place');
});

test('every check that is named exists', () => {
  const known = new Set<string>([...attackIds, ...lintIds]);
  const named = [...text.matchAll(/`((?:sig|signature)-[a-z-]+)`/g)].map(([, id = '']) => id);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test('every key of the intent that is named exists', () => {
  const definitions = intentSchema.definitions as Record<string, { properties?: Record<string, unknown> }>;
  const keys = [...text.matchAll(/`((?:\w*[sS]ign\w*|image[A-Z]\w+)(?:\.\w+)?)`/g)].map(([, key = '']) => key);
  const wrong = keys.filter((key) => {
    const [section = '', name] = key.split('.');
    if (section.includes('_')) return false;
    const found = definitions[section]?.properties;
    return found === undefined || (name !== undefined && !(name in found));
  });
  expect(keys.length).toBeGreaterThan(12);
  expect(wrong).toEqual([]);
});

/** Signers of the cases that real Glance, Cinder and Nova of three releases were asked about, and the row that tells of each. */
const dates = {
  leaf: ['a valid certificate', 'chain'],
  'leaf-expired': ['an expired certificate', 'chain'],
  'leaf-future': ['a certificate that is not valid yet', 'chain'],
  'leaf-of-expired': ['a valid one below an expired authority', 'expired intermediate'],
} as const;

test.each(Object.entries(dates))(
  'what is said of dates is what was asked of the real code: %s',
  (signer, [row, list]) => {
    const image = { signer, spoiled: 'good' };
    expect(signedImages).toContainEqual(image);
    const release = '2025.1';
    const facts = { release, verifies: true, validates: false, hasTrustedList: false } as const;
    const boot = (nova: NovaSignatureFacts, trusted: TrustedList | null): string => {
      const { ends, isVerified } = bootImage(nova, 'download', stateOf(image, trusted), false);
      return ends !== 'boots' ? 'ERROR' : isVerified ? 'verified' : 'unverified';
    };
    const state = stateOf(image, null);
    const stored = (['upload', 'import'] as const).map((way) => storeImage(way, state));
    const volume = makeVolume({ release, verifies: true }, 'download', state);
    const cells = [
      stored.every(({ isVerified }) => isVerified) ? 'verified' : 'unverified',
      volume.isVerified ? 'verified' : 'unverified',
      boot(facts, null),
      boot({ ...facts, validates: true, hasTrustedList: true }, list),
    ];
    expect(text).toContain(`\n| ${[row, ...cells].join(' | ')} |\n`);
  },
);
