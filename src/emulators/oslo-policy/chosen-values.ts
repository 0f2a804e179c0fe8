// What a caller chooses of its own image when a rule looks at it: name, disk format, any property.
import type { Enforcer } from './enforcer';
import { readLeftSide } from './python-literal';
import type { PolicyValue, PolicyValues } from './python-text';
import { walkReferred } from './referred-checks';

/** What Glance sets, or what is varied already. Everything else of an image is the caller's: a name not known is a property of it. */
const given = new Set([
  ...[
    'owner',
    'project_id',
    'tenant',
    'id',
    'image_id',
    'member',
    'member_id',
    'status',
    'visibility',
    'size',
    'checksum',
  ],
  ...['virtual_size', 'created_at', 'updated_at', 'locations', 'os_hash_algo', 'os_hash_value'],
]);

/** Six properties of one wanted value each; who combines more is not tried in full. */
const maxImages = 729;

/** Images to ask a rule about. */
export interface ChosenImages {
  /** The image as it is first, then those that meet most of what is compared. */
  readonly images: readonly PolicyValues[];
  /** False: there are more combinations than these, so that refusing all of these proves nothing. */
  readonly isComplete: boolean;
}

/**
 * Images of the caller, one for each way to meet or to miss what the rule and those it refers to compare: `'yes':%(approved)s`
 * is met by whoever creates the image with that property (done on zed, 2025.1 and 2026.2).
 */
export function listChosenImages(
  enforcer: Enforcer,
  rule: string,
  image: PolicyValues,
  creds: PolicyValues,
): ChosenImages {
  let images: readonly PolicyValues[] = [image];
  let isComplete = true;
  for (const [key, values] of listWanted(enforcer, rule, creds)) {
    const known = images;
    const written = [...values, 'something else'].flatMap((value) => known.map((one) => ({ ...one, [key]: value })));
    const all = [...written, ...known];
    if (all.length > maxImages) isComplete = false;
    images = all.slice(0, maxImages);
  }
  return { images: [image, ...images.filter((one) => one !== image)], isComplete };
}

/** Whether the rule, or one that it refers to, compares anything that callers choose of an image. */
export function looksAtChosen(enforcer: Enforcer, rule: string): boolean {
  return listWanted(enforcer, rule, {}).size > 0;
}

/** Domains that the rule, or one that it refers to, names by their id: callers may be of each. */
export function listNamedDomains(enforcer: Enforcer, rule: string): readonly string[] {
  const domains = new Set<string>();
  for (const check of walkReferred(enforcer, rule)) {
    if (check.kind === 'generic' && /^(?:user|project)_domain_id$/.test(check.left) && !check.match.includes('%'))
      domains.add(check.match);
  }
  return [...domains];
}

/** By key of the image, what callers would write there. */
function listWanted(enforcer: Enforcer, rule: string, creds: PolicyValues): Map<string, Set<PolicyValue>> {
  const wanted = new Map<string, Set<PolicyValue>>();
  for (const check of walkReferred(enforcer, rule)) {
    if (check.kind !== 'generic' && check.kind !== 'role') continue;
    const key = /^%\((\w+)\)s$/.exec(check.match)?.[1];
    if (key === undefined || given.has(key)) continue;
    const values = wanted.get(key) ?? new Set<PolicyValue>();
    for (const value of check.kind === 'role' ? listItems(creds.roles) : listMatches(check.left, creds))
      values.add(value);
    wanted.set(key, values);
  }
  return wanted;
}

function listMatches(left: string, creds: PolicyValues): readonly PolicyValue[] {
  const side = readLeftSide(left);
  if (side.kind === 'literal') return [side.text];
  return side.kind === 'path' && Object.hasOwn(creds, left) ? listItems(creds[left]) : [];
}

function listItems(value: PolicyValue | undefined): readonly PolicyValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly PolicyValue[]) : [value];
}
