// The six lists: which rule decides, in which order, and what slips through.

import { validateImportUri } from '../../../../src/emulators/url/import-filter';
import { defaultImportFilter } from '../../../../src/emulators/url/import-filter-options';
import { createOfflineResolver } from '../../../../src/emulators/url/resolver';

const env = { python: '3.11', resolver: createOfflineResolver('libc') } as const;
const both = {
  ...defaultImportFilter,
  allowedSchemes: ['https'],
  disallowedSchemes: ['https'],
  allowedHosts: ['a.example'],
  disallowedHosts: ['a.example'],
  allowedPorts: [443],
  disallowedPorts: [443],
};
const none = { ...defaultImportFilter, allowedSchemes: [], allowedPorts: [] };

test.each([
  ['', both, 'reject', { dimension: 'shape', list: null }],
  ['//a.example/', both, 'reject', { dimension: 'scheme', list: null }],
  ['http://a.example/', both, 'reject', { dimension: 'scheme', list: 'allowed' }],
  ['https:///x', both, 'reject', { dimension: 'host', list: null }],
  ['https://b.example/', both, 'reject', { dimension: 'host', list: 'allowed' }],
  ['https://a.example:80/', both, 'reject', { dimension: 'port', list: 'allowed' }],
  ['https://a.example:443/', both, 'pass', null],
  ['https://A.EXAMPLE/', both, 'pass', null],
  ['https://a.example:0/', both, 'pass', null],
  ['https://b.example:x/', both, 'error', { dimension: 'port', list: null }],
  ['https://[::1/', both, 'error', { dimension: 'shape', list: null }],
  ['gopher://a.example:70/', none, 'pass', null],
  ['http://a.example:70/', { ...none, disallowedPorts: [70] }, 'reject', { dimension: 'port', list: 'disallowed' }],
  ['http://a.example/', { ...none, disallowedPorts: [80] }, 'pass', null],
  ['http://a.example/', { ...none, disallowedHosts: ['A.example'] }, 'pass', null],
  ['ftp://a.example/', { ...none, disallowedSchemes: ['ftp'] }, 'reject', { dimension: 'scheme', list: 'disallowed' }],
] as const)('%j: %#', (url, filter, verdict, decidedBy) => {
  expect(validateImportUri(url, filter, 'unfixed', env)).toMatchObject({ verdict, decidedBy });
});

test('because names the rule and escapes what came from outside', () => {
  const answer = validateImportUri('http://a\u202eb.example/', both, 'unfixed', env);
  expect(answer.because).toBe('scheme http is not in allowed_schemes');
  const filter = { ...both, allowedSchemes: [] as string[], disallowedSchemes: [] as string[] };
  expect(validateImportUri('http://a\u202eb.example/', filter, 'unfixed', env).because).toBe(
    'host a\\u202eb.example is not in allowed_hosts',
  );
});

test('an empty label raises at level normalizing, by another name since Python 3.13', () => {
  const url = 'https://a..example/';
  expect(validateImportUri(url, none, 'normalizing', env)).toMatchObject({ verdict: 'error', error: 'UnicodeError' });
  expect(validateImportUri(url, none, 'normalizing', { ...env, python: '3.13' })).toMatchObject({
    verdict: 'error',
    error: 'UnicodeEncodeError',
  });
});

test('IPv6 is compared in its short spelling, mapped addresses with dots since Python 3.13', () => {
  const filter = { ...none, disallowedHosts: ['::ffff:a9fe:a9fe', 'fd00:ec2::254'] };
  expect(validateImportUri('http://[FD00:0EC2:0::0254]/', filter, 'normalizing', env).verdict).toBe('reject');
  const mapped = 'http://[::ffff:169.254.169.254]/';
  expect(validateImportUri(mapped, filter, 'normalizing', env).verdict).toBe('reject');
  expect(validateImportUri(mapped, filter, 'normalizing', { ...env, python: '3.13' }).verdict).toBe('pass');
  expect(validateImportUri(mapped, filter, 'unfixed', env).verdict).toBe('pass');
});
