// The text of a comparison: every change with its attacks and regions, and what could not be compared with what is lost.
import type { FleetDiff } from '../../../src/checks/diff/fleet';
import { diffToText } from '../../../src/report/diff-text';
import { createPaint } from '../../../src/report/paint';

const nothing: FleetDiff = { changes: [], attacksOpened: [], attacksClosed: [], regions: [], notCompared: [] };
const write = (diff: Partial<FleetDiff>) => diffToText({ ...nothing, ...diff }, createPaint(false));

test('a change stands with its attacks and its regions, and counts come last', () => {
  const change = { kind: 'option', file: 'glance/a.conf', subject: 's/o', before: '1', after: '2', because: 'why' };
  const changes = [
    { ...change, direction: 'looser', attacks: ['attack-one', 'attack-two'], regions: ['ams1', 'fra1'] },
  ];
  const sides = { attacksOpened: ['attack-one'], attacksClosed: ['attack-three'] };
  const regions = [{ name: 'ams1', ...sides, looser: 1, tighter: 2, neutral: 3 }];
  expect(write({ changes: changes as unknown as FleetDiff['changes'], ...sides, regions })).toBe(
    [
      ...['ATTACKS OPENED (1)', '  attack-one', '', 'ATTACKS CLOSED (1)', '  attack-three', ''],
      ...['LOOSER (1)', '  glance/a.conf s/o', '    - 1', '    + 2', '    why'],
      ...['    attacks: attack-one, attack-two', '    in ams1, fra1', ''],
      'REGIONS THAT DIFFER (1)',
      ...['  ams1: 1 looser, 2 tighter, 3 neutral; attacks 1 opened, 1 closed', ''],
      '1 looser, 0 tighter, 0 neutral; 1 attacks opened, 1 closed\n',
    ].join('\n'),
  );
});

test('no difference is claimed of what could be read alone, with what is lost', () => {
  expect(write({})).toBe('no difference\n');
  const notCompared = [{ side: 'after', file: 'glance/b.conf', because: 'ELOOP', lost: 'options' }] as const;
  expect(write({ notCompared })).toBe(
    'NOT COMPARED (1): what these files change is not known\n' +
      '  after glance/b.conf: ELOOP; lost: options\n\nno difference in what could be read\n',
  );
});
