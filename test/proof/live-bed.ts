// Drives Glance in the bed through the scripts of test/real/bed, several at a time.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import type { Launcher } from '../../src/openstack/types';
import type { AttackStep, StepOutcome, UploadOutcome, UploadStep } from './attack-step';
import { type RunningGlance, type SuiteVersions, stateFile } from './bed';
import type { Suite } from './beds';

const scripts = resolve(__dirname, '../real/bed');

/** Builds what is missing and says what is installed. Minutes the first time, a second afterwards. @throws with the end of the log */
export async function buildSuite(suite: Suite): Promise<SuiteVersions> {
  const out = await runScript('build-suite.sh', [suite], '', (text) => process.stderr.write(text));
  return readVersions(out);
}

function readVersions(printed: string): SuiteVersions {
  const lines = printed.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}

/**
 * Puts the code of a suite's Glance without the patches that came after this version beside its userland, where missing.
 * @returns its version, how many patches are undone, and a digest of the code @throws with the end of the log
 */
export async function buildLevel(suite: Suite, level: string): Promise<SuiteVersions> {
  const out = await runScript('build-level.sh', [suite, 'glance', level], '', (text) => process.stderr.write(text));
  return readVersions(out);
}

/** Starts Glance of a suite, or of a level that `buildLevel` made, on a tree, and its proxies. @throws when one does not come up; the message holds the end of its log. */
export async function startGlance(
  name: string,
  suite: Suite,
  launcher: Launcher,
  files: FileTree,
  level?: string,
): Promise<RunningGlance> {
  const tree = mkdtempSync(join(tmpdir(), 'glacis-proof-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    await callBed('start', name, [suite, launcher, tree, ...(level === undefined ? [] : [level])]);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
  return { name, suite, launcher };
}

/** Ends Glance, proxies and witness, and deletes the namespace. */
export async function stopGlance({ name }: { readonly name: string }): Promise<void> {
  await callBed('stop', name, []);
}

/** Runs a command in the namespace of a Glance, on this machine's own files. */
export function runBeside({ name }: RunningGlance, command: readonly string[], input = ''): Promise<string> {
  return callBed('beside', name, command, input);
}

/** Runs a command in the namespace and the userland of a Glance, with its configuration. @throws when it ends otherwise than with 0 */
export function runInside({ name }: RunningGlance, command: readonly string[]): Promise<string> {
  return callBed('inside', name, command);
}

/** Sends the steps, a few at a time, and waits until every one has ended. */
export async function sendSteps(
  glance: RunningGlance,
  steps: readonly AttackStep[],
): Promise<Readonly<Record<string, StepOutcome>>> {
  return steps.length === 0 ? {} : ((await runPlan(glance, steps)) as Record<string, StepOutcome>);
}

/** Creates an image for every step and uploads its bytes. */
export async function uploadImages(
  glance: RunningGlance,
  steps: readonly UploadStep[],
): Promise<Readonly<Record<string, UploadOutcome>>> {
  const plan = steps.map((step) => ({ ...step, kind: 'upload' }));
  return (await runPlan(glance, plan)) as Record<string, UploadOutcome>;
}

async function runPlan(glance: RunningGlance, plan: readonly object[]): Promise<unknown> {
  const database = stateFile(glance.name, 'lib/bed.sqlite');
  const command = ['python3', '-B', join(scripts, 'attacker.py'), 'http://127.0.0.1:19292', database, '6'];
  return JSON.parse(await runBeside(glance, command, JSON.stringify(plan)));
}

function callBed(command: string, name: string, rest: readonly string[], input = ''): Promise<string> {
  return runScript('glance-bed.sh', [command, name, ...rest], input);
}

/** What a script of the bed prints. @throws with the end of what it complained */
function runScript(
  script: string,
  words: readonly string[],
  input: string,
  listen: (text: string) => void = () => {},
): Promise<string> {
  return new Promise((resolveOutput, reject) => {
    const child = spawn(join(scripts, script), words);
    let printed = '';
    let complained = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained += text;
      listen(text);
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolveOutput(printed);
      else reject(new Error(`${script} ${words.join(' ')}: ${status} ${complained.slice(-2000)}`));
    });
    // A command that ends early closes its input; its status tells.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
