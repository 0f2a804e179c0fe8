// Property protections of a cloud: whether a member may write the properties that make a signature.
import type { PropertyOperation, ProtectionFormat } from '../../documents/property-protections/model';
import { parseProtections } from '../../documents/property-protections/parse-protections';
import { signatureProperties } from '../../emulators/signatures/image-state';
import { judgeProperty, type PropertyCaller } from '../../emulators/signatures/property-protection';
import type { Cloud } from '../cloud';
import type { Defence } from '../types';

const changing: readonly PropertyOperation[] = ['create', 'update', 'delete'];

/** The defence when a member surely may not create, change or remove any of the four properties. */
export function findPropertyDefences(cloud: Cloud): Defence[] {
  const config = cloud.config('glance');
  const named = config.get('DEFAULT', 'property_protection_file');
  const format = config.get('DEFAULT', 'property_protection_rule_format').value === 'policies' ? 'policies' : 'roles';
  const file = typeof named.value === 'string' ? findFile(cloud, named.value) : null;
  if (file === null) return [];
  return mayChange(cloud, file, format)
    ? []
    : [{ layer: 'property-protections', at: named.at, because: `a member may not write img_signature* (${file})` }];
}

/** Glance takes a full path as it is and looks for a name in /etc/glance, then in /etc. */
function findFile(cloud: Cloud, path: string): string | null {
  const candidates = path.startsWith('/etc/') ? [path.slice('/etc/'.length)] : [`glance/${path}`, path];
  return path === '' ? null : (candidates.find((file) => cloud.files.has(file)) ?? null);
}

function mayChange(cloud: Cloud, file: string, format: ProtectionFormat): boolean {
  const protections = parseProtections(cloud.files.get(file) ?? '', file, format);
  if (protections.faults.length > 0) return true;
  const member: PropertyCaller = {
    roles: ['member', 'reader'],
    mayPass: (rule) => {
      const verdict = cloud.authorize('glance', rule, 'member');
      return typeof verdict.allowed === 'boolean' && verdict.hasRaised === false ? verdict.allowed : null;
    },
  };
  return signatureProperties.some((property) =>
    changing.some((operation) => judgeProperty(protections, format, property, operation, member).isAllowed !== false),
  );
}
