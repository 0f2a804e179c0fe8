// The option file and the policy file of one service: the two texts that most targets carry, each in its own wrapping.
import type { HardeningDocuments, PolicyOverride, Setting } from '../documents/hardening';
import { composeIniSection, joinIni } from '../documents/ini/compose-ini';
import { writeValue } from '../documents/ini/values/render-value';
import { ListMemory } from '../documents/list-memory';
import { joinPolicy, renderPolicyRules } from '../documents/policy/render-policy';
import type { Service } from '../openstack/types';
import { InternalError } from '../problems';
import { fileHeader } from './header';

/** Services in the order in which their files are written. */
export const services: readonly Service[] = ['glance', 'nova', 'cinder'];

/** Settings of one service, by section in the order given. */
export function settingsBySection(
  documents: HardeningDocuments,
  service: Service,
): ReadonlyMap<string, readonly Setting[]> {
  const sections = new Map<string, Setting[]>();
  for (const setting of documents.settings) {
    if (setting.service !== service) continue;
    const known = sections.get(setting.section);
    if (known === undefined) sections.set(setting.section, [setting]);
    else known.push(setting);
  }
  return sections;
}

/** Policy overrides of one service. */
export function overridesOf(documents: HardeningDocuments, service: Service): readonly PolicyOverride[] {
  return documents.overrides.filter((override) => override.service === service);
}

/** The texts to write after `option = `, one per line. @throws InternalError for a value no stack would have settled. */
export function writeSetting(setting: Setting): readonly string[] {
  const written = writeValue(setting.type, setting.value);
  if (written.ok) return written.lines;
  throw new InternalError(`[${setting.section}] ${setting.option} cannot be written: ${written.because}`);
}

/** The option file of a service, reasons included; undefined when it has no settings. */
export function composeServiceIni(documents: HardeningDocuments, service: Service): string | undefined {
  const sections = [...settingsBySection(documents, service).values()];
  if (sections.length === 0) return undefined;
  return joinIni(
    fileHeader(documents),
    sections.map((settings) => sectionTexts.recall(settings, composeSettings)),
  );
}

/** The policy file of a service, reasons included; undefined when it has no overrides. */
export function composeServicePolicy(documents: HardeningDocuments, service: Service): string | undefined {
  const overrides = overridesOf(documents, service);
  if (overrides.length === 0) return undefined;
  return joinPolicy(fileHeader(documents), policyTexts.recall(overrides, composeOverrides));
}

const sectionTexts = new ListMemory<Setting, string>();
const policyTexts = new ListMemory<PolicyOverride, string>();

function composeSettings(settings: readonly Setting[]): string {
  const options = settings.map(({ option, type, value, reason }) => ({ name: option, type, value, reason }));
  return composeIniSection({ section: settings[0]?.section ?? '', options });
}

function composeOverrides(overrides: readonly PolicyOverride[]): string {
  return renderPolicyRules(overrides.map(({ rule, check, reason }) => ({ name: rule, check, reason })));
}

/** The text of an artifact under the header that every rendered file has: `#` for a comment, in XML a comment of its own. */
export function composeArtifact(documents: HardeningDocuments, text: string): string {
  const isXml = text.startsWith('<');
  const comment = fileHeader(documents)
    .map((line) => (isXml ? `<!-- ${line.replaceAll('--', '- -')} -->\n` : `# ${line}\n`))
    .join('');
  return `${comment}\n${text}`;
}

/** The files sorted by path. */
export function sortFiles(files: Iterable<readonly [string, string]>): Map<string, string> {
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
