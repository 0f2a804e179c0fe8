// A pipe that somebody made non-blocking, and read slowly: a command waits, and loses nothing.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glacis, root, runCli } from './run-cli';

const command = ['audit', join(root, 'test/checks/trees/stock'), '--release', 'zed', '--format', 'json'];

test('all of a long result arrives through a full pipe', async () => {
  const work = mkdtempSync(join(tmpdir(), 'glacis-slow-'));
  execFileSync('mkfifo', [join(work, 'pipe')]);
  const pipe = openSync(join(work, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK);
  try {
    // Not as descriptor 1: what a program starts with Node makes blocking again.
    const script = 'exec "$0" "$@" >&3';
    const child = spawn('sh', ['-c', script, process.execPath, glacis, ...command], {
      stdio: ['ignore', 'ignore', 'ignore', pipe],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    const pieces: Buffer[] = [];
    for (let round = 0; round < 2000; round += 1) {
      const piece = readSome(pipe);
      if (piece !== undefined) pieces.push(piece);
      else if (isOver) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await ended).toBe(2);
    const { stdout } = runCli(command);
    // More than a pipe holds.
    expect(stdout.length).toBeGreaterThan(65_536);
    expect(Buffer.concat(pieces).toString()).toBe(stdout);
  } finally {
    closeSync(pipe);
    rmSync(work, { recursive: true });
  }
});

/** Undefined when the pipe is empty. */
function readSome(pipe: number): Buffer | undefined {
  const bytes = Buffer.alloc(4096);
  try {
    return bytes.subarray(0, readSync(pipe, bytes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
