// Options in the environment against the real oslo.config: the unit of a service beats its files as it does there.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openCloud } from '../unit/checks/clouds';
import { bed, userlands } from './userlands';

const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const seed = Number(process.env.GLACIS_SEED ?? 20261122);
const script = readFileSync(join(__dirname, 'option-environment.py'), 'utf8');
const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';

/** The machine's own, and those of the userlands. */
const libraries = [
  { name: 'this machine', command: [python] },
  ...userlands.map((suite) => ({ name: suite, command: ['chroot', `${bed}/${suite}`, 'python3'] })),
];

/** As the script declares them. */
const options = [
  ['DEFAULT', 'enabled_import_methods'],
  ['DEFAULT', 'show_multiple_locations'],
  ['image_format', 'disk_formats'],
  ['oslo_policy', 'policy_dirs'],
  ['oslo_policy', 'policy_default_rule'],
  ['paste_deploy', 'flavor'],
] as const;

const value = fc.oneof(
  fc.constantFrom('', '[]', '[web-download]', 'web-download', 'true', 'False', 'policy.d', 'raw,qcow2', ' keystone '),
  fc.constantFrom('"keystone"', "['a', 'b']", '$flavor', '$policy_default_rule', '$no_such', '$$', 'a$'),
  fc.stringMatching(/^[a-c[\],"' $]{0,8}$/),
);
const names = [
  ...options.map(([section, name]) => `OS_${section.toUpperCase()}__${name.toUpperCase()}`),
  // A deprecated name, the wrong case and a single underscore: none of them is an option.
  ...['OS_DEFAULT__DISK_FORMATS', 'OS_default__show_multiple_locations', 'OS_PASTE_DEPLOY_FLAVOR'],
];
// A text that is taken apart is substituted before; nobody refers to an option from there, and it is not followed.
const environment = fc
  .dictionary(fc.constantFrom(...names), value, { maxKeys: 4 })
  .filter(({ OS_OSLO_POLICY__POLICY_DIRS: text }) => !text?.includes('$'));
const lines = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...options), fc.constantFrom('a', '[a]', 'true', 'a,b')), {
    selector: ([[, name]]) => name,
  })
  .map((set) => set.map(([[section, name], text]) => `[${section}]\n${name} = ${text}\n`).join(''));
const questions = fc.sample(fc.record({ text: lines, environment }), { numRuns: 500, seed });

/** What our reader holds; `undefined` where nothing is set, which the script declares without a default. */
function readHere(text: string, variables: Readonly<Record<string, string>>) {
  const words = Object.entries(variables).map(([name, each]) => `"${name}=${each.replace(/["\\]/g, '\\$&')}"`);
  const unit = `[Service]\n${words.map((word) => `Environment=${word}\n`).join('')}`;
  const files = { 'glance/glance-api.conf': text, 'systemd/system/glance-api.service.d/50.conf': unit };
  const config = openCloud(files).config('glance');
  return options.map(([section, name]) => {
    const { value: held, error, at } = config.get(section, name);
    return error === null ? { value: at === null ? null : held } : 'error';
  });
}

describe.each(libraries)('oslo.config of $name', ({ name, command }) => {
  const [program = '', ...args] = command;
  const isThere = spawnSync(program, [...args, '-c', 'import oslo_config']).status === 0;
  if (!isThere)
    process.stderr.write(`SKIPPED: oslo.config of ${name} is not there (apt-get install python3-oslo.config)\n`);
  if (!isThere && !isRequired) {
    test('said above that it was not tried', () => expect(isThere).toBe(false));
    return;
  }

  test('holds what our reader holds', () => {
    const { status, stdout, stderr } = spawnSync(program, [...args, '-W', 'ignore', '-c', script], {
      encoding: 'utf8',
      input: JSON.stringify(questions),
    });
    expect([status, stderr.replaceAll(/^Deprecated: .*\n/gm, '')]).toEqual([0, '']);
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as object[]).map((one) => ('error' in one ? 'error' : one)));
    expect(answers).toHaveLength(questions.length);
    const wrong = questions.flatMap((question, index) => {
      const here = readHere(question.text, question.environment);
      return JSON.stringify(here) === JSON.stringify(answers[index]) ? [] : [{ question, here, real: answers[index] }];
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    // A reader that refused everything, or nothing, would not get here.
    expect(new Set(answers.flat().map((one) => JSON.stringify(one))).size).toBeGreaterThan(20);
  });
});
