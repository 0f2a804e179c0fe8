// What a decision wants is judged by the catalogue of the release, and a problem names the value in the intent that it came from.
import { settleDecision } from '../../../src/constructs/settle-decision';

const placeOf = (pointer: string) => ({ file: 'glacis.yaml', path: `/imageImport${pointer}` });

test.each([
  ['not-in-release', { option: 'allowed_guests', value: ['a.example.org'] }],
  ['bad-value', { option: 'allowed_hosts', value: ['a.example.org\n[DEFAULT]'] }],
])('%s is told at the value', (code, wanted) => {
  const setting = { service: 'glance', section: 'import_filtering_opts', reason: 'why', ...wanted } as const;
  const { settings, problems } = settleDecision(
    { settings: [{ ...setting, pointer: '/allowedHosts' }] },
    '2025.1',
    placeOf,
  );
  expect(settings).toEqual([]);
  expect(problems).toEqual([expect.objectContaining({ code, place: placeOf('/allowedHosts') })]);
});

test('a setting that is known is the same object, and holds no pointer', () => {
  const wanted = {
    service: 'glance',
    section: 'DEFAULT',
    option: 'image_size_cap',
    value: 1024,
    reason: 'why',
  } as const;
  const settle = (pointer: string) =>
    settleDecision({ settings: [{ ...wanted, pointer }] }, '2025.1', placeOf).settings[0]?.item;
  expect(settle('/a')).toBe(settle('/b'));
  expect(settle('/a')).toEqual({ ...wanted, type: expect.objectContaining({ kind: 'integer' }) });
});
