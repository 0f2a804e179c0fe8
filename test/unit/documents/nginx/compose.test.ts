// The composed nginx drop-in: places, refusal of bad values, the numbers it writes.
import { composeNginxImageCreateLimit } from '../../../../src/documents/nginx/compose';
import { parseNginx } from '../../../../src/documents/nginx/parse';
import { renderNginx } from '../../../../src/documents/nginx/render';

const props = {
  requestsPerMinute: 6,
  burst: 5,
  trustedProxies: ['10.0.0.5', '10.0.0.5', '2001:db8::/32'],
  header: ['by Glacis'],
};

test('reads back as the same model, places included', () => {
  const document = composeNginxImageCreateLimit(props);
  expect(parseNginx(renderNginx(document), document.file)).toEqual(document);
});

test('writes burst - 1, the rate, Retry-After and the trusted peers once each', () => {
  const text = renderNginx(composeNginxImageCreateLimit(props));
  expect(text).toContain('limit_req zone=glacis_image_create burst=4 nodelay;');
  expect(text).toContain('rate=6r/m;');
  expect(text).toContain('REJECTED:429 10;');
  expect(text.match(/set_real_ip_from/g)).toHaveLength(2);
});

test('a burst of one needs no burst parameter; without trusted peers no header is believed', () => {
  const text = renderNginx(composeNginxImageCreateLimit({ requestsPerMinute: 600, burst: 1, trustedProxies: [] }));
  expect(text).toContain('limit_req zone=glacis_image_create;');
  expect(text).toContain('REJECTED:429 1;');
  expect(text).not.toContain('real_ip');
});

test('every bad value is named at once', () => {
  const bad = {
    requestsPerMinute: 0,
    burst: 1.5,
    trustedProxies: ['0.0.0.0/0', 'x; return 200', '::ffff:1.2.3.4'],
    header: ['a\nb;'],
  };
  expect(() => composeNginxImageCreateLimit(bad)).toThrow(
    expect.objectContaining({
      problems: [
        '/burst',
        '/header/0',
        '/requestsPerMinute',
        '/trustedProxies/0',
        '/trustedProxies/1',
        '/trustedProxies/2',
      ].map((pointer) => expect.objectContaining({ place: expect.objectContaining({ pointer }) })),
    }),
  );
});
