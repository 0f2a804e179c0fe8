// Loading: sizes, encodings, bombs and traps of the three formats, and the place of every value.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatOf, type IntentFormat, loadIntent, maxFileBytes, parseIntent } from '../../../src/intent/load';
import { settleRegions } from '../../../src/intent/settle';
import { IntentProblems } from '../../../src/problems';
import { listProblems, outlineProblems, settleText } from './settled';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'glacis-intent-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function codesOfFile(name: string, content: string | Buffer): string[] {
  const path = join(directory, name);
  writeFileSync(path, content);
  try {
    settleRegions(loadIntent(path));
    return [];
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems.map((one) => one.code);
    throw error;
  }
}

const formats: readonly IntentFormat[] = ['yaml', 'json', 'toml'];

describe('files', () => {
  it('reads each format by its name', () => {
    expect([formatOf('a.YML'), formatOf('a.json'), formatOf('dir.json/a'), formatOf('A.TOML')]).toEqual([
      'yaml',
      'json',
      'yaml',
      'toml',
    ]);
    expect(codesOfFile('good.yaml', 'release: zed\n')).toEqual([]);
    expect(codesOfFile('good.json', '{"release": "zed"}')).toEqual([]);
    expect(codesOfFile('good.toml', 'release = "zed"\n')).toEqual([]);
  });

  it('refuses 10 MB, whatever they say', () => {
    const text = `release: zed\n# ${'x'.repeat(10_000_000)}\n`;
    for (const format of formats) expect(codesOfFile(`large.${format}`, text)).toEqual(['too-large']);
    expect(listProblems(text)).toMatchObject([{ code: 'too-large' }]);
    expect(codesOfFile('multibyte.yaml', `# ${'\u00fc'.repeat(maxFileBytes / 2)}`)).toEqual(['too-large']);
  });

  it('stops reading a file without an end', () => {
    expect(() => loadIntent('/dev/zero')).toThrow(/too-large/);
  });

  it('says what cannot be read', () => {
    expect(() => loadIntent(join(directory, 'absent.yaml'))).toThrow(/unreadable: got no such file/);
    expect(() => loadIntent(directory)).toThrow(/unreadable: got a directory/);
  });

  it('takes a byte order mark for nothing, and UTF-8 for the only encoding', () => {
    expect(codesOfFile('bom.yaml', '\ufeffrelease: zed\n')).toEqual([]);
    expect(codesOfFile('bom.json', '\ufeff{"release": "zed"}')).toEqual([]);
    expect(codesOfFile('bom.toml', '\ufeffrelease = "zed"\n')).toEqual([]);
    expect(codesOfFile('latin1.yaml', Buffer.from('release: zed # b\u00fccher\n', 'latin1'))).toEqual(['syntax']);
    expect(codesOfFile('utf16.yaml', Buffer.from('\ufeffrelease: zed\n', 'utf16le'))).toEqual(['syntax']);
  });

  it.each(['', '  \n', '# only a comment\n', '---\n', 'null\n', '\ufeff'])('%j is empty', (text) => {
    expect(listProblems(text)).toMatchObject([{ code: 'empty' }]);
  });

  it.each(['json', 'toml'] as const)('an empty %s file is empty', (format) => {
    expect(listProblems(' \n', format)).toMatchObject([{ code: 'empty' }]);
  });
});

