// The short header of every rendered file: tool, version, intent. No date, no host: the same intent gives the same bytes.
import type { HardeningDocuments } from '../documents/hardening';
import { glacisVersion } from '../version';

/** Header lines without comment characters. */
export function fileHeader(documents: HardeningDocuments): readonly string[] {
  return [
    `Written by glacis ${glacisVersion} for OpenStack ${documents.release}, intent ${documents.intentDigest}.`,
    'Change the intent and synthesize again; edits made here are overwritten.',
  ];
}
