// Whatever an intent says, it ends as a settled region or as problems with a place: never as a crash or a surprise.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { checkHost, suggestHost } from '../../src/intent/hosts';
import { type IntentFormat, parseIntent } from '../../src/intent/load';
import { intentSchema } from '../../src/intent/schema';
import { settleRegions } from '../../src/intent/settle';
import { findShapeErrors } from '../../src/intent/shape-problems';
import type { SettledRegion } from '../../src/intent/types';
import { IntentProblems, type Problem, problemCodes } from '../../src/problems';

type Outcome = { readonly regions: readonly SettledRegion[] } | { readonly problems: readonly Problem[] };

function judge(text: string, format: IntentFormat): Outcome {
  try {
    return { regions: settleRegions(parseIntent(text, 'intent', format)) };
  } catch (error) {
    if (error instanceof IntentProblems) return { problems: error.problems };
    throw error;
  }
}

function expectSound(outcome: Outcome, text: string): void {
  if ('regions' in outcome) {
    expect(outcome.regions.length).toBeGreaterThan(0);
    for (const { intent } of outcome.regions) {
      expect(typeof intent.release).toBe('string');
      for (const host of intent.imageImport?.allowedHosts ?? []) expect(host).toMatch(/^[0-9a-z.:-]+$/);
      expect(JSON.stringify(intent)).not.toMatch(/\\[nr]|\\u00[01]/);
    }
    return;
  }
  expect(outcome.problems.length).toBeGreaterThan(0);
  const lines = text.split(/\r\n|\n|\r/);
  for (const one of outcome.problems) {
    expect(Object.keys(problemCodes)).toContain(one.code);
    expect(`${one.got}${one.wanted}${one.why}${one.fix}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    if (one.place.line === undefined) continue;
    expect(one.place.line).toBeLessThanOrEqual(lines.length);
    expect(one.place.column).toBeLessThanOrEqual((lines[one.place.line - 1]?.length ?? 0) + 2);
  }
}

const keys = [
  'release',
  'packages',
  'glance',
  'launcher',
  'targets',
  'imageImport',
  'enabledImportMethods',
  'allowedHosts',
  'allowedPorts',
  'imageFormats',
  'diskFormats',
  'vmdkAllowedTypes',
  'imageSizeCap',
  'imagePolicy',
  'rules',
  'importEgress',
  'resolvers',
  'mirrors',
  'mirrorPorts',
  'services',
  'name',
  'to',
  'ports',
  'imageCreateRateLimit',
  'haproxy',
  'bind',
  'servers',
  'proxies',
  'trustedProxies',
  'novaSignatures',
  'acceptedRisks',
  'risk',
  'reason',
  'until',
  'regions',
  'north',
  '__proto__',
  'constructor',
];
const words = [
  '2025.1',
  'zed',
  'web-download',
  'a.example',
  'A.example',
  '10.0.0.0/8',
  '192.0.2.1',
  '*:1',
  'vmdk',
  'etc',
  '2027-02-30',
  '[x]',
  'a\nb',
];
const scalar = fc.oneof(
  fc.constantFrom<unknown>(...words, 443, 0, -1, 1.5, 1e300, true, false, null),
  fc.string({ unit: 'binary' }),
  fc.double(),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: fc.string() }),
          tie('tree'),
        ),
        { maxLength: 6 },
      )
      .map((entries) => Object.fromEntries(entries)),
  ),
}));
const section = fc.dictionary(fc.constantFrom(...keys), tree, { maxKeys: 6 });
const nearIntent = fc
  .tuple(section, fc.constantFrom('2025.1', 'zed', 'nope'))
  .map(([rest, release]) => ({ ...rest, release }));
/** JSON.stringify leaves `__proto__` out only when it is no own key: written by hand it stays in. */
const asJson = (value: unknown): string => JSON.stringify(value) ?? 'null';

it('any JSON value is judged, and by YAML as by JSON', () => {
  fc.assert(
    fc.property(fc.oneof(nearIntent, tree, fc.jsonValue()), (value) => {
      const text = asJson(value);
      const outcome = judge(text, 'json');
      expectSound(outcome, text);
      const again = judge(text, 'yaml');
      expectSound(again, text);
      if ('regions' in outcome)
        expect('regions' in again && again.regions.map((one) => one.intent)).toEqual(
          outcome.regions.map((one) => one.intent),
        );
      else expect('problems' in again).toBe(true);
    }),
    { numRuns: 600 },
  );
});

it('any text is judged in every format', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'release',
      ': ',
      ' = ',
      '2025.1',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a',
      '*a',
      '!!str ',
      '|',
      '>',
      '#',
      ',',
      '? ',
      '<<',
      '---',
      '\t',
      '\r',
      '\ufeff',
      '.',
      '1e5',
      'true',
      '0x1',
      '\\',
      '2027-01-01',
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((all) => all.join('')),
        fc.string({ unit: 'binary', maxLength: 40 }),
      ),
      fc.constantFrom<IntentFormat>('yaml', 'json', 'toml'),
      (text, format) => {
        expectSound(judge(text, format), text);
      },
    ),
    { numRuns: 1500 },
  );
});

it('JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      fc.pre(value !== null && !JSON.stringify(value).includes('__proto__'));
      const text = JSON.stringify(value, null, indent);
      const loaded = parseIntent(text, 'a', 'json');
      fc.pre(!/"(release|glance|nova|cinder)"/.test(text));
      expect(loaded.value).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

it('a broken JSON text is broken for JSON.parse too', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ' ', '0', 'a'), (json, at, piece) => {
      const offset = at % (json.length + 1);
      const text = json.slice(0, offset) + piece + json.slice(offset + 1);
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const outcome = judge(text, 'json');
      const isSyntax = 'problems' in outcome && outcome.problems.some((one) => ['syntax', 'empty'].includes(one.code));
      expect(isSyntax && text.trim() !== 'null').toBe(!isJson);
    }),
    { numRuns: 1500 },
  );
});

it('the compiled validator finds what the schema finds', () => {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, strictRequired: false });
  const validate = ajv.compile(intentSchema);
  const judge = (value: unknown) => {
    validate(value);
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== 'uniqueItems')
      .map(({ instancePath, keyword, params, propertyName }) => {
        const subject = params.missingProperty ?? params.additionalProperty ?? params.limit;
        return { instancePath, keyword, subject, propertyName };
      });
  };
  fc.assert(
    fc.property(fc.oneof(nearIntent, section), (value) => {
      expect(findShapeErrors(value)).toEqual(judge(value));
    }),
    { numRuns: 500 },
  );
});

it('a suggested host is a good host', () => {
  const dressed = fc.tuple(
    fc.constantFrom('', 'https://', "'", '[', 'u@', '*.'),
    fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string()),
    fc.constantFrom('', ':80', '/x', "'", ']', '.', '\n'),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        dressed.map((parts) => parts.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (host) => {
        const better = suggestHost(host);
        if (better !== null) expect(checkHost(better)).toBeNull();
        if (checkHost(host) === null) expect(host).toMatch(/^[0-9a-z.:-]+$/);
      },
    ),
    { numRuns: 1500 },
  );
});
