// Rendered targets through real Ansible, PyYAML and oslo.config's parser: what they make of our files is what the models say.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { readYamlMapping } from '../../src/documents/yaml/read-yaml-mapping';
import { loadTarget, targetNames } from '../../src/targets';
import { renderJinja } from '../../src/targets/jinja';
import { listExamples, renderSnapshot } from '../snapshots/render-snapshot';
import { documentsWith, override, setting, usual } from '../unit/targets/documents';
import { acceptTree } from './acceptance';

const python = '/usr/bin/python3';

/** With lines for the role's own template, which haproxy-lines.test.ts renders beside a stand-in of it. */
const rolesOwn = /^config\/haproxy-config\/glance-(api|tls-proxy)\.cfg$/;

/** Text that each tool on the way would act on. */
const hostile = documentsWith({
  settings: [
    setting('glance', 'DEFAULT', 'public_endpoint', ' "{{ 1 + 1 }}" {% raw %} {# gone #} %{x} ${y} '),
    setting('glance', 'glance_store', 'filesystem_store_datadirs', ["'a'", '{{b}}', '#c', 'd: e']),
    setting('glance', 'import_filtering_opts', 'allowed_hosts', []),
  ],
  overrides: [
    override('glance', 'add_image', "role:{{x}} or '{%':%(a)s or {#"),
    override('nova', 'context_is_admin', 'role:"a" and not \\role:b: c # d'),
  ],
});

const rendered = [
  ...listExamples().flatMap((example) =>
    renderSnapshot(example).trees.map((tree) => ({
      name: [example, tree.region, tree.target].filter(Boolean).join('/'),
      ...tree,
    })),
  ),
  ...targetNames
    .flatMap((target) => [
      { target, name: `usual/${target}`, documents: usual },
      { target, name: `hostile/${target}`, documents: hostile },
    ])
    .filter(({ name }) => name !== 'hostile/openstack-ansible')
    .map((one) => ({ ...one, files: loadTarget(one.target).layOut(one.documents) })),
];

const missing = [
  ...(spawnSync('ansible-playbook', ['--version']).status === 0 ? [] : ['ansible-core']),
  ...(spawnSync(python, ['-c', 'import yaml, oslo_config']).status === 0 ? [] : ['python3-oslo.config']),
];

/** False, with a loud line, when a program is missing and skipping is allowed. */
function mustRun(): boolean {
  if (missing.length === 0) return true;
  if (process.env.GLACIS_REQUIRE_REAL === '1') throw new Error(`missing: ${missing.join(', ')}`);
  process.stderr.write(`SKIPPED: targets through Ansible (missing: ${missing.join(', ')})\n`);
  return false;
}

interface Numbered {
  readonly src: string;
  readonly dest: string;
  readonly text: string;
  readonly name: string;
}

