// The script of registered limits: read back only as it was written, since a shell script can do anything else.
import fc from 'fast-check';
import {
  parseRegisteredLimits,
  quoteShellWord,
  renderRegisteredLimits,
} from '../../../../src/documents/registered-limits/script';
import { limitedResources } from '../../../../src/documents/registered-limits/types';

const limits = { image_count_total: 7, image_count_uploading: 2, image_size_total: 10, image_stage_total: 5 };
const text = renderRegisteredLimits({ region: 'RegionOne', limits });

test('every limit and every region reads back', () => {
  const region = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
  const numbers = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat());
  fc.assert(
    fc.property(region, numbers, (name, values) => {
      const given = Object.fromEntries(limitedResources.map((resource, i) => [resource, values[i]])) as typeof limits;
      const read = parseRegisteredLimits(renderRegisteredLimits({ region: name, limits: given }), 'f');
      expect(read?.region).toBe(name);
      expect(limitedResources.map((resource) => read?.limits.get(resource)?.limit)).toEqual(values);
    }),
  );
});

test('a header and other comments do not matter; places are those of the lines', () => {
  const read = parseRegisteredLimits(`# by Glacis\n\n${text}`, 'f');
  const line = `# by Glacis\n\n${text}`.split('\n').indexOf('register_limit image_count_total 7') + 1;
  expect(read?.limits.get('image_count_total')).toEqual({ limit: 7, at: { file: 'f', line } });
});

test.each([
  ['a function that does nothing', text.replace('openstack registered limit create', 'true')],
  ['an early exit', text.replace('set -eu', 'exit 0')],
  ['a line of its own between the calls', text.replace('# MiB in staging', 'exit 0')],
  ['a limit that is computed', text.replace('image_size_total 10', 'image_size_total $(echo -1)')],
  ['no region', text.replace("region='RegionOne'\n", '')],
  ['a region that is computed', text.replace("'RegionOne'", '"$(hostname)"')],
  ['a cut file', text.slice(0, 300)],
  ['an empty file', ''],
])('%s is not believed', (_, changed) => {
  expect(changed).not.toBe(text);
  expect(parseRegisteredLimits(changed, 'f')).toBeUndefined();
});

test('a limit that is left out is absent, an unknown one is a fault, -1 is told as it is', () => {
  const changed = text
    .replace('register_limit image_stage_total 5', 'register_limit image_stage 5')
    .replace('_total 7', '_total -1');
  const read = parseRegisteredLimits(changed, 'f');
  expect(read?.limits.has('image_stage_total')).toBe(false);
  expect(read?.limits.get('image_count_total')?.limit).toBe(-1);
  expect(read?.faults).toHaveLength(1);
});

test('what cannot be written is refused', () => {
  expect(() => renderRegisteredLimits({ region: 'R', limits: { ...limits, image_count_total: -1 } })).toThrow(/-1/);
  expect(() => renderRegisteredLimits({ region: 'R\n', limits })).toThrow(/control/);
  expect(quoteShellWord("a'b")).toBe("'a'\\''b'");
});
