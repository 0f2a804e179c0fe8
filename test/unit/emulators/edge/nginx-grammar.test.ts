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

test('every directive stands in the table once', () => {
  const names = nginxDirectiveTable.flatMap((line) => line.split(' ').slice(3));
  expect(names.length).toBeGreaterThan(600);
  expect(new Set(names).size).toBe(names.length);
});
