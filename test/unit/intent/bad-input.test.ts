// Every kind of bad input the intent must refuse: one problem with an exact place, and the way out.
import { checkHost } from '../../../src/intent/hosts';
import { listProblems, outlineProblems } from './settled';

const head = 'release: "2025.1"\n';

describe('keys and types', () => {
  it('names the nearest key', () => {
    const [one] = listProblems(`${head}imageImprt: {}\n`);
    expect(one).toMatchObject({ code: 'unknown-key', place: { line: 2, column: 1, pointer: '/imageImprt' } });
    expect(one?.fix).toBe('did you mean imageImport?');
  });

  it('takes the spelling of OpenStack as a hint', () => {
    expect(listProblems(`${head}imageImport:\n  allowed_hosts: []\n`)[0]?.fix).toBe('did you mean allowedHosts?');
  });

  it('lists the keys when none is near', () => {
    expect(listProblems(`${head}zzzzzzzzzzzzzz: 1\n`)[0]?.wanted).toContain('imageFormats');
  });

  it.each([
    ['launcher: 5', 'wrong-type', 'put it in quotes: "5"'],
    [
      'imageImport: []',
      'wrong-type',
      'write its keys without a list around them: no dashes, and in TOML [name] instead of [[name]]',
    ],
    ['imageImport:', 'wrong-type', 'write {} or remove the key'],
    ['imageImport: {allowedHosts: a.example}', 'wrong-type', 'write a list: [a.example]'],
    ['imageFormats: {imageSizeCap: "5"}', 'wrong-type', 'write 5 without quotes'],
    ['imageFormats: {requireImageFormatMatch: yes}', 'wrong-type', 'write true'],
    ['imageFormats: {requireImageFormatMatch: Off}', 'wrong-type', 'write false'],
    ['imageFormats: {diskFormats: []}', 'bad-value', 'use one of the accepted values'],
    ['imageFormats: {diskFormats: [qcow]}', 'bad-value', 'did you mean qcow2?'],
    ['imageFormats: {imageSizeCap: .inf}', 'wrong-type', 'write the value in the type that is wanted'],
    ['imageCreateRateLimit: true', 'bad-value', 'use one of the accepted values'],
    ['imageCreateRateLimit: {burst: -1}', 'bad-value', 'use one of the accepted values'],
    ['packages: {glance: "30 beta"}', 'unknown-package-version', undefined],
    ['novaSignatures: {defaultTrustedCertificateIds: [12]}', 'wrong-type', 'put it in quotes: "12"'],
    ['novaSignatures: {defaultTrustedCertificateIds: [abc]}', 'bad-value', undefined],
    ['imageImport: {allowedPorts: [443, 80, 443]}', 'bad-value', 'remove the repetition'],
    ['importEgress: {mirrors: [], resolvers: [10.0.0.1/8]}', 'bad-value', 'name each resolver'],
    ['importEgress: {resolvers: [], mirrors: [10.0.0.1/8]}', 'bad-value', 'write 10.0.0.0/8'],
    ['importEgress: {resolvers: [], mirrors: [0.0.0.0/0]}', 'contradiction', undefined],
    ['importEgress: {resolvers: [], mirrors: [169.254.0.0/16]}', 'contradiction', 'name the mirrors alone'],
    ['importEgress: {resolvers: [], mirrors: ["2001:DB8::/32"]}', 'bad-value', 'write 2001:db8::/32'],
    ['acceptedRisks: [{risk: a, reason: b, until: 2027-02-29}]', 'bad-value', 'write the last day it is accepted'],
  ])('%s', (line, code, fix) => {
    const problems = listProblems(`${head}${line}\n`);
    expect(problems.map((one) => one.code)).toEqual([code]);
    expect(problems[0]?.place.line).toBe(2);
    if (fix !== undefined) expect(problems[0]?.fix).toBe(fix);
  });

  it('names what is missing', () => {
    expect(outlineProblems('launcher: uwsgi\n')).toEqual(['intent.yaml:1:1: missing-key']);
    expect(outlineProblems(`${head}importEgress: {resolvers: []}\n`)).toEqual([
      'intent.yaml:2:1 (/importEgress): missing-key',
    ]);
  });

  it('refuses what is no section at all', () => {
    for (const text of ['[1]', '5', '"x"', 'true'])
      expect(outlineProblems(text)).toEqual(['intent.yaml:1:1: wrong-type']);
  });
});

