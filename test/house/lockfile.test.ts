// The lockfile: no download addresses, and the optional packages of every platform, without which `npm ci` refuses it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = resolve(__dirname, '../..');
const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Entry>> };

test('no download address', () => {
  expect(text).not.toMatch(/"resolved": "http/);
});

test('every optional package is locked: run `node scripts/complete-lock.mjs` after npm install', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries(entry.optionalDependencies ?? {}).filter(
      ([name, version]) =>
        /^\d/.test(version) && !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('package.json and the lock agree on what is wanted', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(packages['']).toMatchObject({ dependencies, devDependencies });
});
