// The script of owners and modes is read back as it was rendered, and nothing else in it is taken for a line that sets one.
import { readOwnership, renderPermissions } from '../../../../src/documents/permissions/script';

const ownerships = [
  { path: 'glance/glance.conf.d', group: 'glance', mode: '0750' },
  { path: 'glance/glance.conf.d/90-glacis.conf', group: 'glance', mode: '0640' },
  { path: 'systemd/system/a file.service', group: 'root', mode: '0644' },
];

test('what is rendered is read back, in order, and no other line says anything', () => {
  const lines = renderPermissions(ownerships).split('\n');
  expect(lines.flatMap((line) => readOwnership(line) ?? [])).toEqual(ownerships);
});

test.each([
  "set_owner glance 640 'glance/a.conf'",
  "set_owner glance 0648 'glance/a.conf'",
  'set_owner glance 0640 glance/a.conf',
  "set_owner glance 0640 'a' 'b'",
  "set_owner glance 0640 'a'\\''b'",
  "# set_owner glance 0640 'glance/a.conf'",
  'set_owner() {',
])('%s sets nothing that can be told', (line) => {
  expect(readOwnership(line)).toBeNull();
});
