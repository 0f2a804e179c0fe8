// The short header of every rendered file: tool, version, intent. No date, no host: the same intent gives the same bytes.
import { ListMemory } from '../documents/list-memory';
import type { ReleaseName } from '../openstack/types';
import { sha256 } from '../sha256';
import { glacisVersion } from '../version';

/**
 * Header lines without comment characters: words of Glacis alone. The digest is of what the intent wants in this one file, so that a
 * change of the intent leaves the other files as they are: no tool restarts a service for them, no reviewer reads them.
 */
function fileHeader(release: ReleaseName, text: string): readonly string[] {
  const intent = sha256(text).slice(0, 12);
  return [
    `Written by glacis ${glacisVersion} for OpenStack ${release}, intent of this file ${intent}.`,
    'Change the intent and synthesize again; edits made here are overwritten.',
  ];
}

/** The header of a text as `#` comments, whole lines. */
export function fileTop(release: ReleaseName, text: string): string {
  return fileHeader(release, text)
    .map((line) => `# ${line}\n`)
    .join('');
}

const headed = new ListMemory<string, string>();

/** A text with its header above it. Regions that share a text share the file. */
export function putUnderHeader(release: ReleaseName, text: string): string {
  return headed.recall([release, text], () => composeUnderHeader(release, text));
}

/** A text with its header above it, for who remembers it himself: `#` for a comment, in XML a comment of its own. */
export function composeUnderHeader(release: ReleaseName, text: string): string {
  if (!text.startsWith('<')) return `${fileTop(release, text)}\n${text}`;
  const comments = fileHeader(release, text).map((line) => `<!-- ${line.replaceAll('--', '- -')} -->\n`);
  return `${comments.join('')}\n${text}`;
}
