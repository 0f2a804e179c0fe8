// Files that HAProxy may refuse are credited with no limit, wherever the fault stands, and files that it takes keep theirs.
import { parseHaproxy } from '../../../../src/documents/haproxy/parse';
import { findUnknownSample } from '../../../../src/emulators/edge/haproxy-names';
import type { EdgeVerdict } from '../../../../src/emulators/edge/types';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';
import { refusedHaproxy, takenHaproxy } from './haproxy-refusals';

function judge(text: string): EdgeVerdict {
  const { preamble, sections, faults } = parseHaproxy(text, 'haproxy.cfg');
  const request = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' };
  return edgeVerdict({ product: 'haproxy', preamble, sections, faults, files: ['haproxy.cfg'] }, request);
}

test.each(refusedHaproxy)('refused: %s', (text) => {
  expect(['cannot-say', false]).toContain(judge(text).limited);
});

test.each(['lua.of_a_script', 'src,lua.of_a_script', 'wurfl-get-all', 'src,51d.single(a)'])(
  'names that scripts and builds of others may bring: %s',
  (sample) => expect(findUnknownSample('acl', ['name', sample])).toBeNull(),
);

test.each(takenHaproxy)('taken: %s', (text) => {
  expect(judge(text)).toMatchObject({ limited: true, burst: 3 });
});
