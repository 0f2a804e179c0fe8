// Whatever text a value or a check holds, it arrives through each tool as it is, or the tool is said to be unable to carry it.
import fc from 'fast-check';
import type { Setting } from '../../src/documents/hardening';
import { writeValue } from '../../src/documents/ini/values/render-value';
import { IntentProblems } from '../../src/problems';
import { loadTarget, targetNames } from '../../src/targets';
import { documentsWith, override, readEffects, setting } from '../unit/targets/documents';

const marks = ['{{', '}}', '{%', '%}', '{#', '#}', '%{', '${', '%(', '"', "'", ',', '\\', '#', ';', '=', ':', '[', ']'];
const odd = [
  '!',
  '*',
  '&',
  '-',
  '?',
  '|',
  '>',
  '@',
  '`',
  ' ',
  '  ',
  '~',
  'null',
  'yes',
  'True',
  'NO',
  '1e3',
  '0x1f',
  '<<',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...marks, ...odd), fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 8 })
  .map((parts) => parts.join(''));
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);

/** Settings of every shape; texts only where the option takes any. Refused by the option's own type: not generated. */
const settings = fc
  .record({
    hosts: fc.array(name, { maxLength: 4 }),
    formats: fc.uniqueArray(fc.constantFrom('qcow2', 'raw', 'iso'), { maxLength: 3 }),
    cap: fc.integer({ min: 1, max: 2 ** 50 }),
    must: fc.boolean(),
    endpoint: text,
    directories: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
    certificates: fc.array(name, { maxLength: 3 }),
  })
  .map((values): Setting[] => [
    setting('glance', 'import_filtering_opts', 'allowed_hosts', values.hosts),
    setting('glance', 'image_format', 'disk_formats', values.formats),
    setting('glance', 'DEFAULT', 'image_size_cap', values.cap),
    setting('glance', 'image_format', 'require_image_format_match', values.must),
    setting('glance', 'DEFAULT', 'public_endpoint', values.endpoint),
    setting('glance', 'glance_store', 'filesystem_store_datadirs', values.directories),
    setting('nova', 'glance', 'default_trusted_certificate_ids', values.certificates),
    setting('cinder', 'DEFAULT', 'vmdk_allowed_types', values.certificates),
  ])
  .map((all) => all.filter(({ type, value }) => writeValue(type, value).ok));

/** What oslo.policy itself takes for a check: no control characters. Two that Helm leaves bare have a test of their own. */
const check = text.filter((candidate) => /^(?!(?:=|<<)$)[\p{L}\p{N}\p{P}\p{S} ]*$/u.test(candidate));
const overrides = fc
  .tuple(check, check)
  .map(([first, second]) => [override('glance', 'add_image', first), override('nova', 'context_is_admin', second)]);

const etc = loadTarget('etc');

/** config_template sorts the lines of an option with many values. */
function settleOrder(effects: ReturnType<typeof readEffects>): ReturnType<typeof readEffects> {
  const key = 'glance/glance_store/filesystem_store_datadirs';
  const lines = effects.values[key];
  const sorted = Array.isArray(lines) ? [...lines].map(String).sort() : lines;
  return { ...effects, values: { ...effects.values, [key]: sorted } };
}

test.each(targetNames.filter((target) => target !== 'etc'))('%s', (target) => {
  let carried = 0;
  fc.assert(
    fc.property(settings, overrides, (wantedSettings, wantedOverrides) => {
      const documents = documentsWith({ settings: wantedSettings, overrides: wantedOverrides });
      const { layOut, toEtc } = loadTarget(target);
      let files: ReturnType<typeof layOut>;
      try {
        files = layOut(documents);
      } catch (error) {
        expect(error).toBeInstanceOf(IntentProblems);
        expect(target).toBe('openstack-ansible');
        return;
      }
      carried += 1;
      const arrived = readEffects(toEtc(files), documents);
      expect(settleOrder(arrived)).toEqual(settleOrder(readEffects(etc.layOut(documents), documents)));
    }),
    { numRuns: 150 },
  );
  expect(carried).toBeGreaterThan(10);
});
