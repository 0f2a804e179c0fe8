// What a flood meets at the proxies of a tree: one, several, none, unknown; and that nothing is credited that may not stand in the way.
import type { Cloud } from '../../../src/checks/cloud/cloud';
import { openEdge } from '../../../src/checks/cloud/edge';
import { floodEdge } from '../../../src/checks/mechanisms/flood-edge';
import { composeHaproxyImageCreateLimit } from '../../../src/documents/haproxy/compose';
import { renderHaproxy } from '../../../src/documents/haproxy/render';
import { composeNginxImageCreateLimit } from '../../../src/documents/nginx/compose';
import { renderNginx } from '../../../src/documents/nginx/render';
import { defencesOf, type Files, openCloud, verdictOf } from './clouds';

const numbers = { requestsPerMinute: 6, burst: 5, trustedProxies: [] };
const proxy = { bind: ['*:9292'], servers: ['10.0.0.5:9292'] };
const nginxFile = 'nginx/conf.d/90-glacis-image-create.conf';
const haproxyFile = 'haproxy/conf.d/90-glacis-image-create.cfg';
const nginx = { [nginxFile]: renderNginx(composeNginxImageCreateLimit(numbers)) };
const haproxy = { [haproxyFile]: renderHaproxy(composeHaproxyImageCreateLimit({ ...numbers, ...proxy })) };
const openHaproxy = {
  'haproxy/haproxy.cfg':
    'defaults\n mode http\nfrontend f\n bind *:9292\n default_backend b\nbackend b\n server a 10.0.0.5:9292\n',
};
const openServer = {
  'nginx/sites-enabled/glance':
    'server { listen 9292; limit_req_status 503; location / { proxy_pass http://a:9293; } }',
};
const otherSite = { 'nginx/sites-enabled/web': 'server { listen 80; location / { proxy_pass http://web; } }' };
const flood = 'dos-image-create-flood';
const verdict = (files: Files) => verdictOf(openCloud(files), flood);

test('no file of a proxy: open, and the fix names the drop-in', () => {
  const cloud = openCloud({});
  expect(verdictOf(cloud, flood)).toBe('open');
  expect(floodEdge(cloud, [{ method: 'POST', rawPath: '/v2/images' }])).toEqual({ kind: 'no-edge' });
});

test('one proxy, or both, that limit', () => {
  expect(defencesOf(openCloud(nginx), flood)).toEqual([expect.stringMatching(/^edge-limit nginx\/.*:\d+$/)]);
  expect(defencesOf(openCloud(haproxy), flood)).toEqual([expect.stringMatching(/^edge-limit haproxy\/.*:\d+$/)]);
  expect(defencesOf(openCloud({ ...nginx, ...haproxy }), flood)).toHaveLength(2);
});

test('a proxy that leads to Glance without a limit: open, also beside a drop-in that no server of it uses', () => {
  expect(verdict(openHaproxy)).toBe('open');
  expect(verdict(openServer)).toBe('open');
  expect(verdict({ ...openHaproxy, ...otherSite })).toBe('open');
});

test('one door with a limit and one without: nobody can say, and neither praise nor blame is given', () => {
  expect(verdict({ ...openHaproxy, ...nginx })).toBe('not-applicable');
  expect(verdict({ ...openServer, ...haproxy })).toBe('not-applicable');
});

test('a limit above what Glance takes anyway is none', () => {
  const wide = renderNginx(composeNginxImageCreateLimit({ ...numbers, requestsPerMinute: 6000 }));
  expect(verdict({ [nginxFile]: wide })).toBe('open');
  const narrow = renderNginx(composeNginxImageCreateLimit({ ...numbers, requestsPerMinute: 600 }));
  expect(verdict({ [nginxFile]: narrow })).toBe('stopped');
});

test('a dry run, a misspelt zone and a file that nginx refuses stop nobody', () => {
  const text = nginx[nginxFile] as string;
  expect(verdict({ [nginxFile]: `${text}limit_req_dry_run on;\n` })).toBe('open');
  expect(
    verdict({ [nginxFile]: text.replace('limit_req zone=glacis_image_create', 'limit_req zone=glacis_create') }),
  ).toBe('open');
  expect(verdict({ [nginxFile]: `${text}}\n` })).toBe('open');
});

test('regions whose edge files are the same share one judgement; with other lines above, each names its own line', () => {
  const withHeader = (nova: string, lines = 1) => ({
    [nginxFile]: `${'# more\n'.repeat(lines)}${nginx[nginxFile]}`,
    'nova/nova.conf': `[glance]\napi_servers = ${nova}\n`,
  });
  const [one, other, longer] = [
    withHeader('http://192.0.2.1'),
    withHeader('http://192.0.2.2'),
    withHeader('http://192.0.2.1', 3),
  ].map((files) => openCloud(files)) as [Cloud, Cloud, Cloud];
  expect(openEdge(one)).toBe(openEdge(other));
  expect(openEdge(one)).not.toBe(openEdge(longer));
  const line = (cloud: Cloud) => Number(/:(\d+)$/.exec(defencesOf(cloud, flood)[0] ?? '')?.[1]);
  expect(line(one)).toBe(line(other));
  expect(line(longer)).toBe(line(other) + 2);
});

test('a fleet of a hundred regions judges its edge files once', () => {
  const answers = Array.from({ length: 100 }, (_, i) => {
    const cloud = openCloud({ ...nginx, 'nova/nova.conf': `[glance]\napi_servers = http://192.0.2.${i}\n` });
    return floodEdge(cloud, [{ method: 'POST', rawPath: '/v2/images' }]);
  });
  expect(answers[0]?.kind).toBe('limited');
  expect(new Set(answers).size).toBe(1);
});

