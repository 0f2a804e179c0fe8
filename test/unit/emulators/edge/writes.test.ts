// The second bucket: tags, members, imports, changes and deletions, in every spelling, apart from creations and reads.
import { composeHaproxyImageCreateLimit } from '../../../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../../../src/documents/haproxy/render';
import { composeNginxImageCreateLimit } from '../../../../src/documents/nginx/compose';
import { loadNginx } from '../../../../src/documents/nginx/load';
import { renderNginx } from '../../../../src/documents/nginx/render';
import {
  type OtherRequest,
  rowWritingRequests,
  spellRowWrite,
  untouchedRequests,
} from '../../../../src/emulators/edge/creating-requests';
import { judgeImageCreateLimit } from '../../../../src/emulators/edge/judge';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';
import { chooseWorstVerdict } from '../../../../src/emulators/edge/worst';

const numbers = {
  requestsPerMinute: 6,
  burst: 5,
  trustedProxies: [],
  otherWrites: { requestsPerMinute: 60, burst: 30 },
};
const proxy = { bind: ['*:9292'], servers: ['10.0.0.5:9292'] };
const nginx = composeNginxImageCreateLimit(numbers);
const haproxy = composeHaproxyImageCreateLimit({ ...numbers, ...proxy, stickCounter: 1 });

const products = [
  ['nginx', loadNginx(new Map([[nginx.file, renderNginx(nginx)]]))],
  ['HAProxy', loadHaproxy(new Map([[haproxy.file, renderHaproxy(haproxy)]]))],
] as const;

/** The weakest verdict over all spellings of one write, for a client of either family. */
function judgeRowWrite(configuration: (typeof products)[number][1], request: OtherRequest) {
  return chooseWorstVerdict(
    spellRowWrite(request).flatMap((spelling) =>
      ['198.51.100.7', '2001:db8:0:1::7'].map((clientAddress) =>
        edgeVerdict(configuration, { headers: {}, ...spelling, clientAddress }),
      ),
    ),
  );
}

describe.each(products)('%s', (_, configuration) => {
  test.each(rowWritingRequests)('$method $rawPath has its limit in every spelling', (request) => {
    expect(judgeRowWrite(configuration, request)).toMatchObject({
      limited: true,
      requestsPerMinute: 60,
      burst: 30,
      status: 429,
      isDelayed: false,
    });
  });

  test.each(untouchedRequests)('$method $rawPath is not limited', (request) => {
    expect(judgeRowWrite(configuration, request).limited).toBe(false);
  });

  test('a line feed in a tag, or a deeper path, is no way out', () => {
    for (const rawPath of [
      '/v2/images/x/tags/a%0Ab',
      '/v2/images/x/tags/a%2Fb',
      '/v2/images/x%0A/tags/a',
      '/v2/images/x/members/',
    ]) {
      const verdict = edgeVerdict(configuration, {
        method: 'PUT',
        rawPath,
        headers: {},
        clientAddress: '198.51.100.7',
      });
      expect({ rawPath, limited: verdict.limited }).toEqual({ rawPath, limited: true });
    }
  });

  test('creations keep their own numbers, and no fault is found', () => {
    expect(judgeImageCreateLimit(configuration, { collapses: true })).toMatchObject({
      evading: [],
      weaknesses: [],
      worst: { requestsPerMinute: 6, burst: 5 },
    });
  });
});

test('one line for creations and other writes is a fault', () => {
  const text = renderNginx(nginx)
    .replaceAll('$glacis_image_write', '$unused')
    .replace('"~^POST:', '"~^(POST|PATCH|DELETE):');
  const shared = text.replace('images/*$', 'images');
  const judged = judgeImageCreateLimit(loadNginx(new Map([[nginx.file, shared]])), { collapses: true });
  expect(judged.weaknesses).toContain('limits-other-requests');
});

test('without otherWrites nothing but creations is limited', () => {
  const alone = composeNginxImageCreateLimit({ ...numbers, otherWrites: undefined });
  const configuration = loadNginx(new Map([[alone.file, renderNginx(alone)]]));
  for (const request of rowWritingRequests) expect(judgeRowWrite(configuration, request).limited).toBe(false);
});

test('bad numbers of the second bucket and counters that HAProxy lacks are named', () => {
  const bad = { ...numbers, otherWrites: { requestsPerMinute: 0, burst: 1.5 } };
  const pointers = (run: () => unknown): (string | undefined)[] => {
    try {
      run();
    } catch (error) {
      return (error as { problems: { place: { pointer?: string } }[] }).problems.map(({ place }) => place.pointer);
    }
    return [];
  };
  const wanted = ['/otherWrites/burst', '/otherWrites/requestsPerMinute'];
  expect(pointers(() => composeNginxImageCreateLimit(bad))).toEqual(wanted);
  expect(pointers(() => composeHaproxyImageCreateLimit({ ...bad, ...proxy }))).toEqual(wanted);
  expect(pointers(() => composeHaproxyImageCreateLimit({ ...numbers, ...proxy, stickCounter: 3 }))).toEqual([
    '/stickCounter',
  ]);
  const slow = { ...numbers, otherWrites: { requestsPerMinute: 1, burst: 10_000 } };
  expect(pointers(() => composeHaproxyImageCreateLimit({ ...slow, ...proxy }))).toEqual(['/otherWrites/burst']);
});
