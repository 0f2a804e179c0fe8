// A limit on writes that are no creation holds only when it sees every spelling of their path.
import { openCloud, verdictOf } from './clouds';

const haproxy = (fetch: string, pattern: string, override = '_method') => ({
  'haproxy/haproxy.cfg': `frontend glance
    mode http
    bind *:9292
    acl writes method POST PUT PATCH DELETE
    acl writes query -m sub ${override}
    acl of_image ${fetch} -m reg '${pattern}'
    http-request track-sc1 src,ipmask(32,64) table writes if writes of_image
    http-request deny deny_status 429 hdr Retry-After 5 if writes of_image { sc1_gpc0_rate(writes) ge 20 }
    http-request sc-inc-gpc0(1) if writes of_image
    default_backend glance

backend glance
    mode http
    server one 10.0.1.11:9293 check

backend writes
    stick-table type ipv6 size 100k expire 60s store gpc0,gpc0_rate(60s)
`,
});

const whole = '^/+(v2(\\.[0-9]+)?/+)?images/+[^/]+/+tags(/|$)|(^|/)\\.\\.?(/|$)';

test('a limit that does not see the method in the query is none', () => {
  expect(verdictOf(openCloud(haproxy('path,url_dec', whole, 'nothing')), 'dos-tag-churn')).toBe('open');
});

test.each([
  ['every spelling', 'path,url_dec', whole, 'stopped'],
  ['the raw path alone', 'path', whole, 'open'],
  ['one slash alone', 'path,url_dec', whole.replaceAll('/+', '/'), 'open'],
  ['no dot segments', 'path,url_dec', whole.split('|(^|/)')[0] ?? '', 'open'],
])('%s', (_, fetch, pattern, verdict) => {
  expect(verdictOf(openCloud(haproxy(fetch, pattern)), 'dos-tag-churn')).toBe(verdict);
});