test('trusted proxies and header keys: what the client may choose is told by its own attack', () => {
  const byHeader = (header: string): Files => ({
    'nginx/nginx.conf': `http { map $request_method $k { default ""; POST $http_${header}; } limit_req_zone $k zone=z:1m rate=6r/m; server { listen 9292; limit_req zone=z; location / { proxy_pass http://a:9293; } } }`,
  });
  expect(verdictOf(openCloud(byHeader('x_forwarded_for')), 'dos-limit-forged-address')).toBe('open');
  expect(verdictOf(openCloud(byHeader('x_forwarded_for')), 'dos-limit-many-tokens')).toBe('not-applicable');
  expect(verdictOf(openCloud(byHeader('x_auth_token')), 'dos-limit-many-tokens')).toBe('open');
  expect(verdictOf(openCloud(byHeader('x_project_id')), 'dos-limit-many-tokens')).toBe('not-applicable');
  expect(verdictOf(openCloud(byHeader('x_project_id')), 'dos-limit-forged-project')).toBe('open');
  expect(verdictOf(openCloud(byHeader('x_auth_token')), 'dos-limit-forged-project')).toBe('not-applicable');
  expect(verdictOf(openCloud(byHeader('x_auth_token')), 'dos-limit-left-out-header')).toBe('open');
  expect(verdictOf(openCloud({}), 'dos-limit-many-tokens')).toBe('not-applicable');
});

test('a prefix that uWSGI takes off is a way past a limit that does not know it', () => {
  const mounted = (lines: string) => ({ 'glance/glance-api-uwsgi.ini': `[uwsgi]\n${lines}\n` });
  const mount = 'mount = /image=/usr/bin/glance-wsgi-api';
  expect(verdict({ ...nginx, ...mounted(`${mount}\nmanage-script-name = true`) })).toBe('open');
  expect(verdict({ ...nginx, ...mounted(mount) })).toBe('stopped');
  expect(verdict({ ...nginx, ...mounted(`mount = /=/usr/bin/x\nmanage-script-name = true`) })).toBe('stopped');
  expect(verdict({ ...nginx, ...mounted('route = ^/image/(.*)$ rewrite:/$1') })).toBe('not-applicable');
  const all = {
    'nginx/conf.d/a.conf': `limit_req_zone $k zone=z:10m rate=6r/m; limit_req_status 429;
map $request_method $k { default ""; POST $binary_remote_addr; }
server { listen 9292; location / { limit_req zone=z burst=5 nodelay; proxy_pass http://a:9293; } }`,
  };
  const request = { method: 'POST', rawPath: '/v2/images' };
  const below = openCloud({ ...all, ...mounted(`${mount}\nmanage-script-name = yes`) });
  expect(floodEdge(below, [request])).toMatchObject({ kind: 'limited' });
  const other = { ...nginx, ...mounted(`${mount}\nmanage-script-name = true`) };
  expect(floodEdge(openCloud(other, { launcher: 'eventlet' }), [request])).toMatchObject({ kind: 'limited' });
});

test('a proxy of Apache may lead past the limit', () => {
  const ask = (line: string) => {
    const site = { 'apache2/sites-enabled/api.conf': `<VirtualHost *:80>\n  ${line}\n</VirtualHost>\n` };
    return floodEdge(openCloud({ ...nginx, ...site }), [{ method: 'POST', rawPath: '/v2/images' }]);
  };
  expect(ask('ProxyPass "/image" "unix:/run/glance.socket|uwsgi://local"')).toEqual({
    kind: 'cannot-say',
    because: 'apache2/sites-enabled/api.conf:2: Apache may hand requests on past the limit',
  });
  expect(ask('ProxyPass / http://127.0.0.1:9292/')).toMatchObject({ kind: 'cannot-say' });
  expect(ask('# ProxyPass / http://127.0.0.1:9292/')).toMatchObject({ kind: 'limited' });
  expect(ask('ProxyPass / http://127.0.0.1:5000/')).toMatchObject({ kind: 'limited' });
});

test('a limit that admits at once what Glance takes in an hour is none', () => {
  const ask = (burst: number) => {
    const text = `limit_req_zone $k zone=z:10m rate=6r/m;
map $request_method $k { default ""; POST $binary_remote_addr; }
server { listen 9292; location / { limit_req zone=z burst=${burst} nodelay; proxy_pass http://a:9293; } }`;
    return floodEdge(openCloud({ 'nginx/conf.d/a.conf': text }), [{ method: 'POST', rawPath: '/v2/images' }]);
  };
  expect(ask(1000)).toMatchObject({ kind: 'limited' });
  expect(ask(100_000)).toMatchObject({ kind: 'open', because: expect.stringContaining('admits 100001 at once') });
});

test('so is the alias of Apache under mod_wsgi', () => {
  const ask = (line: string) => {
    const site = { 'apache2/sites-enabled/glance.conf': `<VirtualHost *:9292>\n  ${line}\n</VirtualHost>\n` };
    return floodEdge(openCloud({ ...nginx, ...site }, { launcher: 'mod_wsgi' }), [
      { method: 'POST', rawPath: '/v2/images' },
    ]).kind;
  };
  expect(ask('WSGIScriptAlias / /usr/bin/glance-wsgi-api')).toBe('limited');
  expect(ask('WSGIScriptAlias /image /usr/bin/glance-wsgi-api')).toBe('open');
  expect(ask('wsgiscriptalias "/image/" "/usr/bin/glance-wsgi-api"')).toBe('open');
  expect(ask('WSGIScriptAlias /volume /usr/bin/cinder-wsgi')).toBe('limited');
  expect(ask('WSGIScriptAliasMatch ^/(image|x) /usr/bin/glance-wsgi-api')).toBe('cannot-say');
});
