// What of other packages is part of a chunk keeps the notice that came with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const bundled = [...read('scripts/chunks.mjs').matchAll(/await bundlePackage\('([^']+)'/g)].map(
  ([, name]) => name ?? '',
);

test('a package that is bundled is named in NOTICE with its own notice, under the license of Glacis', () => {
  expect(bundled).toEqual(['constructs']);
  for (const name of bundled) {
    expect(JSON.parse(read(`node_modules/${name}/package.json`)).license).toBe('Apache-2.0');
    expect(read('NOTICE')).toContain(`contains ${name}, under the license in LICENSE:\n`);
    expect(read('NOTICE')).toContain(read(`node_modules/${name}/NOTICE`).trim());
  }
});

test('NOTICE is packed', () => {
  expect(JSON.parse(read('package.json')).files).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE']));
});
