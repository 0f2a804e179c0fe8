// `glacis probe` against the measured corpus: three configurations, code before and after the fix, through the real command.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runCli } from './run-cli';

/** One measured URL: what each level of code answered, and where urllib went. */
interface Measured {
  readonly url: string;
  readonly unfixed: Readonly<Record<string, string>>;
  readonly normalizing: Readonly<Record<string, string>>;
  readonly urllib: string | null;
}

const corpus = readFileSync(join(root, 'test/data/urls/measured.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Measured);

const filters = {
  allowlist:
    'allowed_schemes = [https]\nallowed_hosts = [cloud-images.ubuntu.com,cloud.debian.org,images.example.org]\nallowed_ports = [443]\n',
  denylist:
    'allowed_schemes = [http,https]\nallowed_ports = [80,443]\ndisallowed_hosts = [169.254.169.254,127.0.0.1,localhost,::1,metadata.google.internal,10.0.0.5]\n',
  defaults: '',
};
const levels = {
  unfixed: ['--release', '2024.1'],
  normalizing: ['--release', '2026.1', '--package', 'glance=32.0.0'],
} as const;

/** `host:port` of a measured text; null where urllib raised or another handler took the URL. */
function targetOf(urllib: string | null): string | null {
  return urllib === null || urllib.startsWith('error') || urllib === 'not-http'
    ? null
    : (urllib.split(' (')[0] as string);
}

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-probe-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const cases = Object.keys(filters).flatMap((filter) => Object.keys(levels).map((level) => ({ filter, level })));

test.each(cases)('$filter on $level code: every URL as measured', ({ filter, level }) => {
  const etc = join(work, filter);
  mkdirSync(join(etc, 'glance'), { recursive: true });
  writeFileSync(
    join(etc, 'glance/glance-api.conf'),
    `[import_filtering_opts]\n${filters[filter as keyof typeof filters]}`,
  );
  const input = corpus.map(({ url }) => JSON.stringify({ url })).join('\n');
  const args = [
    'probe',
    '--config',
    etc,
    ...levels[level as keyof typeof levels],
    '--input',
    'jsonl',
    '--format',
    'jsonl',
  ];
  const answers = runCli(args, { input })
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { url: string; verdict: string; connectsTo: string | null });
  const expected = corpus.map((measured) => {
    const answer = measured[level as keyof typeof levels][filter] as string;
    const verdict = answer.startsWith('raises') ? 'error' : answer;
    return { url: measured.url, verdict, connectsTo: targetOf(measured.urllib) };
  });
  expect(answers.map(({ url, verdict, connectsTo }) => ({ url, verdict, connectsTo }))).toEqual(expected);
});

test('the corpus is all there', () => {
  expect(corpus.length).toBe(497);
});