/** One playbook for everything: Ansible takes a second to start, and a tenth for each file. */
function runAnsible(): {
  readonly templates: readonly Numbered[];
  readonly variables: readonly Numbered[];
  readonly read: (one: Numbered) => string;
  readonly remove: () => void;
} {
  const work = mkdtempSync(join(tmpdir(), 'glacis-ansible-'));
  const number = (kind: string, target: string, wants: (path: string) => boolean): Numbered[] => {
    mkdirSync(join(work, kind));
    const texts = new Map<string, string>();
    for (const { name, target: own, files } of rendered) {
      if (own !== target || !/^(usual|hostile|signed-only)\//.test(name)) continue;
      for (const [path, text] of files) if (wants(path) && !texts.has(text)) texts.set(text, `${name}/${path}`);
    }
    return [...texts].map(([text, name], index) => {
      const src = join(work, kind, `${index}.yml`);
      writeFileSync(src, text);
      return { src, dest: join(work, kind, `${index}.out`), text, name };
    });
  };
  const templates = number('templates', 'kolla-ansible', (path) => path.startsWith('config/') && !rolesOwn.test(path));
  const variables = number('variables', 'openstack-ansible', (path) => path === 'user_glacis.yml');
  const list = (all: readonly Numbered[]) => JSON.stringify(all.map(({ src, dest }) => ({ src, dest })));
  writeFileSync(join(work, 'templates.json'), list(templates));
  writeFileSync(join(work, 'variables.json'), list(variables));
  const { status, stdout, stderr } = spawnSync(
    'ansible-playbook',
    [
      '-i',
      'localhost,',
      '-e',
      JSON.stringify({
        work,
        variable_tasks: join(__dirname, 'targets-ansible-variables.yml'),
        ansible_python_interpreter: python,
      }),
      join(__dirname, 'targets-ansible.yml'),
    ],
    { encoding: 'utf8', env: { ...process.env, ANSIBLE_LOCAL_TEMP: join(work, 'tmp'), ANSIBLE_NOCOLOR: '1' } },
  );
  if (status !== 0) throw new Error(`ansible-playbook failed:\n${stdout}\n${stderr}`);
  const remove = () => rmSync(work, { recursive: true, force: true });
  return { templates, variables, read: ({ dest }) => readFileSync(dest, 'utf8'), remove };
}

test("Ansible renders kolla-ansible's overrides, and holds OpenStack-Ansible's variables, as the models say", () => {
  if (!mustRun()) return;
  const { templates, variables, read, remove } = runAnsible();
  try {
    expect(templates.length).toBeGreaterThan(8);
    expect(variables.length).toBe(2);
    for (const one of templates) {
      expect({ name: one.name, text: read(one) }).toEqual({ name: one.name, text: renderJinja(one.text, one.name) });
    }
    for (const one of variables) {
      expect({ name: one.name, value: JSON.parse(read(one)) }).toEqual({
        name: one.name,
        value: readYamlMapping(one.text, one.name),
      });
    }
  } finally {
    remove();
  }
}, 180_000);

const yamlFiles = rendered.flatMap(({ name, files }) =>
  [...files]
    .filter(([path]) => path.endsWith('.yaml') || path.endsWith('.yml'))
    .map(([path, text]) => ({ name: `${name}/${path}`, text })),
);

const kolla = rendered.filter(({ target }) => target === 'kolla-ansible');

test("PyYAML reads every file as we do, and oslo.config's parser merges kolla-ansible's overrides as the model", () => {
  if (!mustRun()) return;
  const base = '[DEFAULT]\nenabled_backends = file:file, http:http\n\n[paste_deploy]\nflavor = keystone\n';
  const merges = kolla.map(({ files, name }) => [
    base,
    renderJinja(files.get('config/glance/glance-api.conf') ?? '', name),
  ]);
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, 'targets-witness.py')], {
    input: JSON.stringify({ yaml: yamlFiles.map(({ text }) => text), merges }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the witness failed: ${stderr}`);
  const answer = JSON.parse(stdout) as { yaml: unknown[]; merged: Record<string, Record<string, string[]>>[] };
  expect(yamlFiles.length).toBeGreaterThan(50);
  yamlFiles.forEach(({ name, text }, index) => {
    expect({ name, value: answer.yaml[index] }).toEqual({ name, value: readYamlMapping(text, name) });
  });
  kolla.forEach(({ name, files }, index) => {
    const merged: Record<string, Record<string, string[]>> = {};
    const arrived = loadTarget('kolla-ansible').toEtc(files).get('glance/glance-api.conf') ?? '';
    for (const { section, key, value } of parseIni(arrived, name).entries) {
      if (section === 'oslo_policy' && key === 'policy_file') continue;
      const known = merged[section] ?? {};
      merged[section] = { ...known, [key]: [...(known[key] ?? []), value] };
    }
    expect({ name, merged: answer.merged[index] }).toEqual({ name, merged });
  });
});

const edges = rendered
  .filter(({ target, name }) => target !== 'etc' && !/^(usual|hostile)\//.test(name))
  .map((one) => ({ ...one, arrived: loadTarget(one.target).toEtc(one.files) }))
  .filter(({ arrived }) => [...arrived.keys()].some((path) => /^(nginx|haproxy)\//.test(path)));

test('nginx and HAProxy accept what arrives in front of them', () => {
  if (!mustRun()) return;
  expect(new Set(edges.map(({ target }) => target))).toEqual(
    new Set(['kolla-ansible', 'kustomize', 'openstack-ansible']),
  );
  const seen = new Set<string>();
  for (const { name, documents, arrived } of edges) {
    const texts = JSON.stringify([...arrived].filter(([path]) => /^(nginx|haproxy)\//.test(path)));
    if (seen.has(texts)) continue;
    seen.add(texts);
    const complaints = acceptTree({ files: arrived, documents, target: 'etc' });
    expect({ name, complaints }).toEqual({ name, complaints: [] });
  }
});
