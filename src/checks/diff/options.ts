// Options that a service holds with another value than before.
import { normalizeSection } from '../../documents/ini/model';
import { writeValue } from '../../documents/ini/values/render-value';
import type { EffectiveConfig, EffectiveOption } from '../../emulators/oslo-config/effective-config';
import { programsOf } from '../../emulators/oslo-config/programs';
import { knowsOption } from '../../openstack/catalogue';
import type { OptionFacts, OptionValue, Service } from '../../openstack/types';
import { compareText, printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { listDynamicSections } from '../cloud/walk-lines';
import { listHardeningOptions } from '../hardening-options';
import { findMeaning } from '../option-meaning';
import { holdsSecret, isSecretOption, maskUserinfo, SECRET_MARK } from '../secrets';
import type { Direction } from '../types';
import { judgeProtections } from './protections';
import type { DraftChange } from './types';

/** Every option of a service whose effective value differs. A default written out is no difference. */
export function diffOptions(service: Service, before: Cloud, after: Cloud): DraftChange[] {
  const dynamic = listDynamicSections(after, service);
  /** Back ends and auth plugins have options that no list holds: those are not called ignored. */
  const isIgnored = (section: string, option: string): boolean =>
    knowsOption(service, section, option, after.versions.release, dynamic) === 'unknown';
  const readers = listReaders(service, before, after);
  return listNamed(service, before, after).flatMap(({ section, option }): DraftChange[] => {
    const facts = after.optionFacts(service, section, option) ?? before.optionFacts(service, section, option);
    const isSecret = isSecretOption(option, facts) || holdsSecret(after, service, section, option);
    const subject = `${facts?.section ?? section}/${option}`;
    const told = new Set<string>();
    return readers.flatMap(({ program, read }): DraftChange[] => {
      const [old, now] = [read(before).get(section, option), read(after).get(section, option)];
      const effect = `${describeEffect(old)} ${describeEffect(now)}`;
      if (describeEffect(old) === describeEffect(now) || told.has(effect)) return [];
      told.add(effect);
      const because = isIgnored(section, option)
        ? `${service} ignores the line: there is no such option`
        : explain(program ?? service, old, now, isSecret);
      return [
        {
          kind: 'option',
          direction: judgeValues(subject, old, now, [before, after], service),
          file: now.at?.file ?? old.at?.file ?? service,
          subject: printable(subject, 120),
          before: showValue(old, facts, isSecret),
          after: showValue(now, facts, isSecret),
          isIgnored: isIgnored(section, option),
          because: program === null ? because : [`what ${program} reads`, because].filter(Boolean).join('; '),
          beforeAt: old.at,
          afterAt: now.at,
        },
      ];
    });
  });
}

interface Reader {
  /** Null: all programs of the service, their files merged. */
  readonly program: string | null;
  readonly read: (cloud: Cloud) => EffectiveConfig;
}

/** The service as a whole, and each program that reads other files than the rest: a later one of another program hides what it holds. */
function listReaders(service: Service, before: Cloud, after: Cloud): Reader[] {
  const isApart = (cloud: Cloud, program: string) => cloud.programConfig(service, program) !== cloud.config(service);
  const apart = programsOf[service].filter((program) => isApart(before, program) || isApart(after, program));
  return [
    { program: null, read: (cloud) => cloud.config(service) },
    ...apart.map((program) => ({ program, read: (cloud: Cloud) => cloud.programConfig(service, program) })),
  ];
}

/** Options that either side's files or environments set, under their present names; beside them those whose default an upgrade may change. */
function listNamed(service: Service, before: Cloud, after: Cloud): { section: string; option: string }[] {
  const named = new Map<string, { section: string; option: string }>();
  const add = (section: string, option: string): void => {
    const key = `${normalizeSection(section)}/${option}`;
    if (!named.has(key)) named.set(key, { section, option });
  };
  for (const cloud of [before, after]) {
    for (const document of cloud.optionFiles(service)) {
      for (const { section, key } of document.entries) {
        const facts = section === '' ? undefined : cloud.optionFacts(service, section, key);
        if (section !== '') add(facts?.section ?? section, facts?.name ?? key);
      }
    }
  }
  const hasFiles = named.size > 0;
  // Names are enough: whether a variable reaches the program, the value in effect says.
  for (const text of [before, after].flatMap(({ files }) => [...files.values()])) {
    for (const [, section = '', option = ''] of text.matchAll(/\bOS_([A-Z0-9_]+?)__([A-Z0-9_]+)/g)) {
      add(section === 'DEFAULT' ? section : section.toLowerCase(), option.toLowerCase());
    }
  }
  if (hasFiles && before.versions.release !== after.versions.release) {
    for (const { section, option } of listHardeningOptions(service)) add(section, option);
  }
  return [...named.values()].sort((a, b) => compareText(a.section, b.section) || compareText(a.option, b.option));
}

/** What the service holds: equal text, equal effect. */
function describeEffect({ value, error, isKnown, raw }: EffectiveOption): string {
  if (error !== null) return `error ${raw ?? ''}`;
  return isKnown ? JSON.stringify(value ?? null) : `unknown ${raw ?? ''}`;
}

function judgeValues(
  subject: string,
  old: EffectiveOption,
  now: EffectiveOption,
  clouds: readonly [Cloud, Cloud],
  service: Service,
): Direction {
  if (old.error !== null || now.error !== null || (!old.isKnown && !now.isKnown)) return 'neutral';
  if (service === 'glance' && subject.startsWith('DEFAULT/property_protection_'))
    return judgeProtections(...clouds).direction;
  const direction = findMeaning(subject, old.value, now.value);
  const deny = /^import_filtering_opts\/dis(allowed_\w+)$/.exec(subject);
  if (deny === null || direction === 'neutral') return direction;
  // A deny list counts only while the allow list of its kind is empty.
  const allow = clouds[1].config(service).get('import_filtering_opts', deny[1] as string).value;
  return Array.isArray(allow) && allow.length > 0 ? 'neutral' : direction;
}

function explain(service: string, old: EffectiveOption, now: EffectiveOption, isSecret: boolean): string {
  if (now.error !== null) return `${service} does not start with the new value`;
  if (old.error !== null) return `${service} did not start with the old value`;
  return isSecret ? 'the value differs and is not shown' : nameEntries(old.value, now.value);
}

/** The entries by which two lists differ, at most five of a kind: a reviewer need not search two long values for one host. */
function nameEntries(old: OptionValue | undefined, now: OptionValue | undefined): string {
  if (!Array.isArray(old) || !Array.isArray(now) || old.length === 0 || now.length === 0) return '';
  const name = (verb: string, from: readonly unknown[], to: readonly unknown[]): string[] => {
    const entries = to.map(String).filter((entry) => !from.map(String).includes(entry));
    const shown = entries.slice(0, 5).map((entry) => printable(maskUserinfo(entry), 80));
    const rest = entries.length > shown.length ? ` and ${entries.length - shown.length} more` : '';
    return entries.length === 0 ? [] : [`${verb} ${shown.join(', ')}${rest}`];
  };
  return [...name('adds', old, now), ...name('removes', now, old)].join('; ');
}

function showValue(option: EffectiveOption, facts: OptionFacts | undefined, isSecret: boolean): string | null {
  if (option.raw === null && (option.value === undefined || option.value === null)) return null;
  if (isSecret && option.raw !== null) return SECRET_MARK;
  if (option.raw !== null) return printable(maskUserinfo(option.raw.trim()));
  const written = facts && option.value !== undefined ? writeValue(facts.type, option.value) : undefined;
  const text = written?.ok ? written.lines.join(', ') : JSON.stringify(option.value);
  return printable(maskUserinfo(text));
}
