// Python's reading of URLs, addresses, numbers and names, and where its versions differ.

import { encodeIdna } from '../../../../src/emulators/url/idna';
import { readInetAton } from '../../../../src/emulators/url/inet-aton';
import { formatIpAddress, parseIpAddress } from '../../../../src/emulators/url/ip-address';
import { type PythonVersion, pythonVersions, traitsOf } from '../../../../src/emulators/url/python';
import { splitUrl } from '../../../../src/emulators/url/split-url';
import { isDigit, lowerCase, readInteger, stripBlanks } from '../../../../src/emulators/url/unicode';

const python = traitsOf('3.11');

test('urlsplit takes a URL apart', () => {
  expect(splitUrl(' \tHT\ntp://u:p@Ex.AMPLE%aB:080/p;q?r#s#t', '3.11')).toEqual({
    error: null,
    scheme: 'http',
    netloc: 'u:p@Ex.AMPLE%aB:080',
    path: '/p;q',
    query: 'r',
    fragment: 's#t',
    hostname: 'ex.ample%aB',
    port: 80,
    portError: null,
  });
  expect(splitUrl('http://\ud800/', '3.11')).toMatchObject({ error: null, hostname: '\ud800' });
});

const refusals: readonly (readonly [string, readonly PythonVersion[]])[] = [
  ['http://[::1]x/', ['3.11-debian12', '3.11-debian12u9', '3.13-debian13', '3.14']],
  ['http://x[::1]/', ['3.11-debian12', '3.11-debian12u9', '3.13-debian13', '3.14']],
  ['http://[x]/', ['3.11', '3.11-debian12', '3.11-debian12u9', '3.12', '3.13', '3.13-debian13', '3.14']],
  ['http://[V1.x]/', ['3.11', '3.11-debian12', '3.11-debian12u9', '3.12', '3.13', '3.13-debian13']],
  ['http://[v1.x]/', []],
  ['http://[x]@v1.x/', ['3.11', '3.12', '3.13']],
  ['http://[::1/', pythonVersions],
  ['http://h\u2100/', pythonVersions],
];
test.each(refusals)('%s is refused by %j', (url, versions) => {
  expect(pythonVersions.filter((version) => splitUrl(url, version).error !== null)).toEqual(versions);
});

test('ports end at 65535', () => {
  expect(splitUrl('http://h:65535/', '3.11')).toMatchObject({ port: 65535, portError: null });
  expect(splitUrl('http://h:65536/', '3.11')).toMatchObject({
    port: null,
    portError: 'the port is outside 0 to 65535',
  });
});

test('only 3.9 reads a port with int(), only 3.9 and 3.10 take a scheme that begins with a digit', () => {
  expect(splitUrl('http://h: \u0664_4/', '3.9')).toMatchObject({ port: 44, portError: null });
  expect(splitUrl('http://h: \u0664_4/', '3.10')).toMatchObject({ port: null, portError: 'the port is not a number' });
  expect(splitUrl('1http://h/', '3.10')).toMatchObject({ scheme: '1http', hostname: 'h' });
  expect(splitUrl('1http://h/', '3.11')).toMatchObject({ scheme: '', hostname: null });
});

test.each([
  ['::1', '::1'],
  ['0:0:1::', '0:0:1::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['::FFFF:1.2.3.4%Z', '::ffff:102:304%Z'],
  ['1.2.3.4', '1.2.3.4'],
])('address %s is printed %s', (text, printed) => {
  expect(formatIpAddress(parseIpAddress(text, python)!, python)).toBe(printed);
});

test.each([
  '01.2.3.4',
  '1.2.3',
  '256.0.0.0',
  '1::2::3',
  ':::',
  '::1%',
  '::1%a%b',
  '1:2:3:4:5:6:7:8::',
  '::12345',
  '::/1',
  '',
])('%j is no address', (text) => expect(parseIpAddress(text, python)).toBeNull());

test.each([
  ['127.1', '127.0.0.1'],
  ['0x7f.1', '127.0.0.1'],
  ['0XA9FEA9FE', '169.254.169.254'],
  ['010.000.000.005', '8.0.0.5'],
  ['169.254.43518', '169.254.169.254'],
  ['4294967295', '255.255.255.255'],
  ['4294967296', null],
  ['1.2.65536', null],
  ['256.1', null],
  ['08.1', null],
  ['0x', null],
  ['1..2', null],
  ['1.2.3.4.5', null],
  ['1.2.3.4.', null],
  ['-1', null],
  ['a', null],
])('libc reads %s as %s', (text, address) => {
  expect(readInetAton(text)).toBe(address);
});

test('int() and str methods', () => {
  expect(readInteger('\u00a0+8_0 ', python)).toBe(80n);
  expect(
    ['8__0', '_8', '8_', '\x1f8', '', '+', '²', '9'.repeat(4301)].map((text) => readInteger(text, python)),
  ).toEqual(new Array(8).fill(null));
  expect(['²', '①', '٣', '𝟎', 'a', '½'].map((c) => isDigit(c.codePointAt(0)!, python))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(isDigit(0x11f50, traitsOf('3.11'))).toBe(false);
  expect(isDigit(0x11f50, traitsOf('3.12'))).toBe(true);
  expect(lowerCase('\u2c2fA\u0130', traitsOf('3.10'))).toBe('\u2c2fai\u0307');
  expect(lowerCase('\u2c2fA', traitsOf('3.11'))).toBe('\u2c5fa');
  expect(stripBlanks('\x1c\x85\u3000\ufeff \u2028')).toBe('\ufeff');
});

test.each([
  ['Example.ORG.', 'Example.ORG.'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['他们为什么不说中文', 'xn--ihqwcrb4cv8a8dqg056pqjye'],
  ['a\u200bb\u3002①', 'ab.1'],
  ['Straße', 'strasse'],
  ['', ''],
])('idna writes %j as %j', (host, name) => {
  expect(encodeIdna(host, python)).toEqual({ error: null, name });
});

test.each(['a..b', '.a', 'x'.repeat(64), 'é'.repeat(60), '\ud800', 'xn--é', '\u05d0b', '\u2028', '.'])(
  'idna refuses %j',
  (host) => expect(encodeIdna(host, python).error).toBe('UnicodeError'),
);
