// The plugin that converts: when it runs at all, and when what it converts may be a file of the Glance host.
import { defencesOf, levels, openCloud, verdictOf } from './clouds';

const attack = 'formats-conversion-host-file';
const base = '[paste_deploy]\nflavor = keystone\n[image_import_opts]\nimage_import_plugins = [image_conversion]\n';
const withLines = (lines = '', versions: Parameters<typeof openCloud>[1] = levels.Z0) =>
  openCloud({ 'glance/glance-api.conf': `${base}${lines}` }, { launcher: 'eventlet', ...versions });

test.each([
  ['the release 25.1.0', levels.Z0],
  ['a release without a version', { release: 'zed', packages: {} }],
  ['the last tag before the fix', { release: '2024.1', packages: { glance: '28.0.1' } }],
  ['an older release, by a flat VMDK', { release: 'train', packages: { glance: '19.0.4' } }],
] as const)('is open with %s', (_, versions) => {
  expect(verdictOf(withLines('', versions), attack)).toBe('open');
});

test.each([
  ['the first package of Debian with the fix', { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u1' } }],
  ['the first tag with it', { release: '2024.1', packages: { glance: '28.1.0' } }],
  ['a later release', levels.E0],
] as const)('is stopped by the code of %s', (_, versions) => {
  expect(defencesOf(withLines('', versions), attack)).toEqual(['glance-code']);
});

test('a qcow2 that stays one is handed to nobody, unless a VMDK does the same', () => {
  const lines = '[image_conversion]\noutput_format = qcow2\n';
  expect(defencesOf(withLines(lines), attack)).toEqual(['import-plugins glance/glance-api.conf:6']);
  expect(verdictOf(withLines(lines, { release: 'yoga', packages: { glance: '24.1.0' } }), attack)).toBe('open');
  expect(verdictOf(withLines('[image_conversion]\noutput_format = vmdk\n'), attack)).toBe('open');
});

test('under uWSGI the plugin runs once an interpreter is named', () => {
  const uwsgi = { ...levels.Z0, launcher: 'uwsgi' } as const;
  const named = '[wsgi]\npython_interpreter = /usr/bin/python3\n';
  for (const id of [attack, 'dos-huge-virtual-size', 'dos-conversion-exhaustion'] as const) {
    expect([id, verdictOf(withLines('', uwsgi), id)]).toEqual([id, 'not-applicable']);
    expect([id, verdictOf(withLines('[wsgi]\npython_interpreter =\n', uwsgi), id)]).toEqual([id, 'not-applicable']);
    expect([id, verdictOf(withLines(named, uwsgi), id)]).toEqual([id, 'open']);
  }
});
