// Property protections of a cloud: whether a member may write the properties that make a signature.
import type { PropertyOperation, ProtectionFormat } from '../../documents/property-protections/model';
import { parseProtections } from '../../documents/property-protections/parse-protections';
import { signatureProperties } from '../../emulators/signatures/image-state';
import { judgeProperty, type PropertyCaller } from '../../emulators/signatures/property-protection';
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

const OPTION = 'property_protection_file';

const tenants = [
  { persona: 'member', roles: ['member', 'reader'] },
  { persona: 'reader', roles: ['reader'] },
  { persona: 'no-role', roles: [] },
] as const;

const changing: readonly PropertyOperation[] = ['create', 'update', 'delete'];

/** The defence when a member surely may not create, change or remove any of the four properties. */
export function findPropertyDefences(cloud: Cloud): Defence[] {
  const config = cloud.config('glance');
  const format = config.get('DEFAULT', 'property_protection_rule_format').value === 'policies' ? 'policies' : 'roles';
  const file = findProtectionFile(cloud);
  if (file === null) return [];
  return mayChange(cloud, file, format)
    ? []
    : [
        {
          layer: 'property-protections',
          at: config.get('DEFAULT', OPTION).at,
          because: `a member may not write img_signature* (${file})`,
        },
      ];
}

/** The file that `property_protection_file` names, when it is in the tree: a full path is taken as it is, a name is looked for in /etc/glance, then in /etc. */
export function findProtectionFile(cloud: Cloud): string | null {
  const path = cloud.config('glance').get('DEFAULT', OPTION).value;
  if (typeof path !== 'string' || path === '') return null;
  const candidates = path.startsWith('/etc/') ? [path.slice('/etc/'.length)] : [`glance/${path}`, path];
  return candidates.find((file) => cloud.files.has(file)) ?? null;
}

function mayChange(cloud: Cloud, file: string, format: ProtectionFormat): boolean {
  const protections = parseProtections(cloud.files.get(file) ?? '', file, format);
  if (protections.faults.length > 0) return true;
  // A section for readers, or a rule with `not` in it, may let in who holds less than a member.
  return tenants.some(({ persona, roles }) => {
    const caller: PropertyCaller = {
      roles,
      mayPass: (rule) => {
        const verdict = cloud.authorize('glance', rule, persona);
        return typeof verdict.allowed === 'boolean' && verdict.hasRaised === false ? verdict.allowed : null;
      },
    };
    return signatureProperties.some((property) =>
      changing.some((operation) => judgeProperty(protections, format, property, operation, caller).isAllowed !== false),
    );
  });
}
