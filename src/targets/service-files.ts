// The option file and the policy file of one service: the two texts that most targets carry, each in its own wrapping.
import type { HardeningDocuments, PolicyOverride, Setting } from '../documents/hardening';
import { composeIniSection } from '../documents/ini/compose-ini';
import { writeValue } from '../documents/ini/values/render-value';
import { ListMemory } from '../documents/list-memory';
import { renderPolicyRules } from '../documents/policy/render-policy';
import type { Service } from '../openstack/types';
import { InternalError } from '../problems';
import { composeUnderHeader, putUnderHeader } from './header';

/** Services in the order in which their files are written. */
export const services: readonly Service[] = ['glance', 'nova', 'cinder'];

/** Settings of one service, by section in the order given. */
export function settingsBySection(
  documents: HardeningDocuments,
  service: Service,
): ReadonlyMap<string, readonly Setting[]> {
  return groupBySection(ofService(documents.settings, service));
}

function groupBySection(settings: readonly Setting[]): ReadonlyMap<string, readonly Setting[]> {
  const sections = new Map<string, Setting[]>();
  for (const setting of settings) {
    const known = sections.get(setting.section);
    if (known === undefined) sections.set(setting.section, [setting]);
    else known.push(setting);
  }
  return sections;
}

interface OfService {
  readonly service: Service;
}

const itemsOfServices = new WeakMap<readonly OfService[], Map<Service, OfService[]>>();

/** The items of one service. A list, which must never change, is split once for all services and all regions that share it. */
function ofService<T extends OfService>(items: readonly T[], service: Service): readonly T[] {
  let split = itemsOfServices.get(items) as Map<Service, T[]> | undefined;
  if (split === undefined) {
    split = new Map(services.map((name) => [name, []]));
    for (const item of items) split.get(item.service)?.push(item);
    itemsOfServices.set(items, split as Map<Service, OfService[]>);
  }
  return split.get(service) ?? [];
}

/** Policy overrides of one service. */
export function overridesOf(documents: HardeningDocuments, service: Service): readonly PolicyOverride[] {
  return ofService(documents.overrides, service);
}

/** The texts to write after `option = `, one per line. @throws InternalError for a value no stack would have settled. */
export function writeSetting(setting: Setting): readonly string[] {
  const written = writeValue(setting.type, setting.value);
  if (written.ok) return written.lines;
  throw new InternalError(`[${setting.section}] ${setting.option} cannot be written: ${written.because}`);
}

/** The option file of a service, reasons included; undefined when it has no settings. */
export function composeServiceIni(documents: HardeningDocuments, service: Service): string | undefined {
  const settings = ofService(documents.settings, service);
  if (settings.length === 0) return undefined;
  return iniTexts.recall(settings, () => composeUnderHeader(documents.release, composeSections(settings)));
}

/** The policy file of a service, reasons included; undefined when it has no overrides. */
export function composeServicePolicy(documents: HardeningDocuments, service: Service): string | undefined {
  const overrides = overridesOf(documents, service);
  if (overrides.length === 0) return undefined;
  return putUnderHeader(documents.release, policyTexts.recall(overrides, composeOverrides));
}

// The same for every region that wants the same. A setting is of one release, a rule may be of several.
const iniTexts = new ListMemory<Setting, string>();
const sectionTexts = new ListMemory<Setting, string>();
const policyTexts = new ListMemory<PolicyOverride, string>();

/** Each section begins with its own line, so that none reads on in another. */
function composeSections(settings: readonly Setting[]): string {
  const sections = groupBySection(settings);
  return Array.from(sections.values(), (section) => sectionTexts.recall(section, composeSettings)).join('\n');
}

function composeSettings(settings: readonly Setting[]): string {
  return composeIniSection({ section: settings[0]?.section ?? '', options: settings });
}

function composeOverrides(overrides: readonly PolicyOverride[]): string {
  return renderPolicyRules(overrides.map(({ rule, check, reason }) => ({ name: rule, check, reason })));
}

/** The files sorted by path. */
export function sortFiles(files: ReadonlyMap<string, string>): Map<string, string> {
  const sorted = new Map<string, string>();
  for (const path of sortPaths([...files.keys()])) sorted.set(path, files.get(path) as string);
  return sorted;
}

const sortedPaths = new ListMemory<string, readonly string[]>();

/** Sorted paths. Most regions have the same files, so that they are sorted once. */
function sortPaths(paths: readonly string[]): readonly string[] {
  return sortedPaths.recall(paths, () => [...paths].sort());
}
