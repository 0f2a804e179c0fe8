// Files that nginx refuses are credited with no limit, wherever the fault stands, and files that it takes keep theirs.
import { parseNginx } from '../../../../src/documents/nginx/parse';
import { nginxDirectiveTable } from '../../../../src/emulators/edge/nginx-directives';
import type { EdgeVerdict } from '../../../../src/emulators/edge/types';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';
import { refusedNginx, takenNginx, unknownToNginx } from './nginx-refusals';

function judge(text: string): EdgeVerdict {
  const { statements, faults } = parseNginx(`events { } http { ${text} }`, 'nginx.conf');
  expect(faults).toEqual([]);
  const request = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };
  return edgeVerdict({ product: 'nginx', statements, faults, files: ['nginx.conf'] }, request);
}

test.each(refusedNginx)('refused: %s', (text) => {
  expect(judge(text)).toMatchObject({ limited: false, because: expect.stringContaining('nginx refuses') });
});

test.each(unknownToNginx)('not known: %s', (text) => {
  expect(judge(text)).toMatchObject({ limited: 'cannot-say', because: expect.stringContaining('nginx may not know') });
});

test.each(takenNginx)('taken: %s', (text) => {
  expect(judge(text)).toMatchObject({ limited: true, burst: 3 });
});

/** No build of Debian holds these modules at once, and nginx refuses a file that is missing: the real one is not asked. */
test.each([
  'geoip_country /usr/share/GeoIP/GeoIP.dat; log_format x "$geoip_country_code";',
  'geoip2 /var/lib/country.mmdb { $geoip2_country country iso_code; } log_format x "$geoip2_country";',
  'perl_set $a "sub { my $r = shift; }"; log_format x "$a";',
  'init_by_lua_block { a = 1 } log_format x "$of_a_script";',
  'lua_package_path "/a/?.lua"; log_format x "$of_a_script";',
])('a module of others may bring variables: %s', (text) => {
  expect(judge(`${text} ${takenNginx[0]}`)).toMatchObject({ limited: true, burst: 3 });
  const lonely = judge(`log_format y "$of_nobody"; ${takenNginx[0]}`);
  expect(lonely).toMatchObject({ limited: 'cannot-say', because: 'nginx may not know the variable $of_nobody' });
});

test('a file that is not in the tree may bring variables', () => {
  expect(judge(`include /srv/more.conf; log_format y "$of_more"; ${takenNginx[0]}`)).toMatchObject({
    limited: 'cannot-say',
    because: 'an included file is not in the tree',
  });
});

test('every directive stands in the table once', () => {
  const names = nginxDirectiveTable.flatMap((line) => line.split(' ').slice(3));
  expect(names.length).toBeGreaterThan(600);
  expect(new Set(names).size).toBe(names.length);
});
