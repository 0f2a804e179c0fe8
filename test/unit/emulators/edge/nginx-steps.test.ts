// Steps of nginx that decide between two ways: which location a path falls into, and what ends the directives of a level.
import { loadNginx } from '../../../../src/documents/nginx/load';
import { parseNginx } from '../../../../src/documents/nginx/parse';
import { findLocations } from '../../../../src/emulators/edge/nginx-scopes';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';

const locate = (text: string, uri: string) =>
  findLocations(parseNginx(text, 'nginx.conf').statements, uri)?.map(({ args }) => args.join(' '));

test('a nested expression settles it before those of the level, a nested prefix does not', () => {
  const besides = 'location ~ images { }';
  expect(locate(`location /v2 { location ~ im { } } ${besides}`, '/v2/images')).toEqual(['/v2', '~ im']);
  expect(locate(`location /v2 { location /v2/images { } } ${besides}`, '/v2/images')).toEqual(['~ images']);
  expect(locate(`location ^~ /v2 { } ${besides}`, '/v2/images')).toEqual(['^~ /v2']);
});

const post = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };
const judge = (lines: string) =>
  edgeVerdict(
    loadNginx(
      new Map([
        [
          'nginx/nginx.conf',
          `http { server { server_name glance; location / { ${lines} proxy_pass http://127.0.0.1:9292; } } }`,
        ],
      ]),
    ),
    post,
  ).limited;

test('break inside of an if ends the directives around it too', () => {
  expect(judge('return 403;')).toBe('refused');
  expect(judge('if ($request_method = POST) { break; } return 403;')).toBe(false);
  expect(judge('if ($request_method = PUT) { break; } return 403;')).toBe('refused');
});
