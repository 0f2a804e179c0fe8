// Which headers a client of HAProxy may change to fall into another bucket, and what it would write into them.
import { type EdgeRequest, isFreeHeader } from './types';

/** The words of every line that may look at a header. */
type Lines = readonly (readonly string[])[];

/** One way to write these headers; undefined: leave them out. */
export interface HeaderChange {
  readonly names: readonly string[];
  readonly value: string | undefined;
}

/** Each free header by itself, then all together: two limits keyed by one header each hold against neither change alone. */
export function listHeaderChanges(lines: Lines, request: EdgeRequest): readonly HeaderChange[] {
  const free = listFreeHeaders(lines, request);
  const made = [undefined, '198.18.0.1', '198.18.0.2'];
  return [
    ...free.flatMap((name) => [...made, ...listLiterals(lines, name)].map((value) => ({ names: [name], value }))),
    ...(free.length > 1 ? made.map((value) => ({ names: free, value })) : []),
  ];
}

/** Headers that rules look at, lower case, except the media type where the request creates nothing without it. */
export function listFreeHeaders(lines: Lines, request: EdgeRequest): string[] {
  const names = new Set<string>();
  for (const words of lines) {
    for (const found of words.join(' ').matchAll(/hdr(?:_\w+)?\(([^,()]+)/g)) names.add((found[1] ?? '').toLowerCase());
  }
  if (/^\/+images/.test(request.rawPath)) names.delete('accept');
  return [...names].filter((name) => isFreeHeader(request, name));
}

/** Values the file compares the header with: an exemption by a secret header is there to be read. */
function listLiterals(lines: Lines, header: string): string[] {
  const literals: string[] = [];
  for (const words of lines) {
    const start = words.findIndex((word) => word.toLowerCase().includes(`(${header}`));
    if (start >= 0)
      literals.push(...words.slice(start + 1).filter((word) => !/^(?:-|\{|\}|if$|unless$|table$)/.test(word)));
  }
  return [...new Set(literals)].slice(0, 50);
}

/** The headers with this one written, or left out. */
export function replaceHeader(
  headers: EdgeRequest['headers'],
  name: string,
  value: string | undefined,
): Record<string, string> {
  const kept = Object.entries(headers).filter(([one]) => one.toLowerCase() !== name);
  return Object.fromEntries(value === undefined ? kept : [...kept, [name, value]]);
}
