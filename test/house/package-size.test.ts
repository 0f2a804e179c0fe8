// What npm would publish stays small: the sizes, packed and unpacked, as npm itself reports them.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

test('the package is under 700 kB packed and 2 MB unpacked', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const text = execFileSync('npm', args, {
    cwd: resolve(__dirname, '../..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(text) as [Record<string, number>];
  expect(size).toBeLessThan(700_000);
  expect(unpackedSize).toBeLessThan(2_000_000);
  expect(entryCount).toBeGreaterThan(50);
}, 120_000);
