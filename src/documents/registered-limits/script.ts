// The registered limits as a shell script for the openstack client: rendered, and read back only when it is untouched.
import { InternalError } from '../../problems';
import type { Fault, Source } from '../types';
import { type LimitedResource, limitedResources, limitUnits, type RegisteredLimits } from './types';

/** Path of the script below the program's directory. */
export const LIMITS_SCRIPT = 'glacis-registered-limits.sh';

const intro = `# Registers the default limits of Glance in Keystone. Run it with sh and the credentials of a system administrator,
# before glance-api reads use_keystone_limits: a limit that is not registered counts as 0. Running it again changes nothing.
set -eu

service=$(openstack service show --format value --column id image)
`;

const body = `
register_limit() {
  ids=$(openstack registered limit list --service "$service" --region "$region" --resource-name "$1" \\
    --format value --column ID)
  if [ -z "$ids" ]; then
    openstack registered limit create --service "$service" --region "$region" --default-limit "$2" "$1"
  else
    for id in $ids; do
      openstack registered limit set --default-limit "$2" "$id"
    done
  fi
}
`;

/** Quotes one word for a POSIX shell. */
export function quoteShellWord(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Renders the script. @throws InternalError on a limit below 0, which Keystone would take for unlimited. */
export function renderRegisteredLimits({ region, limits }: RegisteredLimits): string {
  if (/[\u0000-\u001f\u007f]/.test(region)) throw new InternalError('control characters in the name of a region');
  const calls = limitedResources.map((resource) => {
    const limit = limits[resource];
    if (!Number.isSafeInteger(limit) || limit < 0) throw new InternalError(`${resource} cannot be ${limit}`);
    return `# ${limitUnits[resource]}\nregister_limit ${resource} ${limit}\n`;
  });
  return `${intro}region=${quoteShellWord(region)}\n${body}\n${calls.join('')}`;
}

/** What a script of this kind registers. */
export interface ReadLimits {
  readonly region: string;
  /** A resource that no line registers is absent. */
  readonly limits: ReadonlyMap<LimitedResource, { readonly limit: number; readonly at: Source }>;
  readonly faults: readonly Fault[];
}

/**
 * Reads a script back. A shell script can do anything, so it counts only while every line besides the calls is the one that
 * was rendered; else undefined. Comments may differ.
 */
export function parseRegisteredLimits(text: string, file: string): ReadLimits | undefined {
  const isCode = (line: string): boolean => line.trim() !== '' && !line.startsWith('#');
  const frame = `${intro}region=\n${body}`.split('\n').filter(isCode);
  const limits = new Map<LimitedResource, { limit: number; at: Source }>();
  const faults: Fault[] = [];
  let region: string | undefined;
  let next = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (!isCode(line)) continue;
    const at = { file, line: index + 1 };
    const quoted = /^region='((?:[^']|'\\'')*)'$/.exec(line);
    if (next < frame.length) {
      if (frame[next] === 'region=' && quoted) region = (quoted[1] ?? '').replaceAll("'\\''", "'");
      else if (frame[next] !== line) return undefined;
      next += 1;
      continue;
    }
    const call = /^register_limit (\w+) (-?\d{1,15})$/.exec(line);
    const resource = limitedResources.find((name) => name === call?.[1]);
    if (call === null) return undefined;
    if (resource === undefined) faults.push({ at, effect: 'ignored', message: 'Glance asks for no such resource' });
    else limits.set(resource, { limit: Number(call[2]), at });
  }
  return region === undefined || next < frame.length ? undefined : { region, limits, faults };
}
