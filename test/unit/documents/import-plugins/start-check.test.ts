// The start check: what it proves is read from its bytes, and the script does what it says in a real Python.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeStartCheck,
  composeStartUnit,
  findStartCheck,
  START_CHECK,
} from '../../../../src/documents/import-plugins/start-check';

const unit = composeStartUnit('glance-api.service', '/usr/bin/python3');
const script = composeStartCheck(['glacis_signature_required']);
const find = (text: string, dropIn = unit.text, name = unit.name) => [
  ...findStartCheck(
    new Map([
      [START_CHECK, text],
      [`systemd/system/${name}`, dropIn],
    ]),
    'glance-api.service',
  ).names,
];

test('its own script is believed, header or none', () => {
  expect(find(script)).toEqual(['glacis_signature_required']);
  expect(find(`# Written by somebody.\n# Twice.\n\n${script}`)).toEqual(['glacis_signature_required']);
});

test.each([
  ['a changed script', script.replace('sys.exit(1 if faults else 0)', 'sys.exit(0)'), unit.text],
  ['a script that ends early', `import sys\nsys.exit(0)\n${script}`, unit.text],
  ['no script', '', unit.text],
  ['no unit', script, ''],
  ['a failure that is ignored', script, unit.text.replace('=', '=-')],
  ['another section', script, unit.text.replace('[Service]', '[Unit]')],
  ['a comment', script, unit.text.replace('Exec', '#Exec')],
  ['a reset below', script, `${unit.text}ExecStartPre=\n`],
  ['a shell that swallows it', script, `[Service]\nExecStartPre=/bin/sh -c "python3 /etc/${START_CHECK} || true"\n`],
])('%s proves nothing', (_, text, dropIn) => {
  expect(find(text, dropIn)).toEqual([]);
});

test('the unit of another service proves nothing', () => {
  expect(find(script, unit.text, unit.name.replace('glance-api', 'apache2'))).toEqual([]);
});

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const isPresent = spawnSync(python, ['-c', 'import importlib.metadata']).status === 0;
if (!isPresent) process.stderr.write(`SKIPPED: ${python} is not there to run the start check\n`);

if (isPresent) describe('in a real Python', runScripts);

function runScripts(): void {
  const place = mkdtempSync(join(tmpdir(), 'glacis-start-check-'));
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  function run(name: string, module: string): { status: number | null; stderr: string } {
    const info = join(place, 'probe-1.dist-info');
    mkdirSync(info, { recursive: true });
    writeFileSync(join(info, 'METADATA'), 'Metadata-Version: 2.1\nName: probe\nVersion: 1\n');
    writeFileSync(join(info, 'entry_points.txt'), '[glance.image_import.plugins]\nprobe = probe_plugin:get_flow\n');
    writeFileSync(join(place, 'probe_plugin.py'), module);
    const file = join(place, 'check.py');
    writeFileSync(file, composeStartCheck([name]));
    const env = { ...process.env, PYTHONPATH: place, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, stderr } = spawnSync(python, ['-B', file], { encoding: 'utf8', env });
    return { status, stderr };
  }

  test.each([
    ['installed', 'probe', 'def get_flow(**words):\n    return words\n', 0, ''],
    ['not installed', 'other', 'def get_flow(**words):\n    return words\n', 1, 'other is not installed'],
    ['broken', 'probe', 'import no_such_module\n', 1, 'probe does not load: ModuleNotFoundError'],
    ['without the function', 'probe', 'x = 1\n', 1, 'probe does not load: AttributeError'],
    ['no function', 'probe', 'get_flow = 1\n', 1, 'probe is not callable'],
  ])('%s', (_, name, module, status, words) => {
    const done = run(name, module);
    expect(done).toMatchObject({ status, stderr: expect.stringContaining(words) });
  });
}
