// Mutants of option lines: what a slip of the pen, an older release or a weaker file does to a setting of Glance, Nova or Cinder.
import type { Cloud } from '../../src/checks/cloud/cloud';
import { judgedServices } from '../../src/checks/types';
import type { IniEntry } from '../../src/documents/ini/model';
import { writeValue } from '../../src/documents/ini/values/render-value';
import type { FileTree } from '../../src/documents/types';
import type { OptionFacts, OptionValue, Service } from '../../src/openstack/types';
import { blank, linesOf, type Mutant, replaceLines, type Setting } from './mutant';

/** What a tenant would want in a list; beside it the entries of the release's default are tried. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  allowed_hosts: ['169.254.169.254', 'metadata.google.internal'],
  allowed_schemes: ['http', 'file'],
  allowed_ports: ['80', '22'],
  enabled_import_methods: ['web-download', 'glance-download'],
  disk_formats: ['vmdk', 'vhd', 'vhdx', 'iso', 'ami'],
  container_formats: ['ova', 'compressed', 'docker'],
  vmdk_allowed_types: ['monolithicFlat'],
  gpt_safety_checks_nonfatal: ['mbr'],
  allowed_direct_url_schemes: ['cinder', 'file'],
  image_import_plugins: ['image_decompression'],
  ignore_user_roles: ['member'],
};

/** The file that a host has of its own, and what it needs besides the line in question. */
const hostFiles: Readonly<Record<Service, readonly [string, string]>> = {
  glance: ['glance/glance-api.conf', '[paste_deploy]\nflavor = keystone\n'],
  nova: ['nova/nova.conf', ''],
  cinder: ['cinder/cinder.conf', ''],
};

/** Mutations that change how the line is spelt and not what it says. */
export const spellings: ReadonlySet<string> = new Set([
  'misspelt',
  'capitals',
  'indented',
  'comment behind the value',
  'mark left out',
  'in quotes',
]);

/** Every mutant of every option line of a tree. */
export function mutateOptions(cloud: Cloud): Mutant[] {
  return judgedServices.flatMap((service) =>
    cloud.optionFiles(service).flatMap((document) => {
      const text = cloud.files.get(document.file) ?? '';
      return document.entries.flatMap((entry) => {
        const facts = cloud.optionFacts(service, entry.section, entry.key);
        return facts === undefined ? [] : mutateEntry(cloud, service, text, entry, facts);
      });
    }),
  );
}

function mutateEntry(cloud: Cloud, service: Service, text: string, entry: IniEntry, facts: OptionFacts): Mutant[] {
  const { section, key, at } = entry;
  const setting: Setting = {
    ...at,
    lineCount: entry.raw.length,
    name: `${service} [${section}] ${key}`,
    owner: `${service}/${section}/${key}`,
  };
  const lines = linesOf(text, setting);
  const mutant = (mutation: string, replaced: readonly string[], more = ''): Mutant => ({
    setting,
    mutation,
    files: new Map([[at.file, replaceLines(text, setting, replaced) + more]]),
  });
  const { value } = cloud.config(service).get(section, key);
  const elsewhere = section === 'DEFAULT' ? 'oslo_concurrency' : 'DEFAULT';
  const [first = ''] = lines;
  const mutants = [
    mutant('removed', blank(setting)),
    mutant('other section', blank(setting), `\n[${elsewhere}]\n${lines.join('\n')}\n`),
    mutant('misspelt', [first.replace(key, `${key}s`), ...lines.slice(1)]),
    mutant('capitals', [first.replace(key, key.toUpperCase()), ...lines.slice(1)]),
    mutant('indented', [`  ${first}`, ...lines.slice(1)]),
    mutant('comment behind the value', [`${first} # as the audit asks`, ...lines.slice(1)]),
    mutant('mark left out', [first.replace('=', ' '), ...lines.slice(1)]),
    mutant('in quotes', [first.replace(/=\s*(.*)$/, '= "$1"'), ...lines.slice(1)]),
  ];
  for (const [mutation, other] of listOtherValues(facts, value)) {
    mutants.push(mutant(mutation, [`${key} = ${other}`]));
  }
  const loosest = writeOpposite(facts, value);
  if (loosest !== undefined) {
    mutants.push(mutant('weaker line behind it', lines, `\n[${section}]\n${key} = ${loosest}\n`));
    const [file, more] = hostFiles[service];
    const host: FileTree = new Map([[file, `${more}\n[${section}]\n${key} = ${loosest}\n`]]);
    const removed = mutant('removed, host says otherwise', blank(setting));
    // Only where the line repeats the default: elsewhere its removal shows by itself.
    if (isSame(value, facts.default) && !cloud.files.has(file)) mutants.push({ ...removed, host });
  }
  return mutants;
}

/** Mutation to text. What the type does not take is left out: a refused value shows at once. */
function listOtherValues(facts: OptionFacts, value: OptionValue | undefined): [string, string][] {
  const { type } = facts;
  const others: [string, OptionValue][] = [];
  if (facts.default !== undefined && !isSame(value, facts.default)) others.push(['default', facts.default]);
  if (typeof value === 'boolean') others.push(['flipped', !value]);
  else if (typeof value === 'number') others.push(['x100', value * 100], ['0', 0], ['-1', -1]);
  else if (Array.isArray(value)) others.push(...listOtherLists(facts, value));
  else if (type.kind === 'string') {
    for (const choice of type.choices ?? []) if (choice !== null && choice !== value) others.push([choice, choice]);
    if (typeof value === 'string' && value !== '') others.push(['empty', '']);
  }
  return others.flatMap(([mutation, other]): [string, string][] => {
    const written = writeValue(type, other);
    return written.ok && written.lines.length === 1 ? [[mutation, written.lines[0] as string]] : [];
  });
}

function listOtherLists(facts: OptionFacts, value: readonly OptionValue[]): [string, OptionValue][] {
  const byDefault = Array.isArray(facts.default) ? (facts.default as readonly OptionValue[]) : [];
  const isNumeric = [...value, ...byDefault].some((item) => typeof item === 'number');
  const tempting = (wanted[facts.name] ?? []).map((item) => (isNumeric ? Number(item) : item));
  const added = [...new Set([...byDefault, ...tempting])].filter((item) => !value.includes(item));
  const others: [string, OptionValue][] = added.map((item) => [`with ${item}`, [...value, item]]);
  if (value.length > 0) others.push(['emptied', []]);
  if (value.length > 1) {
    for (const item of value) others.push([`without ${item}`, value.filter((other) => other !== item)]);
  }
  return others;
}

/** The value that a careless file would hold instead: the other switch, a hundred times as much, the default and more. */
function writeOpposite(facts: OptionFacts, value: OptionValue | undefined): string | undefined {
  const choices = facts.type.kind === 'string' ? (facts.type.choices ?? []) : [];
  const opposite: OptionValue | undefined =
    typeof value === 'boolean'
      ? !value
      : typeof value === 'number'
        ? value * 100
        : Array.isArray(value)
          ? (listOtherLists(facts, value)[0]?.[1] ?? undefined)
          : choices.find((choice) => choice !== null && choice !== value);
  const written = opposite === undefined || opposite === null ? undefined : writeValue(facts.type, opposite);
  return written?.ok ? written.lines[0] : undefined;
}

function isSame(a: OptionValue | undefined, b: OptionValue | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
