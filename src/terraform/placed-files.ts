// The files of one region as Terraform is to hold them: where each lies on a host, its bytes and their digest.
import type { HardeningDocuments } from '../documents/hardening';
import { PERMISSIONS_SCRIPT } from '../documents/permissions/script';
import { type Problem, problem } from '../problems';
import { sha256 } from '../sha256';
import { loadTarget } from '../targets';
import { escapeJsonTemplate, findTransportLoss, quoteHclText } from './template-text';

/** Permissions of a file: configuration of services is for root and the service's group. */
export const FILE_MODE = '0640';

/** One file on a host. */
export interface PlacedFile {
  /** Path on the host. */
  readonly path: string;
  readonly content: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
  readonly mode: string;
}

/** What is for the operator who copies files by hand, and would lie in /etc on a host. Terraform holds the modes itself. */
const isForHosts = (path: string): boolean => path !== 'README.md' && path !== PERMISSIONS_SCRIPT;

/** Files of the `etc` target by their path below `directory`, sorted. */
export function placeFiles(documents: HardeningDocuments, directory: string): ReadonlyMap<string, PlacedFile> {
  const base = directory.replace(/\/+$/, '');
  const placed = new Map<string, PlacedFile>();
  for (const [path, content] of loadTarget('etc').layOut(documents)) {
    if (isForHosts(path)) {
      placed.set(path, { path: `${base}/${path}`, content, sha256: sha256(content), mode: FILE_MODE });
    }
  }
  return placed;
}

/** Every string that Terraform would not hand on byte for byte. */
export function findPlacementProblems(files: ReadonlyMap<string, PlacedFile>, construct: string): readonly Problem[] {
  return [...files].flatMap(([path, file]) => {
    const loss = findTransportLoss(file.path) ?? findTransportLoss(file.content);
    if (loss === undefined) return [];
    return problem(
      'unsafe-text',
      { file: construct },
      {
        got: `${loss} in ${path}`,
        wanted: 'text that Terraform keeps as it is',
        why: 'the host would get other bytes than those that were judged',
        fix: 'write the text in normal form C, without a byte order mark',
      },
    );
  });
}

/** A directory is written literally: a Terraform expression in it is escaped like everything else. */
export function findDirectoryProblems(directory: string, construct: string): readonly Problem[] {
  if (directory !== '' && !/[\u0000-\u001f\u007f]/.test(directory)) return [];
  return [
    problem(
      directory === '' ? 'bad-value' : 'unsafe-text',
      { file: construct, pointer: '/directory' },
      {
        got: JSON.stringify(directory),
        wanted: 'a directory such as /etc, without control characters',
        why: 'the files would lie elsewhere than it seems',
        fix: 'name the directory, or leave it out',
      },
    ),
  ];
}

/** The value of `for_each` in JSON syntax, as an object: the address of a file is `TYPE.NAME["PATH"]`. */
export function composeJsonForEach(files: ReadonlyMap<string, PlacedFile>): Record<string, object> {
  return Object.fromEntries(
    [...files].map(([path, file]) => [
      escapeJsonTemplate(path),
      Object.fromEntries(Object.entries(file).map(([name, text]) => [name, escapeJsonTemplate(text)])),
    ]),
  );
}

/** The value of `for_each` in HCL syntax, as text. */
export function renderHclForEach(files: ReadonlyMap<string, PlacedFile>): string {
  const entries = [...files].map(([path, file]) => {
    const attributes = Object.entries(file).map(([name, text]) => `    ${name} = ${quoteHclText(text)}\n`);
    return `  ${quoteHclText(path)} = {\n${attributes.join('')}  }\n`;
  });
  return `{\n${entries.join('')}}`;
}
