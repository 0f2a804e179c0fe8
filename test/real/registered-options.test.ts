// Every option that the real Glance of three releases registers, beside the catalogue and our reader: types, defaults, old names, values.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listOptions } from '../../src/openstack/catalogue';
import type { OptionFacts, ReleaseName } from '../../src/openstack/types';
import { openCloud } from '../unit/checks/clouds';
import { Dice } from './url-hosts';
import { bed, hasUserlands } from './userlands';

const suites: readonly (readonly [suite: string, release: ReleaseName])[] = [
  ['bookworm', 'zed'],
  ['trixie', '2025.1'],
  ['sid', '2026.2'],
];
const script = readFileSync(join(__dirname, 'registered-options.py'), 'utf8');

const oddTexts: readonly string[] =
  `true|YES|off|0|1|-1||[]|[web-download]|['a,b',"c"]|[ a , b ]|a,b|[a|a,|"a"|'a,b'|[a.example]|[::1]|[443]|[+80]|[0443]|file:///x|$debug|${'$'}{nosuch}|$
|$$a|%(a)s|1e3|99999999999|0x10|1_000|10 GB|k:v|k:v,j:w|a:|é|x # c|days|DAYS|Encrypt|None|keystone|sqlite|md5`
    .replace(/\n/g, '')
    .split('|');

/** A text that sets some options, by present and by old names, to defaults and to odd values. */
function rollText(dice: Dice, options: readonly OptionFacts[]): string {
  const lines = Array.from({ length: 12 }, () => {
    const { section, name, deprecatedNames, default: value } = dice.pick(options);
    const old = deprecatedNames.length > 0 && dice.roll(2) === 0 ? dice.pick(deprecatedNames) : undefined;
    const plain = Array.isArray(value) ? `[${value.join(',')}]` : String(value ?? '');
    const where = old?.section ?? section ?? 'glance_store';
    return `[${where}]\n${old?.name ?? name} = ${dice.roll(3) === 0 ? plain : dice.pick(oddTexts)}\n`;
  });
  return lines.join('');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.entries(each).sort() : each,
  );
}

const enter = `mount -t proc none "$1/proc"; mount -t tmpfs none "$1/tmp"; mount --rbind /dev "$1/dev"
exec chroot "$1" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/tmp PYTHONDONTWRITEBYTECODE=1 nice python3 -W ignore -c "$2"`;

if (hasUserlands)
  test.each(suites)(
    'Glance of %s',
    (suite, release) => {
      const dice = new Dice(Number(process.env.GLACIS_SEED ?? 20261121));
      // Deprecations that are fatal make an error of each option that is set under an old name, or is to be removed.
      const options = listOptions('glance', release).filter(({ name }) => name !== 'fatal_deprecations');
      const texts = ['', ...Array.from({ length: 100 }, () => rollText(dice, options))];
      const args = ['--mount', '--net', '--propagation', 'private', 'sh', '-c', enter, '_', `${bed}/${suite}`, script];
      const input = JSON.stringify(texts);
      const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', input, maxBuffer: 2 ** 28 });
      const answers = stdout.split('\n').filter((line) => line.startsWith('{'));
      expect({ count: answers.length, stderr: stderr.slice(-500) }).toMatchObject({ count: texts.length });
      let compared = 0;
      const wrong: object[] = [];
      for (const [index, text] of texts.entries()) {
        const config = openCloud({ 'glance/glance-api.conf': text }, { release, packages: {} }).config('glance');
        const said = JSON.parse(answers[index] as string) as Record<string, { value?: unknown; error?: string }>;
        if ('refused' in said) {
          expect({ text, faults: config.faults.length }).not.toEqual({ text, faults: 0 });
          continue;
        }
        for (const [id, { value, error }] of Object.entries(said)) {
          const [section = '', name = ''] = id.split('/');
          const ours = config.get(section, name);
          // A default that is worked out where Glance runs is none of the catalogue.
          if (ours.isDefault && (ours.value === undefined || !ours.isKnown)) continue;
          const real = error === undefined ? canonical(value) : 'error';
          const judged = ours.error === null ? canonical(ours.value ?? null) : 'error';
          if (judged !== real) wrong.push({ text, id, judged, real });
          compared += 1;
        }
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(15_000);
    },
    120_000,
  );

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
