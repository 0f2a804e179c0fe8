// Lines of files that no oslo program reads as options: proxies, nftables, units, and what a service never opens.
import { holdsPrivateKey } from '../../documents/certificates/pem';
import { PERMISSIONS_SCRIPT, readOwnership } from '../../documents/permissions/script';
import { compareText, printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { findProtectionFile } from '../mechanisms/signature-properties';
import { maskLine } from '../secrets';
import { judgedServices } from '../types';
import { diffCertificate } from './certificates';
import { compareLines } from './lines';
import type { JudgedProgram } from './measures';
import { judgeProgram } from './programs';
import { judgeProtections } from './protections';
import type { DraftChange } from './types';

/** More lines of one file than this are told as one change. */
const maxLinesOfFile = 200;

/**
 * Every line of such files that differs, and as one change a file that only one side has; comments and blank lines do not count. The
 * direction is that of its program.
 */
export function diffArtifacts(before: Cloud, after: Cloud): DraftChange[] {
  const read = new Set([before, after].flatMap(listInterpreted));
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].filter((path) => !read.has(path));
  const differing = paths.filter((path) => before.files.get(path) !== after.files.get(path)).sort(compareText);
  const protections = new Set([before, after].map(findProtectionFile));
  const directions = new Map<string, JudgedProgram>();
  return differing.flatMap((path) => {
    const certificate = diffCertificate(path, before, after);
    if (certificate !== null) return certificate;
    const program = protections.has(path) ? 'protections' : path.slice(0, path.search(/[/.]/));
    let found = directions.get(program);
    if (found === undefined) {
      found = (program === 'protections' ? judgeProtections : judgeProgram)(before, after, program);
      directions.set(program, found);
    }
    const [hadKey, hasKey] = [before, after].map(({ files }) => holdsPrivateKey(files.get(path) ?? ''));
    const changes = diffFile(path, [before, after], hasKey && !hadKey ? leaked : found);
    return program === 'protections' ? changes.map((one) => ({ ...one, layer: 'property-protections' })) : changes;
  });
}

const leaked: JudgedProgram = { direction: 'looser', because: 'a private key lies among these files now' };

/** Files of options and rules that differ, whole: for a difference that no option and no rule shows. */
export function diffReadFiles(before: Cloud, after: Cloud): DraftChange[] {
  const paths = [...new Set([before, after].flatMap(listInterpreted))].sort(compareText);
  return paths
    .filter((path) => before.files.get(path) !== after.files.get(path))
    .map((path) =>
      tellWhole(path, { direction: 'neutral', because: '' }, before.files.get(path), after.files.get(path)),
    );
}

function tellWhole(file: string, judged: JudgedProgram, before?: string, after?: string): DraftChange {
  const [was, is] = [before, after].map((text) => {
    if (text === undefined) return null;
    const { length } = compareLines('', text, (line) => isTellingLine(file, line));
    return length === 1 ? '1 line' : `${length} lines`;
  }) as [string | null, string | null];
  const subject = 'the whole file';
  return { kind: 'artifact', file, ...judged, subject, before: was, after: is, beforeAt: null, afterAt: null };
}

/** No comment of the file's own kind, and not blank. */
function isTellingLine(file: string, line: string): boolean {
  if (/^\s*(?:#|$)/.test(line)) return false;
  if (/^systemd\/|\.ini$/.test(file)) return !/^\s*;/.test(line);
  return !file.endsWith('.xml') || !/^\s*<!--(?:(?!-->).)*-->\s*$/.test(line);
}

/** Files whose meaning is compared option by option and rule by rule. */
function listInterpreted(cloud: Cloud): string[] {
  return judgedServices.flatMap((service) => [...cloud.filesRead(service).read, ...cloud.policy(service).files.read]);
}

function diffFile(path: string, clouds: readonly [Cloud, Cloud], judged: JudgedProgram): DraftChange[] {
  const [before, after] = clouds.map(({ files }) => files.get(path));
  /** A file that only one side has is told as such, and not once more by the script that sets its mode. */
  const isTelling = (line: string): boolean => {
    const named = path === PERMISSIONS_SCRIPT ? readOwnership(line)?.path : undefined;
    const isThere = ({ files }: Cloud): boolean =>
      [...files.keys()].some((file) => file === named || file.startsWith(`${named}/`));
    return isTellingLine(path, line) && (named === undefined || clouds.every(isThere));
  };
  const lines = compareLines(before ?? '', after ?? '', isTelling);
  // Of a key no line is shown.
  const isWhole = before === undefined || after === undefined || [before, after].some(holdsPrivateKey);
  if (lines.length > 0 && isWhole) return [tellWhole(path, judged, before, after)];
  const draft = { kind: 'artifact', file: path, ...judged, beforeAt: null, afterAt: null } as const;
  const shown = lines.slice(0, maxLinesOfFile).map(({ line, before: old, after: now }): DraftChange => {
    const [was, is] = [showLine(old), showLine(now)];
    const isHidden = was !== null && was === is;
    const because = [judged.because, isHidden ? 'what differs is not shown' : '']
      .filter((part) => part !== '')
      .join('; ');
    return { ...draft, subject: `line ${line}`, before: was, after: is, because };
  });
  if (lines.length <= maxLinesOfFile) return shown;
  const rest = `${lines.length - maxLinesOfFile} more lines`;
  return [...shown, { ...draft, subject: rest, before: '', after: '' }];
}

function showLine(line: string | null): string | null {
  return line === null ? null : printable(maskLine(line.trim()));
}
