// SARIF: valid by the official schema, alerts that survive edits, acceptances as suppressions.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { summarize } from '../../../src/report/json';
import { reportToSarif } from '../../../src/report/sarif';
import { imports, judgeFiles, judgeHostile, judgeMixed, mixedFiles } from './sample';

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string; readonly status: string }[];
  readonly properties: { readonly severity: string };
}

interface SarifRun {
  readonly results: readonly SarifResult[];
  readonly properties: object;
  readonly tool: {
    readonly driver: { readonly rules: readonly { readonly id: string; readonly properties: object }[] };
  };
}

const readRun = (text: string) => JSON.parse(text).runs[0] as SarifRun;
const readPlace = ({ locations }: SarifResult) => {
  const { artifactLocation, region } = locations[0]?.physicalLocation ?? { artifactLocation: { uri: '' } };
  return `${artifactLocation.uri}:${region?.startLine}`;
};

/** The schema is of draft 4; what it uses of it means the same in draft 7, its name apart. */
const { $schema, id, ...schema } = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

test('the schema is the official one, and refuses what is none', () => {
  expect([$schema, id]).toEqual([expect.stringContaining('draft-04'), expect.stringContaining('sarif-2.1.0')]);
  expect(isValid({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
});

test.each([
  ['mixed', () => [{ name: null, judgement: judgeMixed() }]],
  ['hostile', () => [{ name: 'a', judgement: judgeHostile(), directory: 'etc/a' }]],
  ['empty', () => [{ name: null, judgement: judgeFiles({}) }]],
  ['several', () => ['a', 'b'].map((name) => ({ name, judgement: judgeMixed(), directory: name }))],
])('valid: %s', (_, regions) => {
  const log = JSON.parse(reportToSarif(regions()));
  expect({ isValid: isValid(log), errors: isValid.errors }).toEqual({ isValid: true, errors: null });
});

test('open and accepted are results, stopped attacks are counted', () => {
  const judgement = judgeMixed();
  const run = readRun(reportToSarif([{ name: null, judgement }]));
  const { open, accepted } = summarize(judgement);
  expect(run.results.length).toBe(open + accepted + judgement.findings.length);
  expect(run.properties).toEqual({ summaries: [{ region: null, release: '2025.1', ...summarize(judgement) }] });
  const { rules } = run.tool.driver;
  for (const result of run.results) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(result.level).toBe(
      { critical: 'error', high: 'error', medium: 'warning', low: 'note' }[result.properties.severity],
    );
  }
  expect(rules.every(({ properties }) => 'security-severity' in properties)).toBe(true);
  const suppressed = run.results.filter(({ suppressions }) => suppressions);
  expect(suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions?.[0]?.justification])).toEqual([
    ['ssrf-port-out-of-range', 'a 500 fetches nothing'],
    ['inert-list', 'kept for the auditors'],
  ]);
});

test('places are lines of the judged directory', () => {
  const judgement = judgeMixed();
  const [plain, nested] = ['', 'fra1/etc'].map((directory) =>
    readRun(reportToSarif([{ name: null, judgement, directory }])).results.map(readPlace),
  );
  expect(plain?.at(-1)).toBe(`${imports}:6`);
  expect(nested).toEqual(plain?.map((place) => `fra1/etc/${place}`));
});

test('a fingerprint does not move with the line, and tells two findings of one kind apart', () => {
  const read = (text: string) => {
    const judgement = judgeFiles({ [imports]: text });
    const { results } = readRun(reportToSarif([{ name: null, judgement }]));
    return { places: results.map(readPlace), fingerprints: results.map((r) => r.partialFingerprints['glacis/v1']) };
  };
  const text = `${mixedFiles[imports]}disallowed_uris = y\n`;
  const [before, after] = [read(text), read(`# a comment\n\n${text}`)];
  expect(after.places).not.toEqual(before.places);
  expect(after.fingerprints).toEqual(before.fingerprints);
  expect(new Set(before.fingerprints).size).toBe(before.fingerprints.length);
});
