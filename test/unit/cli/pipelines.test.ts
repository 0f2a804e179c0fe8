// The Action and the pre-commit hooks, run as their runners would run them.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { glacis, root, runCli } from './run-cli';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-pipeline-'));
  const intent = (hosts: string): string =>
    `release: "2025.1"\npackages:\n  glance: "30.2.0"\nimageImport:\n  allowedHosts: [${hosts}]\n`;
  writeFileSync(join(work, 'strict.yaml'), intent('a.example'));
  writeFileSync(join(work, 'loose.yaml'), intent('a.example, b.example'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
}

interface ActionRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly output: string;
  readonly report: string;
}

/** `checkout` is where the Action itself lies. */
function runAction(inputs: Readonly<Record<string, string>>, checkout = root): ActionRun {
  const action = load(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
  const [step] = action.runs.steps;
  const env = Object.fromEntries(
    Object.entries(step?.env ?? {}).map(([name, expression]) => {
      const input = /inputs\.([\w-]+)/.exec(expression)?.[1];
      return [name, input === undefined ? checkout : (inputs[input] ?? action.inputs[input]?.default ?? '')];
    }),
  );
  const files = { RUNNER_TEMP: work, GITHUB_OUTPUT: join(work, 'output'), GITHUB_STEP_SUMMARY: join(work, 'summary') };
  const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'], {
    cwd: work,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...env, ...files },
  });
  const read = (name: string): string => (existsSync(join(work, name)) ? readFileSync(join(work, name), 'utf8') : '');
  return { code: run.status, stdout: run.stdout, output: read('output'), report: read('summary') };
}

test.each([
  ['strict.yaml', 'strict.yaml', 'looser', 0, 0],
  ['strict.yaml', 'loose.yaml', 'looser', 3, 3],
  ['strict.yaml', 'loose.yaml', 'never', 0, 3],
  ['loose.yaml', 'strict.yaml', 'looser', 0, 2],
  ['loose.yaml', 'strict.yaml', 'difference', 2, 2],
  ['strict.yaml', 'missing.yaml', 'never', 1, 1],
])('the Action: %s -> %s, failing on %s, ends with %i', (before, after, failOn, code, diffCode) => {
  const run = runAction({ before, after, 'fail-on': failOn });
  expect(run.code).toBe(code);
  expect(run.output).toContain(`code=${diffCode}\n`);
  if (diffCode !== 1) expect(run.report).toMatch(/^### Glacis: /);
});

test('an Action that was not built takes the package of the project, and asks no registry when there is none', () => {
  const inputs = { before: 'strict.yaml', after: 'loose.yaml' };
  const missing = runAction(inputs, work);
  expect([missing.code, missing.output]).toEqual([1, '']);
  expect(missing.stdout).toMatch(/^::error::no Glacis: build the checkout/);
  mkdirSync(join(work, 'node_modules/.bin'), { recursive: true });
  symlinkSync(glacis, join(work, 'node_modules/.bin/glacis'));
  expect(runAction(inputs, work)).toMatchObject({ code: 3, report: expect.stringMatching(/^### Glacis: /) });
});

test('the Action hands hostile names on as they are', () => {
  const run = runAction({ before: '$(touch pwned)', after: '; touch pwned' });
  expect(run.code).toBe(1);
  expect(() => readFileSync(join(work, 'pwned'))).toThrow();
});

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly language: string;
}

test('the hooks run in a project that has the package: looser is refused, tighter passes, stale output is refused', () => {
  const hooks = load(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[];
  expect(hooks.map(({ id, language }) => [id, language])).toEqual([
    ['glacis-diff', 'system'],
    ['glacis-synth-check', 'system'],
  ]);
  const run = (index: number) => {
    const { entry, args = [] } = hooks[index] as Hook;
    const [program = '', ...words] = entry.split(' ');
    return spawnSync(program, [...words, ...args], { cwd: work }).status;
  };
  expect(run(0)).toBe(null);
  mkdirSync(join(work, 'node_modules/.bin'), { recursive: true });
  symlinkSync(glacis, join(work, 'node_modules/.bin/glacis'));
  const git = (...words: string[]) => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
    expect(spawnSync('git', [...who, ...words], { cwd: work }).status).toBe(0);
  };
  git('init', '--quiet');
  for (const [committed, changed, code] of [
    ['strict.yaml', 'loose.yaml', 3],
    ['loose.yaml', 'strict.yaml', 0],
  ] as const) {
    copyFileSync(join(work, committed), join(work, 'glacis.yaml'));
    git('add', 'glacis.yaml');
    git('commit', '--quiet', '--message', committed);
    copyFileSync(join(work, changed), join(work, 'glacis.yaml'));
    expect(run(0)).toBe(code);
  }
  expect(run(1)).toBe(2);
  expect(runCli(['synth'], { cwd: work }).code).toBe(0);
  expect(run(1)).toBe(0);
});
