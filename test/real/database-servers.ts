// Private database servers on a unix socket below a directory: no port, no service of the host, gone with the directory.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

const postgresPrograms = '/usr/lib/postgresql/15/bin';

/** A server that runs, with the URL of the empty database `glance` in it, in the words of SQLAlchemy. */
export interface DatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A kind of server, and how it is started below a directory. */
export interface DatabaseKind {
  readonly name: 'MariaDB' | 'PostgreSQL';
  /** Debian packages that it needs. */
  readonly packages: string;
  isInstalled(): boolean;
  start(directory: string): Promise<DatabaseServer>;
}

function runOnce(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { timeout: 60_000 }).status === 0;
}

function mustRun(program: string, args: readonly string[]): void {
  const { status, stderr, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stdout}\n${stderr}`);
}

/** Starts a server, and asks for the database until it answers. */
async function startServer(
  directory: string,
  command: readonly [string, ...string[]],
  create: readonly [string, ...string[]],
  stopSignal: 'SIGTERM' | 'SIGINT',
): Promise<() => Promise<void>> {
  const log = openSync(join(directory, 'log'), 'a');
  const [program, ...args] = command;
  const server = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  const [client, ...question] = create;
  for (let tries = 0; tries < 100; tries += 1) {
    if (runOnce(client, question)) return () => stopServer(server, stopSignal);
    if (server.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stopServer(server, 'SIGTERM');
  throw new Error(`${program} did not answer: see ${join(directory, 'log')}`);
}

async function stopServer(server: ChildProcess, signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  const last = setTimeout(() => server.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(last);
}

const mariadb: DatabaseKind = {
  name: 'MariaDB',
  packages: 'mariadb-server, python3-pymysql',
  isInstalled: () =>
    runOnce('mariadbd', ['--no-defaults', '--version']) && runOnce('/usr/bin/python3', ['-c', 'import pymysql']),
  async start(directory) {
    const [data, socket] = [join(directory, 'data'), join(directory, 'socket')];
    const own = ['--no-defaults', '--user=root', `--datadir=${data}`];
    mustRun('mariadb-install-db', [...own, '--auth-root-authentication-method=socket', '--skip-test-db']);
    const quick = [
      '--innodb-flush-method=nosync',
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=32M',
    ];
    const place = [`--socket=${socket}`, `--pid-file=${join(directory, 'pid')}`, '--skip-networking'];
    const create = ['mariadb', '--no-defaults', `--socket=${socket}`, '-e', 'CREATE DATABASE glance'] as const;
    const stop = await startServer(directory, ['mariadbd', ...own, ...place, ...quick], [...create], 'SIGTERM');
    return { url: `mysql+pymysql://root@localhost/glance?unix_socket=${socket}`, stop };
  },
};

/** PostgreSQL refuses to run as root. */
const asPostgres = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] as const;

const postgresql: DatabaseKind = {
  name: 'PostgreSQL',
  packages: 'postgresql, python3-psycopg2',
  isInstalled: () =>
    runOnce(join(postgresPrograms, 'postgres'), ['--version']) &&
    runOnce('/usr/bin/python3', ['-c', 'import psycopg2']),
  async start(directory) {
    const data = join(directory, 'data');
    mkdirSync(data, { mode: 0o700 });
    const [uid, gid] = ['-u', '-g'].map((which) => Number(spawnSync('id', [which, 'postgres']).stdout)) as [
      number,
      number,
    ];
    for (const path of [directory, data]) chownSync(path, uid, gid);
    const [setpriv, ...privileges] = asPostgres;
    const init = [join(postgresPrograms, 'initdb'), '-D', data, '-A', 'trust', '--no-sync', '--locale=C.UTF-8'];
    mustRun(setpriv, [...privileges, ...init]);
    const quick = ['-c', 'listen_addresses=', '-c', 'fsync=off'];
    const server = [...asPostgres, join(postgresPrograms, 'postgres'), '-D', data, '-k', directory, ...quick] as const;
    const create = ['psql', '-h', directory, '-U', 'postgres', '-c', 'CREATE DATABASE glance', 'postgres'] as const;
    const stop = await startServer(directory, [...server], [...create], 'SIGINT');
    return { url: `postgresql+psycopg2://postgres@/glance?host=${directory}`, stop };
  },
};

/** The servers that Glance is tried on. */
export const databaseKinds: readonly DatabaseKind[] = [mariadb, postgresql];

/** A directory below `parent` that another user may pass through. */
export function makeServerDirectory(parent: string, name: string): string {
  chmodSync(parent, 0o711);
  const directory = join(parent, name);
  mkdirSync(directory);
  return directory;
}
