// Defences of several requests: what stops them all stands alone, else all of them are needed.
import { joinDefences, sortDefences } from '../../../src/checks/defences';
import type { DefenceName } from '../../../src/checks/layers';
import type { Defence } from '../../../src/checks/types';

const at = (line: number) => ({ file: 'glance/glance-api.conf', line });
const defence = (layer: DefenceName, line?: number): Defence => ({
  layer,
  at: line === undefined ? null : at(line),
  because: 'for a test',
});
const names = (defences: readonly Defence[]) => defences.map((d) => (d.at ? `${d.layer}:${d.at.line}` : d.layer));

test('a layer and place is told once, in the order a request meets them', () => {
  const given = [
    defence('egress-guard', 3),
    defence('import-filter', 9),
    defence('import-filter', 9),
    defence('policy'),
  ];
  expect(names(sortDefences(given))).toEqual(['policy', 'import-filter:9', 'egress-guard:3']);
});

test('only what stops every request is said to stop the attack', () => {
  const first = [defence('import-filter', 2), defence('glance-code')];
  const second = [defence('import-filter', 2), defence('http-client')];
  expect(names(joinDefences([first, second]))).toEqual(['import-filter:2']);
});

test('another line of the same layer is another defence', () => {
  const joined = joinDefences([[defence('import-filter', 2)], [defence('import-filter', 3)]]);
  expect(names(joined)).toEqual(['import-filter:2', 'import-filter:3']);
});

test('when each request is stopped by something else, all of it is needed and told', () => {
  const joined = joinDefences([[defence('http-client')], [defence('import-filter', 2), defence('policy', 1)]]);
  expect(names(joined)).toEqual(['policy:1', 'import-filter:2', 'http-client']);
});

test('no request, no defence', () => {
  expect(joinDefences([])).toEqual([]);
  expect(joinDefences([[]])).toEqual([]);
});
