// Edits of lines that stand there: renamed, respelled, moved, taken out, and the lines of proxies.
import { mendWeakness } from '../../../src/checks/fix/edge-lines';
import { mendPath } from '../../../src/checks/fix/edge-paths';
import { respell } from '../../../src/checks/fix/spellings';
import { fixTree } from '../../../src/checks/fix-tree';
import { removePolicyRule } from '../../../src/documents/policy/edit-policy';
import type { ValueType } from '../../../src/openstack/types';
import { openCloud } from './clouds';

const api = 'glance/glance-api.conf';
const fixed = (text: string): string | undefined => fixTree(openCloud({ [api]: text })).cloud.files.get(api);

test.each([
  [
    'a name two letters off',
    '[DEFAULT]\n# ours\nenable_import_methods = [glance-direct]\n',
    '# ours\nenabled_import_methods = [glance-direct]\n',
  ],
  ['a name that is another word', '[import_filtering_opts]\ndisallowed_uris = x\n', '# disallowed_uris = x\n'],
  ['no brackets', '[import_filtering_opts]\nallowed_schemes = https\n', 'allowed_schemes = [https]\n'],
  ['quoted hosts', "[import_filtering_opts]\nallowed_hosts = ['a.example']\n", 'allowed_hosts = [a.example]\n'],
  ['a dead list', '[import_filtering_opts]\ndisallowed_ports = [22]\n# end\n', '[import_filtering_opts]\n# end\n'],
  ['a default that was to shrink', '[import_filtering_opts]\ndisallowed_ports = [80]\n', 'allowed_ports = [443]\n'],
])('%s', (_, text, wanted) => {
  expect(fixed(text)).toContain(wanted);
});

test('lists that contradict each other are a choice', () => {
  const text = '[import_filtering_opts]\nallowed_hosts = [a.example]\ndisallowed_hosts = [a.example]\n';
  const { left, cloud } = fixTree(openCloud({ [api]: text }));
  expect(left.find(({ name }) => name.startsWith('inert-list'))?.because).toContain('Both lists name the same entry');
  expect(cloud.files.get(api)).toContain('disallowed_hosts = [a.example]');
});

test.each<[ValueType, string, string | null]>([
  [{ kind: 'boolean' }, 'Enabled', 'true'],
  [{ kind: 'boolean' }, 'maybe', null],
  [{ kind: 'integer' }, '1e9', '1000000000'],
  [{ kind: 'integer' }, '10GB', null],
  [{ kind: 'list', item: { kind: 'port' }, bounds: true }, '8000-9000', null],
  [{ kind: 'list', item: { kind: 'port' }, bounds: true }, '"80", "443"', '[80,443]'],
])('%j: %s', (type, raw, wanted) => {
  expect(respell({ type }, raw)).toBe(wanted);
});

test.each([
  ['# c\n"a": "@"  # why\n# d\nb: "!"\n', '# c\n# d\nb: "!"\n'],
  ['a:\n- - role:y\nb: "!"\r\n', 'b: "!"\r\n'],
  ['{\n  "b": "!",\n  "a": "@"\n}\n', '{\n  "b": "!"\n}\n'],
  ['{"a": "@", "b": "!"}', '{\n    "b": "!"\n}\n'],
])('a rule is taken out of %j', (text, wanted) => {
  expect(removePolicyRule(text, 'policy.yaml', 'a')).toBe(wanted);
});

describe('HAProxy', () => {
  const at = { file: 'haproxy/haproxy.cfg', line: 1 };
  const mend = (line: string, weakness: Parameters<typeof mendWeakness>[1]) => {
    const [fix] = mendWeakness(new Map([[at.file, `${line}\n`]]), weakness, at, 6).fixes;
    return fix?.edit?.kind === 'rewrite' ? fix.edit.lines : null;
  };

  test.each([
    ['  http-request deny if { path /x }', '  http-request deny deny_status 429 if { path /x }'],
    ['  http-request deny deny_status 503 if x', '  http-request deny deny_status 429 if x'],
    ['  http-request return status 503 if x', '  http-request return status 429 if x'],
  ])('status: %s', (line, wanted) => {
    expect(mend(line, 'status-not-429')).toEqual([wanted]);
  });

  test('Retry-After stands before the condition, and what cannot be told is a choice', () => {
    expect(mend('http-request deny deny_status 429 if x', 'no-retry-after')).toEqual([
      'http-request deny deny_status 429 hdr Retry-After 10 if x',
    ]);
    expect(mend('http-request silent-drop if x', 'status-not-429')).toBeNull();
    expect(mend('http-request deny if { hdr(a) "x if y" }', 'no-retry-after')).toBeNull();
    expect(mendWeakness(new Map(), 'bucket-per-ipv6-address', at, 6).choice).toContain('64 bits');
  });

  test('a path that one line names gets the pattern; named twice it is a choice', () => {
    const line = '  acl create path /v2/images\n';
    expect(mendPath(new Map([[at.file, line]]), 'haproxy').fixes[0]?.value).toMatch(
      /^acl create path,url_dec -m reg \^\/\+\(v2/,
    );
    expect(mendPath(new Map([[at.file, line + line]]), 'haproxy')).toMatchObject({
      fixes: [],
      choice: expect.stringContaining('every POST'),
    });
  });
});

test('a location with a path behind its proxy cannot be a pattern', () => {
  const text = 'location = /v2/images {\n  proxy_pass http://10.0.0.1:9292/v2/images;\n}\n';
  expect(mendPath(new Map([['nginx/nginx.conf', text]]), 'nginx').fixes).toEqual([]);
});
