// `npm run bench [-- --quick] [--all] [--only-audit]`: side by side in one run, medians of CPU seconds and ratios. Results depend on the machine: docs/performance.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listAuditContenders } from './audit.mjs';
import { deriveInputs, listFiles, writeIntent } from './inputs.mjs';
import { compareCommands } from './measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const glacis = join(root, 'lib', 'cli', 'main.js');
const isQuick = process.argv.includes('--quick');
const hasAll = process.argv.includes('--all');
const isOnlyAudit = process.argv.includes('--only-audit');
const work = mkdtempSync(join(tmpdir(), 'glacis-bench-'));
const node = process.execPath;
const python = '/usr/bin/python3';
const floorName = 'floor: join strings, write files';

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
const versionOf = (command, ...args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? (stdout || stderr).trim().split('\n')[0] : 'absent';
};

function printTable(title, rows, base) {
  const reference = rows.find(({ name }) => name === base)?.seconds ?? rows[0].seconds;
  console.log(`\n${title}\n`);
  console.log('| contender | CPU s (median) | ratio |\n|---|---:|---:|');
  for (const { name, seconds } of rows) {
    console.log(`| ${name} | ${seconds.toFixed(3)} | ${(seconds / reference).toFixed(2)} |`);
  }
}

function benchColdStart() {
  const intent = join(root, 'examples', 'public-region', 'glacis.yaml');
  const out = join(work, 'cold');
  const rows = compareCommands(
    [
      { name: 'node -e 0', command: [node, '-e', '0'] },
      { name: 'glacis --version', command: [node, glacis, '--version'] },
      { name: 'glacis synth, one region', command: [node, glacis, 'synth', intent, '--out', out] },
      { name: 'glacis verify, one region', command: [node, glacis, 'verify', intent], exitCodes: [0, 2] },
    ],
    isQuick ? 5 : 25,
  );
  printTable('Cold start', rows, 'node -e 0');
  const authorities = process.env.NODE_EXTRA_CA_CERTS;
  if (authorities === undefined) return;
  const env = { NODE_EXTRA_CA_CERTS: authorities };
  const burdened = compareCommands(
    [
      { name: 'node -e 0', command: [node, '-e', '0'], env },
      { name: 'glacis synth, one region', command: [node, glacis, 'synth', intent, '--out', out], env },
    ],
    isQuick ? 5 : 25,
  );
  printTable('Cold start where NODE_EXTRA_CA_CERTS is set, as it is here', burdened, 'node -e 0');
}

/** `kinds`: how many different regions there are; with fewer than `count` of them only what the target is about is run. */
function benchFleet(count, rounds, kinds = count) {
  const inputs = join(work, `fleet-${count}-${kinds}`);
  const { intent, yaml, regions } = deriveInputs(inputs, glacis, count, kinds);
  const out = (name) => join(inputs, `out-${name}`);
  const fresh = (name) => () => {
    rmSync(out(name), { recursive: true, force: true });
    mkdirSync(out(name));
  };
  const contenders = [
    {
      name: floorName,
      id: 'floor',
      command: [node, join(here, 'floor.mjs'), inputs, out('floor')],
    },
    {
      name: 'glacis synth, all checks, JSON as for the others',
      id: 'glacis',
      command: [node, glacis, 'synth', intent, '--out', out('glacis')],
    },
    {
      name: 'glacis synth of a YAML intent',
      id: 'glacis-yaml',
      command: [node, glacis, 'synth', yaml, '--out', out('glacis-yaml')],
    },
  ];
  if (succeeds(python, '-c', 'import jinja2')) {
    const command = [python, join(here, 'jinja2_render.py'), inputs, out('jinja2')];
    contenders.push({ name: 'Jinja2, render only', id: 'jinja2', command });
    const whole = [python, join(here, 'jinja2_render.py'), inputs, out('jinja2-manifest'), 'manifest'];
    contenders.push({ name: 'Jinja2, the manifest too', id: 'jinja2-manifest', command: whole });
  } else console.log('absent: python3-jinja2');
  if (kinds === count) addOtherContenders(contenders, inputs, out, fresh);
  const rows = compareCommands(
    contenders.map(({ id, prepare = fresh(id), ...rest }) => ({ ...rest, prepare })),
    rounds,
  );
  for (const { id } of contenders) {
    if (!id.startsWith('cdk')) confirmSameBytes(join(inputs, 'truth'), out(id), id);
    else if (listFiles(out(id)).length < count) throw new Error(`${id}: fewer files than regions`);
  }
  printTable(
    `${regions.length} regions of ${kinds} kinds, ${listFiles(join(inputs, 'truth')).length - 1} files`,
    rows,
    'Jinja2, render only',
  );
  const again = compareCommands(
    [{ name: 'glacis synth, nothing changed', command: [node, glacis, 'synth', intent, '--out', out('glacis')] }],
    rounds,
  );
  printTable('the same again', again);
  rmSync(inputs, { recursive: true });
}

