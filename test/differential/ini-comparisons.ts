// What the readers of ini files and option values say, beside the real oslo.config.
import fc from 'fast-check';
import { normalizeSection } from '../../src/documents/ini/model';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { parseValue } from '../../src/documents/ini/values/parse-value';
import { effectiveConfig } from '../../src/emulators/oslo-config/effective-config';
import type { ValueType } from '../../src/openstack/types';
import { iniText, valueText, valueType } from '../properties/ini-arbitraries';
import { type Comparison, differOf } from './comparison';
import { type IniTree, iniTree, treeOptions } from './ini-trees';
import type { KnownDifference } from './known-differences';

interface ParseAnswer {
  readonly error?: number;
  readonly message?: string;
  readonly sections?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Sections, keys and values of a text, or the line at which it cannot be read. */
export const compareIniTexts: Comparison<string> = {
  title: 'ini texts',
  make: (count, seed) => fc.sample(iniText, { numRuns: count, seed }),
  question: (text) => ({ ask: 'parse', text }),
  differ: (text, answer) => {
    const real = answer as ParseAnswer;
    const document = parseIni(text, 'one.conf');
    const refusal = document.faults.find((fault) => fault.effect === 'refuses-to-load');
    if (refusal !== undefined) {
      const isLate = real.message?.startsWith('Section must be started') === true;
      const known: KnownDifference | undefined = isLate ? 'ini-late-line' : undefined;
      return differOf({ error: refusal.at.line }, { ...real, message: undefined }, known);
    }
    const sections: Record<string, Record<string, string[]>> = Object.create(null);
    for (const item of document.items) {
      if (item.kind === 'section') sections[normalizeSection(item.name)] ??= Object.create(null);
      if (item.kind !== 'entry') continue;
      const section = sections[normalizeSection(item.section)] ?? {};
      section[item.key] = [...(section[item.key] ?? []), item.value];
    }
    return differOf({ sections }, real);
  },
};

interface TypedText {
  readonly type: ValueType;
  readonly raw: string;
}

/** What a text means under a type of option, or that it is refused. */
export const compareIniValues: Comparison<TypedText> = {
  title: 'option values',
  make: (count, seed) =>
    fc.sample(
      valueType.chain((type) => valueText(type).map((raw) => ({ type, raw }))),
      { numRuns: count, seed },
    ),
  question: ({ type, raw }) => ({ ask: 'value', raw, type: encodeType(type) }),
  differ: ({ type, raw }, answer) => {
    const ours = parseValue(type, raw);
    const said = ours.ok ? { value: encodeValue(ours.value, type) } : { refused: true };
    return differOf(said, 'error' in answer ? { refused: true } : answer);
  },
};

/** Every option of several files that are merged: who wins, deprecated names, references. */
export const compareIniTrees: Comparison<IniTree> = {
  title: 'merged files',
  make: (count, seed) => fc.sample(iniTree, { numRuns: count, seed }),
  question: (files) => ({ ask: 'merge', files, options: treeOptions }),
  answersOf: () => treeOptions.length,
  differ: (files, answer) => {
    const documents = files.map((content, number) => parseIni(content, `${number}.conf`));
    const byName = new Map(treeOptions.map((option) => [`${option.section}.${option.name}`, option]));
    const config = effectiveConfig(documents, (section, option) => byName.get(`${section}.${option}`));
    const refuses = documents.some(({ faults }) => faults.some(({ effect }) => effect === 'refuses-to-load'));
    const ours = treeOptions.map((option) => {
      const { error, value } = config.get(option.section ?? 'DEFAULT', option.name);
      // Python runs out of stack on a circle of references, deep inside whatever it was doing.
      return error === null ? { value: encodeValue(value, option.type) } : { error: true };
    });
    const { values } = answer as { values?: readonly { readonly error?: string }[] };
    const real = values?.map((each) => (each.error === undefined ? each : { error: true }));
    return differOf(refuses ? 'refuses' : ours, real ?? 'refuses');
  },
};

/** A type for the witness. JSON writes 2^63 with fewer digits than it has; Python would take them at their word. */
export function encodeType(type: ValueType): unknown {
  return JSON.parse(JSON.stringify(type), (_, each: unknown) => (each === 2 ** 63 ? { power: 63 } : each));
}

/** Our values in the words of the Python side: what JSON cannot hold is named, a range is only a range. */
export function encodeValue(value: unknown, type?: ValueType): unknown {
  if (type?.kind === 'range') return 'range';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return `float ${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}`;
  }
  if (Array.isArray(value)) {
    const item = type?.kind === 'list' || type?.kind === 'multi' ? type.item : undefined;
    return value.map((member) => encodeValue(member, item));
  }
  if (typeof value === 'object' && value !== null) {
    const item = type?.kind === 'dict' ? type.value : undefined;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encodeValue(each, item)]));
  }
  return value;
}
