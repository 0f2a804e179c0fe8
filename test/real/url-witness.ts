// Which Python a witness of URLs runs on, and what is said when there is none.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { FilterLevel } from '../../src/emulators/url/import-filter';
import { type PythonVersion, pythonVersions, traitsOf } from '../../src/emulators/url/python';

const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';

/** A Python that can be asked, and which of ours it should be like. */
export interface Interpreter {
  readonly command: string;
  readonly python: PythonVersion;
  readonly version: string;
  readonly level: FilterLevel | null;
}

/** What a witness said of itself. @throws when its Python is none that is emulated. */
export function readInterpreter(hello: string): Omit<Interpreter, 'command'> {
  const said = JSON.parse(hello) as {
    readonly minor: string;
    readonly brackets: string;
    readonly foldsAs32: boolean;
    readonly version: string;
    readonly level?: FilterLevel;
  };
  const python = pythonVersions.find((name) => {
    const { build, brackets, idnaFoldsAs32 } = traitsOf(name);
    return build.startsWith(`${said.minor}.`) && brackets === said.brackets && idnaFoldsAs32 === said.foldsAs32;
  });
  if (python === undefined) throw new Error(`Python ${said.version} is not emulated`);
  return { python, version: said.version, level: said.level ?? null };
}

/** Finds out which Python a command is; a sentence when it cannot be asked. */
export function meet(command: string, ...flags: string[]): Interpreter | string {
  const run = spawnSync(command, [join(__dirname, 'url-witness.py'), ...flags], {
    input: '',
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (run.status !== 0) return `${command}: ${run.error?.message ?? run.stderr.slice(-2000)}`;
  try {
    return { command, ...readInterpreter(run.stdout.trim()) };
  } catch (error) {
    return `${command}: ${String(error)}`;
  }
}

/** Says loudly what could not be compared, or fails when GLACIS_REQUIRE_REAL=1 asks for it. */
export function skip(what: string, why: string, isOptional = false): void {
  if (isRequired && !isOptional) {
    throw new Error(`${what} is required and missing: ${why}`);
  }
  process.stderr.write(`SKIPPED: ${what} is missing: ${why}\n`);
}
