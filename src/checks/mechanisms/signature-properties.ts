// Property protections of a cloud: whether a member may write the properties that make a signature, or those that make a volume the root disk.
import type { PropertyOperation, ProtectionRule } from '../../documents/property-protections/model';
import { parseProtections } from '../../documents/property-protections/parse-protections';
import { anonymous, listPersonas, type Persona, type PersonaName } from '../../emulators/oslo-policy/personas';
import type { PolicyValues } from '../../emulators/oslo-policy/python-text';
import { judgeProperty, withOwnRules } from '../../emulators/signatures/property-protection';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

const OPTION = 'property_protection_file';

/** A section for readers, or a rule with `not` in it, may let in who holds less than a member. */
const tenants: readonly PersonaName[] = ['member', 'reader', 'no-role'];

/** What stops a member, or a clause when nobody can say. */
export interface PropertyDefences {
  readonly defences: Defence[];
  readonly doubt: string | null;
}

/** The defence when a member surely may do none of this with any of the properties. @param words how they are told, such as `img_signature*`. */
export function findPropertyDefences(
  cloud: Cloud,
  properties: readonly string[],
  operations: readonly PropertyOperation[],
  words: string,
): PropertyDefences {
  const named = readOption(cloud);
  if (named === null) return { defences: [], doubt: null };
  const file = findProtectionFile(cloud);
  if (file === null) return { defences: [], doubt: `${printable(named, 60)}, which protects properties, is not here` };
  const mayChange = judgeChanges(cloud, properties, operations);
  if (mayChange === null) return { defences: [], doubt: `nobody can say whom ${printable(file, 60)} lets through` };
  const { at } = cloud.config('glance').get('DEFAULT', OPTION);
  const because = `a member may not write ${words} (${file})`;
  return { defences: mayChange ? [] : [{ layer: 'property-protections', at, because }], doubt: null };
}

function readOption(cloud: Cloud): string | null {
  const { value } = cloud.config('glance').get('DEFAULT', OPTION);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The file that `property_protection_file` names, when it is in the tree: a full path is taken as it is, a name is looked for beside the files of options. */
export function findProtectionFile(cloud: Cloud): string | null {
  const path = readOption(cloud);
  if (path === null) return null;
  const beside = cloud.listBeside('glance').map((home) => (home === '' ? path : `${home}/${path}`));
  const candidates = path.startsWith('/etc/') ? [path.slice('/etc/'.length)] : beside;
  return candidates.find((file) => cloud.files.has(file)) ?? null;
}

function judgeChanges(
  cloud: Cloud,
  properties: readonly string[],
  operations: readonly PropertyOperation[],
): boolean | null {
  const { mayTouch } = openProtections(cloud);
  const answers = listCallers(cloud).flatMap(({ creds }) =>
    properties.flatMap((property) => operations.map((operation) => mayTouch(property, operation, creds))),
  );
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

/** The protections that are in force. */
export interface OpenProtections {
  /** Empty without a file. */
  readonly rules: readonly ProtectionRule[];
  /** Null where nobody can say, and where Glance cannot read the file: then every request ends in an error. */
  mayTouch(property: string, operation: PropertyOperation, creds: PolicyValues): boolean | null;
}

/** Reads them; where no file is named everybody may do everything. */
export function openProtections(cloud: Cloud): OpenProtections {
  if (readOption(cloud) === null) return { rules: [], mayTouch: () => true };
  const file = findProtectionFile(cloud);
  const { value } = cloud.config('glance').get('DEFAULT', 'property_protection_rule_format');
  const format = value === 'policies' ? 'policies' : 'roles';
  const read = file === null ? null : parseProtections(cloud.files.get(file) ?? '', file, format);
  if (read === null || read.faults.length > 0) return { rules: [], mayTouch: () => null };
  const protections = withOwnRules(read, cloud.versions.release);
  const mayTouch: OpenProtections['mayTouch'] = (property, operation, creds) => {
    const roles = Array.isArray(creds.roles) ? creds.roles.map(String) : [];
    const mayPass = (rule: string) => {
      // Glance hands over no target: what a rule compares with one is missing.
      const verdict = cloud.enforcer('glance').authorize(rule, {}, creds);
      return typeof verdict.allowed === 'boolean' && verdict.hasRaised === false ? verdict.allowed : null;
    };
    return judgeProperty(protections, format, property, operation, { roles, mayPass }).isAllowed;
  };
  return { rules: protections.rules, mayTouch };
}

/** Tenants, and whom the pipeline makes of everybody. */
function listCallers({ everybody }: Cloud): readonly Persona[] {
  const names = [...(everybody?.isSure ? [] : tenants), ...(everybody ? [everybody.name] : [])];
  return [...listPersonas('glance'), anonymous].filter(({ name }) => names.includes(name));
}
