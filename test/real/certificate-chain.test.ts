// Chains of certificates against the real cursive: the same certificates, the same lists, no difference.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { followChain } from '../../src/emulators/signatures/certificate-chain';
import { certificateNames, certificateOf, pemOf } from '../data/certificates';
import { bed, userlands } from './userlands';

const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const seed = Number(process.env.GLACIS_SEED ?? 20261122);
const witness = readFileSync(join(__dirname, 'certificate-chain.py'), 'utf8');
const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';

/** A Python with cursive, `[program, ...arguments]`, and whether None stands for no limit there (0.3 and later). */
const cursives = [
  { version: '0.2', command: [python, '-W', 'ignore'], isPathLengthOptional: false },
  { version: '0.3', command: ['chroot', `${bed}/sid`, 'python3', '-W', 'ignore'], isPathLengthOptional: true },
];

const pool = new Map(certificateNames.map((name) => [name, certificateOf(name)]));
// Two that issue each other come last: every question about them costs half a second.
const quiet = fc.constantFrom(...certificateNames.filter((one) => !one.startsWith('ring')));
const families = [
  ['signer', ['root', 'issuing', 'stranger']],
  ['signer-under-pathlen-0', ['root-pathlen-0', 'issuing-under-pathlen-0']],
  ['signer-under-no-pathlen', ['root-no-pathlen', 'root']],
  ['pss-signer', ['issuing', 'root']],
  ['ec-signer', ['ec-root', 'ed25519-root']],
] as const;
const related = fc
  .constantFrom(...families)
  .chain(([leaf, list]) => fc.tuple(fc.constant(leaf), fc.shuffledSubarray([...list])));
const anything = fc.tuple(quiet, fc.shuffledSubarray(certificateNames.filter((one) => !one.startsWith('ring'))));

describe.each(cursives)('cursive $version', ({ version, command, isPathLengthOptional }) => {
  const [program = '', ...args] = command;
  const probe = `import sys, cursive; sys.exit(not cursive.__version__.startswith('${version}.'))`;
  const hasPlace = program !== 'chroot' || userlands.includes('sid');
  const isThere = hasPlace && spawnSync(program, [...args, '-c', probe]).status === 0;
  if (!isThere)
    process.stderr.write(`SKIPPED: cursive ${version} is not installed (apt-get install python3-cursive)\n`);
  if (!isThere && !isRequired) {
    test('said above that it was not tried', () => expect(isThere).toBe(false));
    return;
  }

  test('ends every chain as the model does', () => {
    const questions: [string, string[]][] = [
      ...fc.sample(fc.oneof(related, anything), { numRuns: 300, seed }),
      ...certificateNames.map((one): [string, string[]] => [one, [one]]),
      ['ring-signer', ['ring-a', 'ring-b']],
      ['ring-signer', ['ring-b', 'ring-a', 'root']],
    ];
    const input = JSON.stringify([Object.fromEntries(certificateNames.map((one) => [one, pemOf(one)])), questions]);
    const { status, stdout, stderr } = spawnSync(program, [...args, '-c', witness], { encoding: 'utf8', input });
    expect([status, stderr]).toEqual([0, '']);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string);
    expect(answers).toHaveLength(questions.length);
    const wrong = questions.flatMap(([leaf, list], index) => {
      const { ends } = followChain(
        certificateOf(leaf),
        list.map((one) => pool.get(one) as NonNullable<ReturnType<typeof certificateOf>>),
      );
      const answer = answers[index] as string;
      return isSame(ends, answer) ? [] : [{ leaf, list, ends, answer }];
    });
    expect(wrong).toEqual([]);
    // A model that said one thing of everything would not get here.
    expect(new Set(answers).size).toBeGreaterThan(2);
  });

  /** What is refused may be refused by an exception that nobody translates: the boot ends in ERROR either way. */
  function isSame(ends: string, answer: string): boolean {
    if (ends === 'no-path-length') return answer === (isPathLengthOptional ? 'trusted' : 'TypeError');
    if (ends === 'trusted') return answer === 'trusted';
    return ends === 'ring' ? answer === 'hangs' : answer !== 'trusted' && answer !== 'hangs';
  }
});
