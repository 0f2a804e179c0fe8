// Whom nginx takes for the client: X-Forwarded-For is read from its end, and further than its last entry with real_ip_recursive alone.
import { parseNginx } from '../../../../src/documents/nginx/parse';
import { findNginxClient } from '../../../../src/emulators/edge/nginx-client';

const base = 'set_real_ip_from 10.0.0.0/8; set_real_ip_from unix:; real_ip_header X-Forwarded-For;';
const on = `${base} real_ip_recursive on;`;
const proxy = [10, 0, 0, 1];

test.each<[string, readonly number[], string | undefined, readonly number[] | null]>([
  [base, proxy, '192.0.2.1, 10.0.0.2', [10, 0, 0, 2]],
  [`${base} real_ip_recursive off;`, proxy, '192.0.2.1, 10.0.0.2', [10, 0, 0, 2]],
  [on, proxy, '192.0.2.1, 10.0.0.2', [192, 0, 2, 1]],
  [on, proxy, '192.0.2.9, 192.0.2.1,10.0.0.2', [192, 0, 2, 1]],
  [on, proxy, '10.0.0.3, 10.0.0.2', [10, 0, 0, 3]],
  [on, proxy, 'nonsense, 10.0.0.2', [10, 0, 0, 2]],
  [on, proxy, '192.0.2.1:4711', [192, 0, 2, 1]],
  [on, proxy, '[::1]:80', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
  [on, proxy, undefined, proxy],
  [on, [192, 0, 2, 7], '198.51.100.1', [192, 0, 2, 7]],
  [on, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1], '192.0.2.1', [192, 0, 2, 1]],
  ['set_real_ip_from proxies;', [192, 0, 2, 7], undefined, null],
  ['set_real_ip_from 10.0.0.0/8; real_ip_header proxy_protocol;', proxy, undefined, null],
])('%s from %j with %s', (text, peer, claimed, client) => {
  const headers = new Map(claimed === undefined ? [] : [['x_forwarded_for', claimed]]);
  expect(findNginxClient([parseNginx(text, 'n').statements], peer, headers).bytes).toEqual(client);
});