describe('YAML', () => {
  it('reads a release without quotes as the text it looks like', () => {
    expect(settleText('release: 2025.1\npackages: {glance: 30.0}\n')[0]?.intent).toEqual({
      release: '2025.1',
      packages: { glance: '30.0' },
    });
  });

  it('survives aliases that multiply', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} [${`*a${n - 1},`.repeat(n === 0 ? 0 : 10)} x]`);
    const [one] = listProblems(`release: zed\n${levels.join('\n')}\n`);
    expect(one).toMatchObject({ code: 'too-many-aliases', place: { file: 'intent.yaml' } });
  });

  it('shares what an alias names', () => {
    const text =
      'release: zed\nimageImport:\n  allowedHosts: [a.example]\n  allowedPorts: &p [443]\nimportEgress: {resolvers: [], mirrors: [192.0.2.1], mirrorPorts: *p}\n';
    expect(settleText(text)[0]?.intent.importEgress?.mirrorPorts).toEqual([443]);
  });

  it.each([
    ['release: zed\nrelease: yoga\n', 'intent.yaml:2:1: duplicate-key'],
    ['release: zed\n__proto__: {launcher: uwsgi}\n', 'intent.yaml:2:1: unknown-key'],
    ['release: zed\n<<: {launcher: uwsgi}\n', 'intent.yaml:2:1: unknown-key'],
    ['release: zed\n---\nrelease: yoga\n', 'intent.yaml:3:1: syntax'],
    ['release: zed\n? [a]\n: b\n', 'intent.yaml:2:3: syntax'],
    ['release: !!binary zed\n', 'intent.yaml:1:10: syntax'],
    ['release: *r\n', 'intent.yaml:1:10: syntax'],
    ['release: &r [*r]\n', 'intent.yaml:1:14: syntax'],
    ['release: [\n', 'intent.yaml:2:1: syntax'],
    ['release: "zed\n', 'intent.yaml:2:1: syntax'],
    ['\trelease: zed\n', 'intent.yaml:1:9: syntax'],
  ])('%j', (text, expected) => {
    expect(outlineProblems(text).join()).toContain(expected);
    expect(listProblems(text)).toHaveLength(1);
  });

  it('keeps Object.prototype clean', () => {
    listProblems(
      '{"release": "zed", "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
      'json',
    );
    listProblems('__proto__: {polluted: 1}\n');
    for (const text of [
      'toString.call = 1',
      '[constructor]\npolluted = 1',
      '[__proto__]\npolluted = 1',
      'a = {valueOf.x = 1}',
      '[[toString]]',
    ]) {
      expect(listProblems(`${text}\n`, 'toml')).toMatchObject([{ code: 'unknown-key' }]);
    }
    expect('polluted' in {} || 'polluted' in Object || Object.hasOwn(Object.prototype.toString, 'call')).toBe(false);
  });
});

describe('JSON', () => {
  it.each([
    ['{"release": "zed", "release": "yoga"}', '1:20: duplicate-key'],
    ['{"release": "zed",}', '1:19: syntax'],
    ['{,}', '1:2: syntax'],
    ['{"release": zed}', '1:13: syntax'],
    ['{"release": "zed"} x', '1:20: syntax'],
    ['{"release": "zed"', '1:18: syntax'],
    ['{"release" "zed"}', '1:12: syntax'],
    ['{"release": "z\ned"}', '1:13: syntax'],
    ['{"imageImport": [01]}', '1:19: syntax'],
    ["{'release': 1}", '1:2: syntax'],
    ['[1 2]', '1:4: syntax'],
  ])('%j', (text, expected) => {
    expect(outlineProblems(text, 'json').join()).toContain(expected);
  });

  it('reads what JSON.parse reads', () => {
    const text = ' {"a" : [1 , -2.5e3, true, null, "\\u00fc\\n\\ud83d\\ude00/\\/"], "b": {}, "": []}\n';
    expect(parseIntent(text, 'a.json', 'json').value).toEqual(JSON.parse(text));
  });
});

describe('TOML', () => {
  const text = [
    'release = 2025.1',
    '"launcher" = "uwsgi"',
    'imageFormats.diskFormats = [ "raw",',
    '  "qcow3" ] # wrong',
    '[imageImport]',
    'allowedHosts = ["a.example"]',
    'allowedPorts = [443, 99999999999999999999]',
    '[[acceptedRisks]]',
    'risk = "a"',
    'reason = "b"',
    'until = 2027-01-31',
    '[[acceptedRisks]]',
    'risk = "a" ',
    'reason = "b"',
    'until = 2027-13-31',
    '',
  ];

  it('knows the place of every value', () => {
    const loaded = parseIntent(text.slice(0, 13).join('\n'), 'a.toml', 'toml');
    const places = [
      ['/release', 1, 11],
      ['/launcher', 2, 14],
      ['/imageFormats', 3, 1],
      ['/imageFormats/diskFormats', 3, 28],
      ['/imageFormats/diskFormats/0', 3, 30],
      ['/imageFormats/diskFormats/1', 4, 3],
      ['/imageImport', 5, 2],
      ['/imageImport/allowedPorts/1', 7, 22],
      ['/acceptedRisks/1', 12, 3],
      ['/acceptedRisks/1/risk', 13, 8],
      ['/acceptedRisks/1/risk/absent', 13, 8],
    ] as const;
    for (const [pointer, line, column] of places)
      expect(loaded.placeOf(pointer)).toEqual({ file: 'a.toml', line, column, pointer });
    expect(loaded.placeOfKey('/launcher')).toMatchObject({ line: 2, column: 1 });
  });

  it('turns its own types into plain ones', () => {
    const value = parseIntent(text.slice(0, 11).join('\n'), 'a.toml', 'toml').value;
    expect(value).toEqual({
      release: '2025.1',
      launcher: 'uwsgi',
      imageFormats: { diskFormats: ['raw', 'qcow3'] },
      imageImport: { allowedHosts: ['a.example'], allowedPorts: [443, 1e20] },
      acceptedRisks: [{ risk: 'a', reason: 'b', until: '2027-01-31' }],
    });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    [text.join('\n'), '15:'],
    ['release = "zed"\nrelease = "yoga"\n', '2:'],
    ['[a]\nb=1\n[a]\n', '3:3'],
    ['release = \n', '1:11'],
    ['release = "zed\n', '1:15'],
    ['a = [1, \n', '2:1'],
  ])('%j', (bad, expected) => {
    const problems = outlineProblems(bad, 'toml');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^intent\\.toml:${expected}.*: (syntax|duplicate-key)$`));
  });
});

it.each(formats)('%s: nesting without end is refused, not followed', (format) => {
  const nested = `${format === 'toml' ? 'a = ' : ''}${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(listProblems(nested, format)).toMatchObject([{ code: 'syntax' }]);
});

it('refuses a text of megabytes before a pattern meets it', () => {
  for (const text of ['a.', 'a', ':', '1.', 'a+'].map((piece) => piece.repeat(2_000_000))) {
    const values = { imageImport: { allowedHosts: [text] }, packages: { glance: text }, [text.slice(0, 20_000)]: 1 };
    const problems = listProblems(JSON.stringify({ release: 'zed', ...values }), 'json');
    expect(problems.map((one) => one.code)).toEqual(['too-large', 'too-large', 'too-large']);
  }
});

it('loads no parser that the format does not need', () => {
  const script = `
    require('./src/intent/settle').settleRegions(require('./src/intent/load').parseIntent('{"release": "zed"}', 'a.json', 'json'));
    console.log(Object.keys(require.cache).filter((path) => /js-yaml|iarna|ajv|schema\\.ts/.test(path)).join());`;
  const root = join(__dirname, '..', '..', '..');
  const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { cwd: root, encoding: 'utf8' });
  expect(output.trim()).toBe('');
});
