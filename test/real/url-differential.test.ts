// Asks the real urllib, libc and Glance of this machine the same questions as our emulators, and accepts no difference.

import { compare } from '../differential/comparison';
import { compareImports, compareVerdicts } from '../differential/import-filter-comparisons';
import { expectNone } from '../differential/run-comparisons';
import { compareHostNames, compareRedirects, compareUrls } from '../differential/url-comparisons';
import { openWitness } from '../differential/witness';
import { meet, skip } from './url-witness';

const script = 'real/url-witness.py';
const systemPython = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const urlCount = Number(process.env.GLACIS_URLS ?? 20_000);
const seed = Number(process.env.GLACIS_SEED ?? 20260426);

const interpreters = [...new Set([systemPython, 'python3'])].map((command) => meet(command));

describe.each(interpreters.map((found, i) => [i === 0 ? 'system' : 'PATH', found] as const))(
  '%s Python',
  (origin, found) => {
    if (typeof found === 'string') {
      // Any Python may come first on PATH; only the system's must be one we know.
      test('is there', () => skip('Python', found, origin === 'PATH'));
      return;
    }
    const { command, python } = found;

    test('urlsplit, urllib, redirects and host names agree', async () => {
      const witness = openWitness(command, script);
      await witness.hello();
      const urls = await compare(compareUrls(python), witness, urlCount, seed);
      const redirects = await compare(compareRedirects(python), witness, urlCount / 4, seed + 1);
      const hosts = await compare(compareHostNames(python), witness, urlCount / 4, seed + 2);
      await witness.close();
      expectNone([urls, redirects, hosts]);
      expect(urls.known['url-other-protocol']).toBeLessThan(urlCount / 10);
    }, 300_000);
  },
);

describe('the installed Glance', () => {
  const found = meet(systemPython, '--glance');
  if (typeof found === 'string') {
    test('is there', () => skip('python3-glance', found));
    return;
  }
  const { command, python, level } = found;

  test('gives the same verdicts and follows the same redirects', async () => {
    if (level === null) throw new Error('the witness has no Glance');
    const witness = openWitness(command, script, '--glance');
    await witness.hello();
    const verdicts = await compare(compareVerdicts(python, level), witness, urlCount, seed + 3);
    const imports = await compare(compareImports(python, level), witness, urlCount / 4, seed + 4);
    await witness.close();
    expectNone([verdicts, imports]);
  }, 300_000);
});
