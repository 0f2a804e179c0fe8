// Asks the real oslo.config the same questions as our reader, and accepts no difference.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { normalizeSection } from '../../src/documents/ini/model';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { parseValue } from '../../src/documents/ini/values/parse-value';
import { writeValue } from '../../src/documents/ini/values/render-value';
import { effectiveConfig } from '../../src/emulators/oslo-config/effective-config';
import type { OptionFacts, OptionValue, ValueType } from '../../src/openstack/types';
import { iniText, optionValue, valueText, valueType } from '../properties/ini-arbitraries';

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const isPresent = spawnSync(python, ['-c', 'import oslo_config'], { encoding: 'utf8' }).status === 0;
const seed = Number(process.env.GLACIS_SEED ?? 20261121);

if (isPresent) process.stderr.write(`oslo.config differential test: GLACIS_SEED=${seed}\n`);
else process.stderr.write('SKIPPED: the real oslo.config is not installed (apt-get install python3-oslo.config)\n');

type Answer = {
  readonly error?: number | string;
  readonly message?: string;
  readonly sections?: Record<string, Record<string, string[]>>;
  readonly value?: unknown;
  readonly refuses?: true;
  readonly values?: readonly { readonly value?: unknown; readonly error?: string }[];
};

function askReal(questions: readonly object[]): Answer[] {
  const run = spawnSync(python, [path.join(__dirname, 'oslo-config.py')], {
    // JSON writes 2^63 with fewer digits than it has; Python would take them at their word.
    input: questions
      .map((question) => JSON.stringify(question).replaceAll('9223372036854776000', `${2n ** 63n}`))
      .join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const answers = run.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(questions.length);
  return answers.map((answer) => JSON.parse(answer) as Answer);
}

/** Our values in the words of the Python side: what JSON cannot hold is named, a range is only a range. */
function encode(value: unknown, type?: ValueType): unknown {
  if (type?.kind === 'range') return 'range';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return `float ${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}`;
  }
  if (Array.isArray(value)) {
    const item = type?.kind === 'list' || type?.kind === 'multi' ? type.item : undefined;
    return value.map((member) => encode(member, item));
  }
  if (typeof value === 'object' && value !== null) {
    const item = type?.kind === 'dict' ? type.value : undefined;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each, item)]));
  }
  return value;
}

function facts(section: string, name: string, type: ValueType, rest: Partial<OptionFacts> = {}): OptionFacts {
  return {
    service: 'glance',
    section,
    name,
    type,
    default: null,
    secret: false,
    required: false,
    deprecatedForRemoval: false,
    deprecatedNames: [],
    owner: 'service',
    ...rest,
  };
}