function addOtherContenders(contenders, inputs, out, fresh) {
  if (succeeds('jsonnet', '--version')) {
    const prepare = () => {
      fresh('jsonnet')();
      for (const path of listFiles(join(inputs, 'truth')))
        mkdirSync(join(out('jsonnet'), dirname(path)), { recursive: true });
    };
    const command = ['jsonnet', '-S', '-m', out('jsonnet'), join(inputs, 'fleet.jsonnet')];
    contenders.push({ name: 'jsonnet -S -m, render only (directories given)', id: 'jsonnet', command, prepare });
  } else console.log('absent: jsonnet');
  if (existsSync(join(root, 'node_modules', 'cdktf'))) {
    const command = [node, join(here, 'cdktf_synth.mjs'), inputs, out('cdktf')];
    contenders.push({ name: 'cdktf synth, Terraform JSON only', id: 'cdktf', command });
  } else console.log('absent: cdktf');
  if (existsSync(join(root, 'node_modules', 'cdk8s'))) {
    const command = [node, join(here, 'cdk8s_synth.mjs'), inputs, out('cdk8s')];
    contenders.push({ name: 'cdk8s synth, Kubernetes YAML only', id: 'cdk8s', command });
  } else console.log('absent: cdk8s');
}

/** Regions that settle to the same thing: written, and judged in full, against the floor that writes the same files and judges nothing. */
function benchEqualFleet(count, rounds) {
  const inputs = join(work, `equal-${count}`);
  const { intent, regions } = deriveInputs(inputs, glacis, count, 1);
  const out = join(inputs, 'out');
  const prepare = () => {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
  };
  const synth = [node, glacis, 'synth', intent, '--out', out];
  const both = `"$0" "$1" synth "$2" --out "$3" --quiet && { "$0" "$1" verify "$4"; code=$?; [ $code = 0 ] || [ $code = 2 ]; }`;
  const synthAndVerify = (what) => ['bash', '-c', both, node, glacis, intent, out, what];
  const rows = compareCommands(
    [
      { name: floorName, command: [node, join(here, 'floor.mjs'), inputs, out], prepare },
      { name: 'glacis synth', command: synth, prepare },
      { name: 'glacis synth and verify of the intent', command: synthAndVerify(intent), prepare },
      { name: 'glacis synth and verify of what was written', command: synthAndVerify(out), prepare },
    ],
    rounds,
  );
  printTable(`${regions.length} regions that settle to the same thing`, rows, floorName);
}

/** CPU seconds a region between two sizes of a fleet whose regions all differ: the same number when cost is linear. */
function benchSlope(counts, rounds) {
  const contenders = counts.map((count) => {
    const directory = join(work, `slope-${count}`);
    mkdirSync(directory, { recursive: true });
    const intent = join(directory, 'glacis.yaml');
    const out = join(directory, 'out');
    writeIntent(intent, count);
    const prepare = () => rmSync(out, { recursive: true, force: true });
    return { name: String(count), command: [node, glacis, 'synth', intent, '--out', out, '--quiet'], prepare };
  });
  const rows = compareCommands(contenders, rounds);
  console.log(
    '\nSlope, all regions different\n\n| regions | CPU s (median) | ms a region above the size before |\n|---:|---:|---:|',
  );
  rows.forEach(({ name, seconds }, at) => {
    const before = at === 0 ? undefined : rows[at - 1];
    const slope = before && ((seconds - before.seconds) * 1000) / (counts[at] - counts[at - 1]);
    console.log(`| ${name} | ${seconds.toFixed(3)} | ${slope === undefined ? '' : slope.toFixed(2)} |`);
  });
  for (const count of counts) rmSync(join(work, `slope-${count}`), { recursive: true });
}

