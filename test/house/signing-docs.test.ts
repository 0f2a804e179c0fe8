// The tables of docs/signing.md are those of the emulators, and every attack and key that the page names exists.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewSigningTables } from '../../scripts/docs/signing-tables';
import { attackIds, lintIds } from '../../src/checks';
import { intentSchema } from '../../src/intent/schema';

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
