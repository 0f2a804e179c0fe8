// What lies in the bed: suites, certificates, names and what the witness saw. live-bed.ts drives what runs there.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Launcher, ReleaseName, Service } from '../../src/openstack/types';
import type { Connection, NameAnswers } from './attack-step';
import type { Suite } from './beds';

const scripts = resolve(__dirname, '../real/bed');

/** Where userlands, state and results of the bed live: outside the repository. */
export const bedDirectory = process.env.GLACIS_BED ?? '/var/cache/glacis-bed';

export type { Suite } from './beds';

/** The OpenStack release that a suite packages. */
export const releaseOf: Readonly<Record<Suite, ReleaseName>> = { bookworm: 'zed', trixie: '2025.1', sid: '2026.2' };

/** What is installed in a suite: package name to version. */
export type SuiteVersions = Readonly<Record<string, string>>;

/** Code of an earlier patch level, as build-level.sh is asked for it. */
export interface CodeOfLevel {
  readonly suite: Suite;
  readonly service: Service;
  /** `2:25.1.0-2` of the package's changelog, or `21.3.1` of the project. */
  readonly version: string;
}

/** A Glance that runs in the bed. */
export interface RunningGlance {
  readonly name: string;
  readonly suite: Suite;
  readonly launcher: Launcher;
}

/** Builds what is missing and says what is installed. Minutes the first time, a second afterwards. */
export function buildSuite(suite: Suite): SuiteVersions {
  const out = execFileSync(join(scripts, 'build-suite.sh'), [suite], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = out.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}

/** One self-signed certificate for a run and every host its attacks name, so that TLS never hides a connection that worked. */
export function makeCertificate(run: string, hosts: readonly string[]): void {
  const names = [...new Set(hosts)].map((host) => {
    const bare = host.replace(/^\[|\]$/g, '');
    return /^[0-9.]+$/.test(bare) && bare.split('.').length === 4 && !/(^|\.)0\d/.test(bare)
      ? `IP:${bare}`
      : bare.includes(':')
        ? `IP:${bare}`
        : `DNS:${bare}`;
  });
  const directory = join(bedDirectory, 'tls');
  mkdirSync(directory, { recursive: true });
  const key = join(directory, `${run}.key`);
  const certificate = join(directory, `${run}.crt`);
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '3650',
    '-subj',
    '/CN=bed',
  ];
  const made = spawnSync(
    'openssl',
    [...request, '-keyout', key, '-out', certificate, '-addext', `subjectAltName=${names.join(',')}`],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
}

/** Says where names lead from now on. */
export function answerNames({ name }: RunningGlance, names: Readonly<Record<string, NameAnswers>>): void {
  const file = stateFile(name, 'names.json');
  writeFileSync(`${file}.new`, JSON.stringify(names));
  renameSync(`${file}.new`, file);
}

/** Every connection that the witness has seen so far. */
export function readWitness({ name }: RunningGlance): readonly Connection[] {
  const lines = readFileSync(stateFile(name, 'witness.log'), 'utf8').trim();
  return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line) as Connection);
}

/** A file of the state of a run. */
export function stateFile(name: string, file: string): string {
  return join(bedDirectory, 'state', name, file);
}
