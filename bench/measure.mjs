// CPU seconds of a command, user and system, children included: the one number that other work on the machine hardly moves.
import { spawnSync } from 'node:child_process';

/** What every program runs in: a variable such as NODE_EXTRA_CA_CERTS costs one of them half again as much start, and says nothing of it. */
const environment = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
);

/** Runs once. `exitCodes`: those that count as success; `env`: beside PATH, HOME and TMPDIR. @throws when the command fails. */
export function measureCpuSeconds(command, { cwd, env, exitCodes = [0], input } = {}) {
  const script = 'TIMEFORMAT="%3U %3S"; exec 3>&2; time "$@" >/dev/null 2>"$GLACIS_BENCH_ERRORS"';
  const { stderr, status } = spawnSync('bash', ['-c', script, 'bench', ...command], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...environment, ...env, GLACIS_BENCH_ERRORS: '/dev/null' },
  });
  if (!exitCodes.includes(status)) throw new Error(`${command.join(' ')}: exit code ${status}`);
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return user + system;
}

/** The middle of several numbers. */
export function medianOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Medians of several contenders, run in turns so that a busy minute hits all of them. */
export function compareCommands(contenders, rounds) {
  const seconds = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    contenders.forEach(({ prepare, command, ...options }, at) => {
      prepare?.();
      seconds[at].push(measureCpuSeconds(command, options));
    });
  }
  return contenders.map(({ name }, at) => ({ name, seconds: medianOf(seconds[at]) }));
}
