// What npm would publish stays small: the packed size, as npm itself reports it.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

test('the package is under 2 MB packed', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const text = execFileSync('npm', args, {
    cwd: resolve(__dirname, '../..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ size, entryCount }] = JSON.parse(text) as [{ size: number; entryCount: number }];
  expect(size).toBeLessThan(2_000_000);
  expect(entryCount).toBeGreaterThan(100);
}, 120_000);