describe('releases', () => {
  it.each([
    ['2025.3', 'did you mean 2025.1?'],
    ['2025.10', 'did you mean 2025.1?'],
    ['zeed', 'did you mean zed?'],
    ['Zed', 'did you mean zed?'],
  ])('%s does not exist', (release, fix) => {
    expect(listProblems(`release: ${release}\n`)).toMatchObject([{ code: 'unknown-release', got: release, fix }]);
  });

  it('knows which version belongs to which release', () => {
    const problems = listProblems(`${head}packages: {glance: "2:33.0.0-6", nova: 31.0.1}\n`);
    expect(problems).toMatchObject([{ code: 'contradiction', got: '2:33.0.0-6', wanted: '30.x.y' }]);
  });
});

describe('hosts', () => {
  it.each([
    ['https://images.example.org', 'bad-host', 'images.example.org'],
    ['*.example.org', 'bad-host', null],
    ['.example.org', 'bad-host', null],
    ['192.0.2.0/24', 'bad-host', null],
    ['images.example.org:8443', 'bad-host', 'images.example.org'],
    ['images_1.example.org', 'bad-host', null],
    ['Images.Example.org', 'bad-host', 'images.example.org'],
    ['b\u00fccher.example', 'bad-host', 'xn--bcher-kva.example'],
    ["'images.example.org'", 'bad-host', 'images.example.org'],
    ['"images.example.org"', 'bad-host', 'images.example.org'],
    ['images.example.org.', 'bad-host', 'images.example.org'],
    ['a.example\nallowed_ports = []', 'unsafe-text', null],
    ['a.example]', 'bad-host', 'a.example'],
    ['[2001:4860::1]', 'bad-host', '2001:4860::1'],
    ['2852039166', 'bad-host', null],
    ['0xa9fea9fe', 'bad-host', null],
    ['169.254.169.254', 'contradiction', null],
    ['::ffff:169.254.169.254', 'contradiction', null],
    ['127.0.0.1', 'contradiction', null],
    ['localhost', 'contradiction', null],
    ['', 'bad-host', null],
  ])('%j', (host, code, better) => {
    const text = JSON.stringify({ release: '2025.1', imageImport: { allowedHosts: ['good.example', host] } });
    for (const format of ['json', 'yaml'] as const) {
      const problems = listProblems(text, format);
      expect(problems).toMatchObject([
        { code, place: { line: 1, column: 67, pointer: '/imageImport/allowedHosts/1' } },
      ]);
      if (better === null) expect(problems[0]?.fix).not.toMatch(/: \S+$/);
      else expect(problems[0]?.fix).toMatch(new RegExp(`: ${better.replaceAll('.', '\\.')}$`));
    }
  });
});

it.each([
  ['https://a.example', 'URLs'],
  ['10.0.0.0/8', 'ranges'],
  ['a.example/x', 'path'],
  ['u@a.example', 'user names'],
  ['*.a.example', 'wildcards'],
  ['a.example:1', 'port'],
  ['a b', 'item of its own'],
  ["'a'", 'quotes'],
  ['[::1]', 'brackets'],
  ['\u00fc.example', 'ASCII'],
  ['A.example', 'lower-cased'],
  ['a.example.', 'root dot'],
  ['a_b.example', 'underscore'],
  ['0x7f000001', 'in disguise'],
  [`${'a.'.repeat(127)}example`, '253'],
  [`${'a'.repeat(64)}.example`, '63'],
  ['-a.example', 'hyphens'],
  ['a..example', 'labels'],
  ['fe80::1%eth0', 'labels'],
  ['2001:4860:0::8888', 'compared as text'],
  ['2001:4860::ABCD', 'compared as text'],
  ['10.1.2.3', 'private'],
  ['fd00:ec2::254', 'unique local'],
  ['::1', 'loopback'],
  ['169.254.1.1', 'link-local'],
])('%s: the reason is its own (%s)', (host, reason) => {
  expect(checkHost(host)?.why).toContain(reason);
});

