// Where urllib opens a socket: encoded hosts, odd ports, wrapped URLs, two resolvers.

import { connectTarget } from '../../../../src/emulators/url/connect-target';
import { createOfflineResolver } from '../../../../src/emulators/url/resolver';

const hosts: [string, string[]][] = [['Inner.Example.', ['10.0.0.9', 'fd00::9']]];
const libc = { python: '3.11', resolver: createOfflineResolver('libc', hosts) } as const;
const eventlet = { python: '3.11', resolver: createOfflineResolver('eventlet', hosts) } as const;

test.each([
  ['http://2852039166/', '2852039166:80', '169.254.169.254', 80],
  ['http://¹69.254.¹69.254/', '¹69.254.¹69.254:80', '169.254.169.254', 80],
  ['http://%c2%b969.254.169.254/', '¹69.254.169.254:80', '169.254.169.254', 80],
  ['http://127.0.0.1%3a65558/', '127.0.0.1:65558', '127.0.0.1', 22],
  ['http://127.0.0.1:8_0_8_0/', '127.0.0.1:8080', '127.0.0.1', 8080],
  ['<URL:https://[::FFFF:127.0.0.1]/>', '::FFFF:127.0.0.1:443', '127.0.0.1', 443],
  ['http://[fe80::1%25lo]/', 'fe80::1%lo:80', 'fe80::1', 80],
  ['http://inner.example./', 'inner.example.:80', '10.0.0.9', 80],
  ['http://localhost/', 'localhost:80', '127.0.0.1', 80],
  ['http://unknown.example/', 'unknown.example:80', null, 80],
])('%s opens a socket', (url, connectsTo, address, port) => {
  expect(connectTarget(url, libc)).toMatchObject({ connectsTo, address, port, isOpened: true, error: null });
});

test.each([
  ['http://a..b/', 'a..b:80'],
  ['http://user@a.example/', 'user@a.example:80'],
  ['http://10.0.0.5./', '10.0.0.5.:80'],
  ['http://127.0.0.1:-1/', '127.0.0.1:-1'],
  ['http://127.0.0.1:2147483648/', '127.0.0.1:2147483648'],
  ['http://[::1%25eth0]/', '::1%eth0:80'],
  ['http://:80/', ':80'],
])('%s is handed to the socket layer, which opens nothing', (url, connectsTo) => {
  expect(connectTarget(url, libc)).toMatchObject({ connectsTo, isOpened: false, error: null, port: null });
});

test.each([
  ['a.example/x', 'ValueError', null],
  ['http:a.example', 'URLError', 'no host given'],
  ['constructor://a.example/', 'URLError', 'unknown url type: constructor'],
  ['http://a.example:x/', 'InvalidURL', null],
  ['http://a.example/a b', 'InvalidURL', null],
  ['http://a.example/#a b#c', 'InvalidURL', null],
  ['http://a.example/é', 'UnicodeEncodeError', null],
  ['http://b\u0661.example/', 'UnicodeEncodeError', null],
  ['http://a.example:\n80/', 'ValueError', null],
  ['http://[::1/', 'ValueError', null],
  ['ftp:///x', 'URLError', 'ftp error: no host given'],
])('%j raises before it connects', (url, error, errorReason) => {
  expect(connectTarget(url, libc)).toMatchObject({ connectsTo: null, isOpened: false, error, errorReason });
});

test('ftp, file and data are no HTTP, but ftp opens a socket', () => {
  expect(connectTarget('ftp://u:p@inner.example:2121/x', libc)).toMatchObject({
    connectsTo: null,
    address: '10.0.0.9',
    port: 2121,
    isOpened: true,
  });
  expect(connectTarget('ftp://[::1]/x', libc)).toMatchObject({ connectsTo: null, isOpened: false });
  expect(connectTarget('file:///etc/passwd', libc)).toMatchObject({ connectsTo: null, error: null, isOpened: false });
  expect(connectTarget('data:,x', libc)).toMatchObject({ connectsTo: null, error: null, isOpened: false });
});

test('to eventlet a number is a name, and names do not end in numbers', () => {
  for (const url of ['http://2852039166/', 'http://0x7f.1/', 'http://127.1/', 'http://0177.0.0.1/']) {
    expect([url, connectTarget(url, eventlet).isOpened]).toEqual([url, false]);
    expect([url, connectTarget(url, libc).isOpened]).toEqual([url, true]);
  }
  expect(connectTarget('http://169.254.169.254/', eventlet).address).toBe('169.254.169.254');
  expect(connectTarget('http://¹69.254.169.254/', eventlet).address).toBe('169.254.169.254');
});

test('a port over 63 bits stops Python before 3.12 only', () => {
  const url = 'http://127.0.0.1:9223372036854775888/';
  expect(connectTarget(url, libc)).toMatchObject({ isOpened: false });
  expect(connectTarget(url, { ...libc, python: '3.12' })).toMatchObject({ isOpened: true, port: 80 });
});