/** A contender that writes other bytes did another job. */
function confirmSameBytes(truth, other, id) {
  for (const path of listFiles(truth)) {
    if (path === 'glacis-manifest.json' && !/^glacis|manifest$/.test(id)) continue;
    if (readFileSync(join(truth, path), 'utf8') !== readFileSync(join(other, path), 'utf8'))
      throw new Error(`${id}: ${path} differs`);
  }
}

function benchAudit() {
  const rows = compareCommands(listAuditContenders(work, glacis), isQuick ? 1 : 5);
  if (rows.length > 0) printTable('Audit of four files, cold', rows, 'glacis audit, one process');
}

function benchProbe(count) {
  const config = join(work, 'etc', 'glance');
  mkdirSync(config, { recursive: true });
  writeFileSync(
    join(config, 'glance-api.conf'),
    '[import_filtering_opts]\nallowed_hosts = [m1.example.org]\nallowed_ports = [443]\n',
  );
  const urls = Array.from({ length: count }, (_, i) =>
    JSON.stringify(`https://m${i % 100}.example.org:${443 + (i % 3)}/image${i}.qcow2`),
  );
  const file = join(work, 'urls.jsonl');
  writeFileSync(file, `${urls.join('\n')}\n`);
  const args = ['probe', '--config', join(work, 'etc'), '--release', 'zed', '--input', 'jsonl', '--format', 'jsonl'];
  const contenders = [
    { name: 'glacis probe', command: [node, glacis, ...args], input: readFileSync(file), exitCodes: [0, 2] },
  ];
  if (succeeds(python, '-c', 'import glance.common.utils')) {
    const command = [python, join(here, 'probe_validator.py'), file, join(config, 'glance-api.conf')];
    contenders.push({ name: "Glance's validate_import_uri", command });
  } else console.log('absent: python3-glance');
  printTable(`Probe of ${count} URLs`, compareCommands(contenders, isQuick ? 1 : 3));
}

/** As operators run it: a fleet in one play, one loop over the regions a template. Cost a file, because a fleet would take an hour. */
function benchAnsible(count) {
  if (!succeeds('ansible-playbook', '--version')) {
    console.log('absent: ansible');
    return;
  }
  const inputs = join(work, `ansible-${count}`);
  const { regions, templates } = deriveInputs(inputs, glacis, count);
  const out = join(inputs, 'out');
  for (const path of listFiles(join(inputs, 'truth'))) mkdirSync(join(out, dirname(path)), { recursive: true });
  const tasks = templates.map(({ path }) => ({
    template: {
      src: join(inputs, 'templates', `${path}.j2`),
      dest: `${out}/{{ region.name }}/${path}`,
      trim_blocks: false,
    },
    vars: { host: '{{ region.host }}', digest: '{{ region.digest }}' },
    loop: regions,
    loop_control: { loop_var: 'region' },
  }));
  const playbook = [{ hosts: 'localhost', connection: 'local', gather_facts: false, tasks }];
  writeFileSync(join(inputs, 'playbook.json'), JSON.stringify(playbook));
  const command = ['ansible-playbook', '-i', 'localhost,', join(inputs, 'playbook.json')];
  const rows = compareCommands([{ name: 'ansible-playbook, template only', command }], 1);
  confirmSameBytes(join(inputs, 'truth'), out, 'ansible');
  printTable(`${count} regions, ${count * templates.length} files, with Ansible`, rows);
  console.log(`${(rows[0].seconds / (count * templates.length)).toFixed(3)} CPU s a file`);
}

try {
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores; node ${process.version}; ${versionOf(python, '--version')};`,
  );
  console.log(
    `Jinja2 ${versionOf(python, '-c', 'import jinja2; print(jinja2.__version__)')}; ${versionOf('jsonnet', '--version')}`,
  );
  if (isOnlyAudit) benchAudit();
  else benchEverything();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function benchEverything() {
  benchColdStart();
  benchFleet(1, isQuick ? 3 : 11);
  benchFleet(200, isQuick ? 1 : 5);
  benchFleet(1000, isQuick ? 1 : 3);
  if (!isQuick) benchFleet(2000, 3);
  for (const kinds of [20, 1]) benchFleet(1000, isQuick ? 1 : 5, kinds);
  benchEqualFleet(1000, isQuick ? 1 : 3);
  benchSlope(isQuick ? [100, 1000] : [100, 1000, 10_000], isQuick ? 1 : 3);
  benchAudit();
  benchProbe(100_000);
  if (hasAll) benchAnsible(5);
}
