// The short header of every rendered file: tool, version, intent. No date, no host: the same intent gives the same bytes.
import type { HardeningDocuments } from '../documents/hardening';
import { glacisVersion } from '../version';

/** Header lines without comment characters: words of Glacis alone. */
export function fileHeader(documents: HardeningDocuments): readonly string[] {
  return [
    `Written by glacis ${glacisVersion} for OpenStack ${documents.release}, intent ${documents.intentDigest}.`,
    'Change the intent and synthesize again; edits made here are overwritten.',
  ];
}

const tops = new WeakMap<HardeningDocuments, string>();

/** The header as `#` comments, the first lines of most files of a region. */
export function fileTop(documents: HardeningDocuments): string {
  let top = tops.get(documents);
  if (top === undefined) {
    top = fileHeader(documents)
      .map((line) => `# ${line}\n`)
      .join('');
    tops.set(documents, top);
  }
  return top;
}
