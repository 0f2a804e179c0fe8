// A Python process that answers questions with the real code: one JSON line in, one JSON line out, in order, streamed.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { bedDirectory, type CodeOfLevel, type Suite } from '../proof/bed';

/** Where witness scripts lie; one of them is named by its path below. */
const scripts = resolve(__dirname, '..');

/** A running witness. */
export class Witness {
  private readonly waiting: ((line: string) => void)[] = [];
  private readonly early: string[] = [];
  private stderr = '';
  private failure: Error | undefined;
  private fail: (error: Error) => void = () => {};
  private readonly ended: Promise<never>;

  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly name: string,
  ) {
    this.ended = new Promise<never>((_, reject) => {
      this.fail = reject;
    });
    // Nobody may be waiting when the process ends.
    this.ended.catch(() => {});
    createInterface({ input: child.stdout, crlfDelay: 0 }).on('line', (line) => {
      const next = this.waiting.shift();
      if (next === undefined) this.early.push(line);
      else next(line);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString('utf8')).slice(-4000);
    });
    child.on('error', (error) => this.end(error.message));
    child.on('close', (code) => this.end(`ended with ${code}: ${this.stderr}`));
    child.stdin.on('error', () => {});
  }

  /** The next line that no question asked for: what a witness says of itself when it starts. */
  hello(): Promise<string> {
    return this.nextLine();
  }

  /** Asks all questions at once and waits for all answers. @throws when the witness ends before. */
  async ask(questions: readonly object[]): Promise<string[]> {
    this.child.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    const answers: string[] = [];
    for (let i = 0; i < questions.length; i += 1) answers.push(await this.nextLine());
    return answers;
  }

  /** Ends the process; nothing may be asked afterwards. */
  async close(): Promise<void> {
    const closed = new Promise((done) => this.child.once('close', done));
    if (this.failure !== undefined) return;
    this.child.stdin.end();
    await closed;
  }

  private nextLine(): Promise<string> {
    const line = this.early.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.race([new Promise<string>((take) => this.waiting.push(take)), this.ended]);
  }

  private end(why: string): void {
    this.failure ??= new Error(`${this.name} ${why}`);
    this.fail(this.failure);
  }
}

/** Runs a witness with a Python of this machine. @param script below test/, as `real/url-witness.py`. */
export function openWitness(python: string, script: string, ...flags: readonly string[]): Witness {
  const env = { ...process.env, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' };
  return new Witness(spawn(python, [resolve(scripts, script), ...flags], { env }), `${script} with ${python}`);
}

// The mounts and the network without a way out live in namespaces of the process, and go with it.
const enter = `
  root=$1 scripts=$2 first=$3 script=$4; shift 4
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$scripts" "$root/mnt"
  mount -t tmpfs tmpfs "$root/tmp"
  ip link set lo up
  exec nice -n 5 chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 PYTHONUNBUFFERED=1 \\
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$first:/opt/code/usr/lib/python3/dist-packages" python3 "/mnt/$script" "$@"
`;

/** Runs a witness in the userland of a suite, without network, with the code of Nova and Cinder in reach. Takes root. */
export function openInSuite(suite: Suite, script: string, ...flags: readonly string[]): Witness {
  return openBehind('', suite, script, flags);
}

/** The same with an earlier level of one service in the place of its package. */
export function openAtLevel(
  { suite, service, version }: CodeOfLevel,
  script: string,
  ...flags: readonly string[]
): Witness {
  return openBehind(`/opt/levels/${service}_${version.replace(/^\d+:/, '')}`, suite, script, flags);
}

function openBehind(first: string, suite: Suite, script: string, flags: readonly string[]): Witness {
  const root = resolve(bedDirectory, suite);
  const namespaces = ['--mount', '--net', '--propagation', 'private'];
  const child = spawn('unshare', [...namespaces, 'bash', '-ec', enter, '_', root, scripts, first, script, ...flags]);
  return new Witness(child, `${script} in ${suite}${first}`);
}

/** Uses a witness and ends it whatever happens. */
export async function withWitness(witness: Witness, use: (witness: Witness) => Promise<void>): Promise<void> {
  try {
    await use(witness);
  } finally {
    await witness.close();
  }
}
