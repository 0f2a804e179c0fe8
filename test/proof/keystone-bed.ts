// Drives Keystone, Barbican and a Glance that asks them, through test/real/bed/keystone-bed.sh.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import type { Launcher } from '../../src/openstack/types';
import type { AttackStep, StepOutcome } from './attack-step';
import { makeCertificate, type Suite, stateFile } from './bed';

const scripts = resolve(__dirname, '../real/bed');
const bedScript = join(scripts, 'keystone-bed.sh');
const peopleScript = 'keystone-people.py';
const tenantScript = join(scripts, 'tenant-attacks.py');

/** Where a tree of Glacis lies in the userland, as an operator would have unpacked it. */
const treeDirectory = '/tmp/glacis.out';

/** Projects and users of a Keystone; `all` projects, or the name of one. */
export interface People {
  readonly projects: readonly string[];
  readonly users: Readonly<
    Record<string, { readonly project: string; readonly roles: readonly string[]; readonly system?: string }>
  >;
}

/** What Keystone made of them. */
export interface KnownPeople {
  /** Ids of endpoints, by type of service. */
  readonly endpoints: Readonly<Record<'image' | 'key-manager', string>>;
  readonly projects: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, string>>;
  /** By user and project. */
  readonly tokens: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Keystone that runs in the bed. */
export interface RunningKeystone {
  readonly name: string;
  readonly people: KnownPeople;
}

/** Versions of Keystone and Barbican of a suite, whose code is fetched where missing. @throws with the end of the log */
export function versionsOfKeystone(suite: Suite): Readonly<Record<string, string>> {
  const out = execFileSync(join(scripts, 'build-code.sh'), [suite, 'keystone'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = out.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}

/** Starts Keystone and Barbican of a suite, with these people. @throws when one does not come up */
export function startKeystone(name: string, suite: Suite, people: People, hosts: readonly string[]): RunningKeystone {
  makeCertificate(name, hosts);
  execFileSync(bedScript, ['start', name, suite], { stdio: ['ignore', 'inherit', 'inherit'] });
  copyFileSync(join(scripts, peopleScript), stateFile(name, join('tmp', peopleScript)));
  const made = runInside({ name }, ['python3', '-B', `/tmp/${peopleScript}`], JSON.stringify(people));
  if (made.status !== 0) throw new Error(`${peopleScript}: ${made.stderr}`);
  const known = JSON.parse(made.stdout) as KnownPeople;
  writeFileSync(stateFile(name, 'tokens.json'), JSON.stringify(known.tokens), { mode: 0o600 });
  return { name, people: known };
}

/** Ends everything that was started. */
export function stopKeystone(name: string): void {
  execFileSync(bedScript, ['stop', name], { stdio: 'inherit' });
}

/** Starts Glance anew, on what lies in /etc/glance. @throws when it does not come up */
export function restartGlance({ name }: RunningKeystone, launcher: Launcher): void {
  execFileSync(bedScript, ['glance', name, launcher], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Runs a command as root in the namespace and the userland. */
export function runInside({ name }: { readonly name: string }, command: readonly string[], input = ''): Ended {
  return run(bedScript, ['inside', name, ...command], input);
}

/** Runs a command in the namespace, on this machine's own files. */
export function runBeside({ name }: RunningKeystone, command: readonly string[], input = ''): Ended {
  return run(join(scripts, 'glance-bed.sh'), ['beside', name, ...command], input);
}

/** Puts a tree where an operator would unpack it. */
export function unpackTree({ name }: RunningKeystone, files: FileTree): void {
  const directory = stateFile(name, `.${treeDirectory}`);
  rmSync(directory, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
    chmodSync(join(directory, path), 0o640);
  }
}

/** Runs lines of a shell where the tree was unpacked, with the credentials of a user: its project, or the system. */
export function runInTree(
  keystone: RunningKeystone,
  lines: string,
  user: { readonly name: string; readonly project?: string },
): Ended {
  const scope = user.project === undefined ? ['OS_SYSTEM_SCOPE=all'] : [`OS_PROJECT_NAME=${user.project}`];
  const environment = [
    ...['OS_AUTH_URL=http://127.0.0.1:35357/v3', 'OS_IDENTITY_API_VERSION=3', 'OS_REGION_NAME=RegionOne'],
    ...[`OS_USERNAME=${user.name}`, 'OS_PASSWORD=bed', 'OS_USER_DOMAIN_ID=default', 'OS_PROJECT_DOMAIN_ID=default'],
  ];
  const script = `cd ${treeDirectory}\n${lines}\n`;
  const domain = user.project === undefined ? environment.slice(0, -1) : environment;
  return runInside(keystone, ['env', ...domain, ...scope, 'sh', '-c', script]);
}

/** Sends the steps with the real tokens of users; see `AttackStep`. */
export function sendAsTenants(
  keystone: RunningKeystone,
  steps: readonly AttackStep[],
): Readonly<Record<string, StepOutcome>> {
  const places = [stateFile(keystone.name, 'lib/bed.sqlite'), '4', stateFile(keystone.name, 'tokens.json')];
  const command = ['python3', '-B', tenantScript, 'http://127.0.0.1:19292', ...places];
  const sent = runBeside(keystone, command, JSON.stringify(steps));
  if (sent.status !== 0) throw new Error(`tenant-attacks.py: ${sent.stderr}`);
  return JSON.parse(sent.stdout) as Record<string, StepOutcome>;
}

function run(program: string, args: readonly string[], input: string): Ended {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input });
  return { status: status ?? -1, stdout, stderr };
}