it.each(['a', 'a.example', 'xn--bcher-kva.example', '1a.example', '8.8.8.8', '2001:4860:4860::8888', '203.0.113.10'])(
  '%s is a good host',
  (host) => {
    expect(checkHost(host)).toBeNull();
  },
);

describe('texts that would leave their line', () => {
  const places: readonly [string, (text: string) => object][] = [
    ['reason', (text) => ({ acceptedRisks: [{ risk: 'a', reason: text, until: '2027-01-01' }] })],
    ['where', (text) => ({ acceptedRisks: [{ risk: 'a', where: text, reason: 'b', until: '2027-01-01' }] })],
    ['check string', (text) => ({ imagePolicy: { rules: { glance: { get_image: text } } } })],
    ['rule name', (text) => ({ imagePolicy: { rules: { nova: { [text]: 'role:admin' } } } })],
    [
      'service name',
      (text) => ({
        importEgress: { resolvers: [], mirrors: [], services: [{ name: text, to: '10.0.0.1', ports: [1] }] },
      }),
    ],
    ['package version', (text) => ({ packages: { glance: text } })],
    ['launcher', (text) => ({ launcher: text })],
    ['unknown key', (text) => ({ [text]: 1 })],
  ];
  const hostile = [
    '30.0.0\nx',
    '30.0.0\r',
    'a\u2028b',
    'a\u0000b',
    'a\u001b[2J',
    'a[b',
    'a]b',
    'a\u202eb',
    'a\ud800b',
    '30\u0085',
  ];
  it.each(places)('%s', (_name, build) => {
    for (const text of hostile) {
      const problems = listProblems(JSON.stringify({ release: '2025.1', ...build(text) }), 'json');
      expect(problems.map((one) => one.code)).toContain('unsafe-text');
      expect(problems.map((one) => one.got + one.wanted + one.fix).join('')).not.toMatch(/[\u0000-\u001f\u2028\u202e]/);
    }
  });
});

it('tells all problems at once, sorted by place', () => {
  const text = 'launcher: x\nrelease: y\nimageImport:\n  allowedHosts: [A.example, b.example]\n  foo: 1\nbar: 2\n';
  expect(outlineProblems(text)).toEqual([
    'intent.yaml:1:11 (/launcher): bad-value',
    'intent.yaml:2:10 (/release): unknown-release',
    'intent.yaml:4:18 (/imageImport/allowedHosts/0): bad-host',
    'intent.yaml:5:3 (/imageImport/foo): unknown-key',
    'intent.yaml:6:1 (/bar): unknown-key',
  ]);
});

it('refuses a region name that no construct can have, at its place', () => {
  for (const name of ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf']) {
    const problems = listProblems(`${head}regions:\n  ams1: {}\n  ${name}: {}\n`);
    expect(problems).toMatchObject([{ code: 'bad-value', got: name, place: { line: 4, column: 3 } }]);
  }
});

it('takes an empty document behind the intent for nothing', () => {
  expect(outlineProblems(`${head}---\n`)).toEqual([]);
  expect(outlineProblems(`${head}---\n# only words\n...\n`)).toEqual([]);
  expect(outlineProblems(`---\n---\n${head}`)).toEqual(['intent.yaml:3:1: syntax']);
});
