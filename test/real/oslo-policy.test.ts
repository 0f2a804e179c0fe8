// Differential test: the emulator and Debian's oslo.policy answer the same generated checks, files and requests.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parsePolicyFile } from '../../src/documents/policy/parse-policy';
import { formatCheck } from '../../src/emulators/oslo-policy/check-tree';
import { createEnforcer } from '../../src/emulators/oslo-policy/enforcer';
import { parseCheck } from '../../src/emulators/oslo-policy/parse-check';
import { readLeftSide } from '../../src/emulators/oslo-policy/python-literal';
import { Dice, makeCheck, makeRequestsCase, type RequestsCase } from './oslo-policy-cases';
import { makeLeftSide, makePolicyText } from './oslo-policy-texts';

const python = '/usr/bin/python3';
const witness = join(__dirname, 'oslo-policy-witness.py');
const seed = Number(process.env.GLACIS_SEED ?? '20260421');
const hasLibrary = spawnSync(python, ['-c', 'import oslo_policy, oslo_config, yaml']).status === 0;
const mustRun = process.env.GLACIS_REQUIRE_REAL === '1';

if (!hasLibrary && !mustRun) {
  process.stderr.write(
    'SKIPPED: oslo.policy is not installed (python3-oslo.policy); the emulator was not compared with it\n',
  );
}

function askWitness<Answer>(cases: readonly unknown[]): Answer[] {
  const input = `${cases.map((one) => JSON.stringify(one)).join('\n')}\n`;
  const run = spawnSync(python, [witness], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  if (run.status !== 0) throw new Error(`the witness failed: ${run.stderr}`);
  return run.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Answer);
}

function answerRequests(one: RequestsCase): (boolean | 'cannot-say' | 'raises' | 'not-allowed')[] {
  const at = { file: 'glance/policy.yaml', line: 1 };
  const enforcer = createEnforcer({
    defaults: one.defaults,
    overrides: one.overrides.map(([name, check]) => ({ name, check, at })),
    enforceNewDefaults: one.enforceNewDefaults,
    enforceScope: one.enforceScope,
    release: 'zed',
  });
  return one.requests.map(({ rule, target, creds }) => {
    const verdict = enforcer.authorize(rule, target, creds);
    if (verdict.hasRaised === true) return 'raises';
    return verdict.allowed === false && verdict.hasRaised === 'cannot-say' ? 'not-allowed' : verdict.allowed;
  });
}

if (hasLibrary || mustRun) {
  test('the library is installed', () => expect(hasLibrary).toBe(true));

  test('checks parse to the same tree', () => {
    const dice = new Dice(seed);
    const cases = Array.from({ length: 6000 }, () => ({ kind: 'parse', check: makeCheck(dice) }));
    const answers = askWitness<{ text?: string; raises?: string }>(cases);
    const mismatches = cases.flatMap(({ check }, index) => {
      const ours = formatCheck(parseCheck(check));
      return ours === answers[index]?.text ? [] : [{ check, ours, real: answers[index] }];
    });
    expect({ seed, mismatches: mismatches.slice(0, 5).map((one) => JSON.stringify(one)) }).toEqual({
      seed,
      mismatches: [],
    });
  });

  test('left sides mean the same', () => {
    const dice = new Dice(seed + 1);
    const cases = Array.from({ length: 6000 }, () => ({ kind: 'literal', left: makeLeftSide(dice) }));
    const answers = askWitness<{ literal?: string; path?: boolean; raises?: string }>(cases);
    let unclaimed = 0;
    const mismatches = cases.flatMap(({ left }, index) => {
      const ours = readLeftSide(left);
      const real = answers[index];
      if (ours.kind === 'unknown') {
        unclaimed += 1;
        return [];
      }
      const isSame =
        ours.kind === 'literal'
          ? real?.literal === ours.text
          : ours.kind === 'path'
            ? real?.path === true
            : real?.raises === 'SyntaxError';
      return isSame ? [] : [{ left, ours, real }];
    });
    expect({ seed, mismatches: mismatches.slice(0, 5).map((one) => JSON.stringify(one)) }).toEqual({
      seed,
      mismatches: [],
    });
    expect(unclaimed).toBeLessThan(cases.length / 4);
  });

  test('files load to the same rules, or stop the service alike', () => {
    const dice = new Dice(seed + 2);
    const cases = Array.from({ length: 6000 }, () => ({ kind: 'file', text: makePolicyText(dice) }));
    const answers = askWitness<{ rules?: [string, string][]; raises?: string }>(cases);
    const mismatches = cases.flatMap(({ text }, index) => {
      const document = parsePolicyFile(text, 'f');
      const ours = document.loads
        ? document.rules.map(({ name, check }) => [name, formatCheck(parseCheck(check))])
        : 'refuses';
      const real = answers[index]?.rules ?? 'refuses';
      return JSON.stringify(ours) === JSON.stringify(real)
        ? []
        : [{ text, ours, real, raises: answers[index]?.raises, faults: document.faults }];
    });
    expect({
      seed,
      count: mismatches.length,
      mismatches: mismatches.slice(0, 5).map((one) => JSON.stringify(one)),
    }).toEqual({
      seed,
      count: 0,
      mismatches: [],
    });
  });

  test('12 000 requests get the same answer', () => {
    const dice = new Dice(seed + 3);
    const cases = Array.from({ length: 1500 }, () => makeRequestsCase(dice, 8));
    const answers = askWitness<{ answers: (boolean | string)[] }>(cases);
    const tally = { true: 0, false: 0, raises: 0, 'not-allowed': 0, 'cannot-say': 0 };
    const mismatches = cases.flatMap((one, index) =>
      answerRequests(one).flatMap((ours, request) => {
        const real = answers[index]?.answers[request];
        tally[String(ours) as keyof typeof tally] += 1;
        const isSame =
          ours === 'cannot-say' ||
          (ours === 'not-allowed' && real !== true) ||
          (ours === 'raises' ? typeof real === 'string' : real === ours);
        return isSame
          ? []
          : [
              {
                overrides: one.overrides,
                defaults: one.defaults.map(({ name, check, deprecatedRule }) => ({ name, check, deprecatedRule })),
                flags: [one.enforceNewDefaults, one.enforceScope],
                asked: one.requests[request],
                ours,
                real,
              },
            ];
      }),
    );
    process.stderr.write(`oslo.policy differential: seed ${seed}, answers ${JSON.stringify(tally)}\n`);
    expect({
      seed,
      count: mismatches.length,
      mismatches: mismatches.slice(0, 3).map((one) => JSON.stringify(one)),
    }).toEqual({
      seed,
      count: 0,
      mismatches: [],
    });
    expect(tally['cannot-say']).toBeLessThan(12_000 / 20);
    expect(Math.min(tally.true, tally.false, tally.raises)).toBeGreaterThan(500);
  });
} else {
  test('skipped: oslo.policy is not installed', () => expect(hasLibrary).toBe(false));
}
