// glacis probe: what web-download would do with each URL under a configuration.
import { isIP } from 'node:net';
import type { Cloud } from '../checks/cloud/cloud';
import { createUrlProbe, type ProbeAnswer } from '../checks/probe';
import { DEBIAN_GLANCE_UID } from '../documents/hardening';
import { readStandardInput, readText } from '../output/file-bytes';
import { IntentProblems, type Problem, printable, problem } from '../problems';
import { type Command, exitCodes } from './command';
import { openDirectory, tellOfDefaults } from './open-directory';
import {
  readFormat,
  readLauncher,
  readOptions,
  readPackages,
  readRelease,
  UsageError,
  versionOptions,
} from './options';
import { print } from './streams';
import { compileLate } from './v8-flags';

const options = {
  ...versionOptions,
  config: { type: 'string' },
  input: { type: 'string' },
  format: { type: 'string' },
  hosts: { type: 'string' },
} as const;

/** Exit code 2 when a URL passes: with URLs that are meant to be refused that is the finding. */
export const probe: Command = (args) => {
  compileLate();
  const { values, positionals } = readOptions(args, options, {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    names: '[URL]...',
  });
  if (values.config === undefined) throw new UsageError('no --config', '--config DIR, a directory laid out like /etc');
  if (values.release === undefined)
    throw new UsageError('no --release', '--release R: the code decides with the options');
  const format = readFormat(values.format, ['text', 'json', 'jsonl']);
  if (values.input !== undefined && values.input !== 'jsonl') throw new UsageError(`--input ${values.input}`, 'jsonl');
  const cloud = openDirectory(values.config, {
    release: readRelease(values.release),
    packages: readPackages(values.package),
    launcher: values.launcher === undefined ? undefined : readLauncher(values.launcher),
    glanceUid: DEBIAN_GLANCE_UID,
  });
  refuseBrokenGlance(cloud);
  tellOfDefaults(cloud);
  if (values.input !== undefined && positionals.length > 0)
    throw new UsageError('--input jsonl, and URLs as arguments', 'one of the two');
  const urls = values.input === 'jsonl' ? readJsonLines() : positionals;
  if (urls.length === 0) throw new UsageError('no URL', 'URLs as arguments, or --input jsonl');
  const answers = urls.map(createUrlProbe(cloud, values.hosts === undefined ? [] : readHosts(values.hosts)));
  if (format === 'json') print(`${JSON.stringify(answers, null, 2)}\n`);
  else print(answers.map(format === 'jsonl' ? (a) => `${JSON.stringify(a)}\n` : describeAnswer).join(''));
  return answers.some((answer) => answer.verdict === 'pass') ? exitCodes.something : exitCodes.nothing;
};

function describeAnswer(answer: ProbeAnswer): string {
  const target = answer.connectsTo === null ? 'no socket' : printable(answer.connectsTo);
  return `${answer.verdict.padEnd(6)} ${printable(answer.url)} -> ${target}\n       ${answer.because}\n`;
}

/** A Glance that does not start answers nothing: saying "reject" would be a comfort. */
function refuseBrokenGlance(cloud: Cloud): void {
  const fault = cloud.startFault('glance');
  if (fault === null) return;
  const facts = { got: fault.message, wanted: 'files that glance-api can load' };
  throw new IntentProblems([problem('syntax', { file: fault.at.file, line: fault.at.line }, facts)]);
}

const STANDARD_INPUT = 'standard input';

/** URLs of a whole catalogue; more is a mistake, or a stream that does not end. */
const MAX_INPUT_BYTES = 64 * 1024 * 1024;
const MAX_HOSTS_BYTES = 8 * 1024 * 1024;

function readJsonLines(): string[] {
  const text = readBounded(STANDARD_INPUT, 'lines of JSON', MAX_INPUT_BYTES, readStandardInput);
  const problems: Problem[] = [];
  const urls: string[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const url = readUrl(line);
    if (url !== undefined) urls.push(url);
    else {
      const facts = { got: line, wanted: 'a JSON string, or an object with the text "url"' };
      problems.push(problem('syntax', { file: STANDARD_INPUT, line: index + 1 }, facts));
    }
  });
  if (problems.length > 0) throw new IntentProblems(problems);
  return urls;
}

function readUrl(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const url = typeof value === 'object' && value !== null ? (value as { url?: unknown }).url : value;
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Lines of address and names, as in /etc/hosts; a name on several lines has several addresses. */
function readHosts(file: string): [string, readonly string[]][] {
  const text = readBounded(file, 'a hosts file', MAX_HOSTS_BYTES, (maxBytes) => readText(file, maxBytes));
  const problems: Problem[] = [];
  const hosts = new Map<string, string[]>();
  text.split(/\r?\n/).forEach((line, index) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (!address) return;
    if (isIP(address) === 0 || names.length === 0) {
      problems.push(
        problem('syntax', { file, line: index + 1 }, { got: line, wanted: 'an address and at least one name' }),
      );
      return;
    }
    for (const name of names) hosts.set(name.toLowerCase(), [...(hosts.get(name.toLowerCase()) ?? []), address]);
  });
  if (problems.length > 0) throw new IntentProblems(problems);
  return [...hosts];
}

function readBounded(
  file: string,
  wanted: string,
  maxBytes: number,
  read: (maxBytes: number) => string | undefined,
): string {
  let text: string | undefined;
  try {
    text = read(maxBytes);
  } catch (error) {
    throw new IntentProblems([problem('unreadable', { file }, { got: (error as Error).message, wanted })]);
  }
  if (text !== undefined) return text;
  const why = 'nobody has so many';
  const facts = { got: 'more', wanted: `at most ${maxBytes} bytes`, why, fix: 'ask in several runs' };
  throw new IntentProblems([problem('too-large', { file }, facts)]);
}