describe('the real oslo.config', () => {
  if (!isPresent) {
    it('is there when it is required', () => expect(isRequired).toBe(false));
    return;
  }

  it('reads 6000 ini texts as we do', () => {
    const texts = fc.sample(iniText, { numRuns: 6000, seed });
    const answers = askReal(texts.map((text) => ({ ask: 'parse', text })));
    const outcomes = { loaded: 0, refused: 0 };
    texts.forEach((text, index) => {
      const answer = answers[index]!;
      const document = parseIni(text, 'one.conf');
      const refusal = document.faults.find((fault) => fault.effect === 'refuses-to-load');
      if (answer.error !== undefined) {
        outcomes.refused += 1;
        // An entry without a section is noticed by the real reader only where the entry ends.
        const isLate = answer.message?.startsWith('Section must be started') === true;
        expect({ text, line: refusal?.at.line }).toEqual({ text, line: isLate ? expect.any(Number) : answer.error });
        return;
      }
      outcomes.loaded += 1;
      const sections: Record<string, Record<string, string[]>> = Object.create(null);
      for (const item of document.items) {
        if (item.kind === 'section') sections[normalizeSection(item.name)] ??= Object.create(null);
        if (item.kind !== 'entry') continue;
        const section = sections[normalizeSection(item.section)] ?? {};
        section[item.key] = [...(section[item.key] ?? []), item.value];
      }
      expect({ text, refusal, sections: JSON.parse(JSON.stringify(sections)) }).toEqual({
        text,
        refusal: undefined,
        sections: answer.sections,
      });
    });
    expect(outcomes.loaded).toBeGreaterThan(1000);
    expect(outcomes.refused).toBeGreaterThan(1000);
  });

  it('reads 20000 values under random types as we do', () => {
    const samples = fc.sample(
      valueType.chain((type) => valueText(type).map((raw) => ({ type, raw }))),
      { numRuns: 20000, seed },
    );
    const answers = askReal(samples.map((sample) => ({ ask: 'value', ...sample })));
    const outcomes = { accepted: 0, refused: 0 };
    samples.forEach(({ type, raw }, index) => {
      const answer = answers[index]!;
      const ours = parseValue(type, raw);
      outcomes[answer.error === undefined ? 'accepted' : 'refused'] += 1;
      const real = answer.error === undefined ? { ok: true, value: answer.value } : { ok: false };
      const said = ours.ok ? { ok: true, value: encode(ours.value, type) } : { ok: false };
      expect({ type, raw, ...said }).toEqual({ type, raw, ...real });
    });
    expect(outcomes.accepted).toBeGreaterThan(2000);
    expect(outcomes.refused).toBeGreaterThan(2000);
  });

  it('reads every value that we write back as the value', () => {
    const samples = fc
      .sample(
        valueType.chain((type) => optionValue(type).map((value) => ({ type, value }))),
        { numRuns: 10000, seed },
      )
      .flatMap(({ type, value }) => {
        const written = writeValue(type, value);
        return written.ok ? [{ type, value, line: written.lines[0]! }] : [];
      });
    expect(samples.length).toBeGreaterThan(3000);
    const options = samples.map(({ type }, index) => facts('DEFAULT', `o${index}`, type));
    const text = `[DEFAULT]\n${samples.map(({ line }, index) => `o${index} = ${line}\n`).join('')}`;
    const [answer] = askReal([{ ask: 'merge', files: [text], options }]);
    samples.forEach(({ type, value, line }, index) => {
      expect({ line, type, value: answer!.values![index]!.value }).toEqual({ line, type, value: encode(value, type) });
    });
  });

  it('merges files, deprecated names and references as we do', () => {
    const text: ValueType = { kind: 'string' };
    const options = [
      facts('DEFAULT', 'plain', text, { default: 'fallback' }),
      facts('DEFAULT', 'number', { kind: 'integer', min: 1 }, { default: 7 }),
      facts('DEFAULT', 'ratio', { kind: 'float' }),
      facts('DEFAULT', 'flag', { kind: 'boolean' }, { default: false }),
      facts('DEFAULT', 'many', { kind: 'multi', item: text }),
      facts('g', 'names', { kind: 'list', item: text, bounds: true }, { default: ['$plain', 'b'] }),
      facts('g', 'pairs', { kind: 'dict', value: text, bounds: false }, { default: { a: 'b' } }),
      facts('g', 'renamed', text, {
        deprecatedNames: [
          { section: null, name: 'old' },
          { section: 'DEFAULT', name: 'older' },
        ],
      }),
      facts('g', 'referring', text, { default: '${g.names}/$plain' }),
    ];
    const byName = new Map(options.map((option) => [`${option.section}.${option.name}`, option]));
    const names = [
      'plain',
      'number',
      'ratio',
      'flag',
      'many',
      'names',
      'pairs',
      'renamed',
      'old',
      'older',
      'referring',
    ];
    const values = [
      '1',
      'x',
      '',
      '2.50',
      '1e20',
      'true',
      '[a,b]',
      'k:v',
      '$plain',
      '${plain}',
      '$number',
      '$g.names',
      '${g.names}x',
      '$names',
      '$ratio',
      '$flag',
      '$pairs',
      '$unknown',
      '${DEFAULT.plain}',
      '$plain.x',
      '$$plain',
      '\\$plain',
      '$',
      '$$',
      '${',
      '$1',
      '$referring',
      "[$plain,'q']",
      '$many',
      '$renamed',
      '\\\\$plain',
      '$PLAIN',
      '${none.x}',
      '"it\'s"',
      "b\\'s",
    ];
    const line = fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...values))
      .map(([name, value]) => `${name} = ${value}`);
    const block = fc
      .tuple(fc.constantFrom('DEFAULT', 'g', 'G', 'default'), fc.array(line, { maxLength: 6 }))
      .map(([section, lines]) => `[${section}]\n${lines.join('\n')}\n`);
    const trees = fc.sample(
      fc.array(
        fc.array(block, { maxLength: 3 }).map((blocks) => blocks.join('')),
        { minLength: 1, maxLength: 3 },
      ),
      { numRuns: 1500, seed },
    );
    const answers = askReal(trees.map((files) => ({ ask: 'merge', files, options })));
    const outcomes = { read: 0, refused: 0 };
    trees.forEach((files, index) => {
      const documents = files.map((content, number) => parseIni(content, `${number}.conf`));
      const config = effectiveConfig(documents, (section, option) => byName.get(`${section}.${option}`));
      options.forEach((option, position) => {
        const real = answers[index]!.values![position]!;
        // Python runs out of stack on a circle of references, deep inside whatever it was doing.
        const ours = config.get(option.section!, option.name);
        outcomes[real.error === undefined ? 'read' : 'refused'] += 1;
        const said = ours.error === null ? { value: encode(ours.value, option.type) } : { error: true };
        const seen = real.error === undefined ? { value: real.value as OptionValue } : { error: true };
        expect({ files, option: option.name, ...said }).toEqual({ files, option: option.name, ...seen });
      });
    });
    expect(outcomes.read).toBeGreaterThan(2000);
    expect(outcomes.refused).toBeGreaterThan(500);
  });
});
