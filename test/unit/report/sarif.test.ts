// SARIF: valid by the official schema, alerts that survive edits, acceptances as suppressions.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { summarize } from '../../../src/report/json';
import { reportToSarif } from '../../../src/report/sarif';
import { applySarifFix, type SarifFix } from './apply-sarif-fix';
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
  readonly fixes?: readonly SarifFix[];
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

const readResults = (files: Readonly<Record<string, string>>) =>
  readRun(reportToSarif([{ name: null, judgement: judgeFiles(files) }])).results;

describe('fixes', () => {
  const api = 'glance/glance-api.conf';
  const flavor = '[paste_deploy]\nflavor = keystone\n';

  test.each([
    ['a line elsewhere', `[DEFAULT]\n# ours\nallowed_hosts = [a.example]\nworkers = 4\n\n${flavor}`],
    ['ends of lines', `[DEFAULT]\r\nenable_import_methods = []\r\n${flavor.replaceAll('\n', '\r\n')}`],
    ['no last end', `${flavor}[import_filtering_opts]\nallowed_ports = [443]\nallowed_schemes = [https, http]`],
    ['a dead list', `${flavor}[import_filtering_opts]\ndisallowed_ports = [22]\nallowed_ports = [443]\n`],
    ['a bound', `[DEFAULT]\nimage_property_quota = 4096\n${flavor}`],
  ])('%s: applied as a reader of SARIF applies them, each closes its result', (_, text) => {
    const files = { [api]: text };
    const offered = readResults(files).filter(({ fixes }) => fixes !== undefined);
    expect(offered.length).toBeGreaterThan(0);
    for (const { ruleId, fixes = [], message } of offered) {
      expect(fixes[0]?.description.text).toMatch(/^glance\//);
      const next = applySarifFix(files, fixes[0] as SarifFix);
      expect(next).not.toEqual(files);
      const same = readResults(next).filter(
        (result) => result.ruleId === ruleId && result.message.text === message.text,
      );
      expect([ruleId, same]).toEqual([ruleId, []]);
      expect(
        Object.values(next)
          .join('')
          .match(/(?<!\r)\n/g) === null,
      ).toBe(text.includes('\r\n'));
    }
  });

  test('one moved line is two replacements, and nothing else goes', () => {
    const [moved] = readResults({ [api]: `[DEFAULT]\n# ours\nallowed_hosts = [a.example]\nworkers = 4\n${flavor}` })
      .filter(({ ruleId }) => ruleId === 'wrong-section')
      .flatMap(({ fixes = [] }) => fixes);
    expect(moved?.artifactChanges).toEqual([
      {
        artifactLocation: { uri: api },
        replacements: [
          { deletedRegion: { startLine: 3, startColumn: 1, endLine: 4, endColumn: 1 } },
          {
            deletedRegion: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 },
            insertedContent: { text: '\n[import_filtering_opts]\nallowed_hosts = [a.example]\n' },
          },
        ],
      },
    ]);
  });

  test.each([
    ['a byte order mark', `\ufeff[DEFAULT]\n${flavor}`],
    ['bytes that are not UTF-8', `[DEFAULT]\n# \ufffd\nimage_property_quota = 4096\n${flavor}`],
    ['nothing there yet', ''],
  ])('none for %s', (_, text) => {
    const results = readResults(text === '' ? {} : { [api]: text });
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ fixes }) => fixes !== undefined)).toEqual([]);
  });

  test('a line with a secret is nowhere repeated, not even where it becomes a comment', () => {
    const text = `${flavor}[DEFAULT]\nallowed_hosts = [https://u:pl4nted@a.example]\n[keystone_authtoken]\npasword = pl4nted\n`;
    const results = readResults({ [api]: text });
    expect(JSON.stringify(results)).not.toContain('pl4nted');
    const [mark] = results.filter(({ ruleId }) => ruleId === 'unknown-option').flatMap(({ fixes = [] }) => fixes);
    expect(mark?.artifactChanges[0]?.replacements).toEqual([
      {
        deletedRegion: { startLine: 6, startColumn: 1, endLine: 6, endColumn: 1 },
        insertedContent: { text: '# ' },
      },
    ]);
  });
});

test('of hundreds of findings the first 250 have an edit', () => {
  const wrong = Array.from({ length: 260 }, (_, index) => `no_such_option_${index} = x\n`).join('');
  const judgement = judgeFiles({ 'glance/glance-api.conf': `[DEFAULT]\n${wrong}` });
  const { results } = readRun(reportToSarif([{ name: null, judgement }]));
  const unknown = results.filter(({ ruleId }) => ruleId === 'unknown-option');
  expect(unknown).toHaveLength(260);
  const edited = unknown.filter(({ fixes }) => fixes).length;
  expect([edited > 240, edited <= 250]).toEqual([true, true]);
});
