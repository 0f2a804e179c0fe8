// Values of openstack-helm through the real Helm: the Secrets that it renders hold what the model says, and are judged alike.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { Cloud } from '../../src/checks/cloud/cloud';
import { judge } from '../../src/checks/judge';
import { parseIni } from '../../src/documents/ini/parse-ini';
import type { FileTree } from '../../src/documents/types';
import { readYamlMapping } from '../../src/documents/yaml/read-yaml-mapping';
import { etc } from '../../src/targets/etc';
import { composeApplicationSet } from '../../src/targets/fleet-index';
import { escapeGoTemplate } from '../../src/targets/go-template';
import { dropOrphans } from '../../src/targets/not-carried';
import { openstackHelm } from '../../src/targets/openstack-helm';
import { listExamples, renderSnapshot } from '../snapshots/render-snapshot';
import { documentsWith, override, readEffects, setting, usual } from '../unit/targets/documents';
import { hasKubernetesTools, helm } from './carried-programs';

const optionFiles = { glance: 'glance-api.conf', nova: 'nova.conf', cinder: 'cinder.conf' } as const;
type Service = keyof typeof optionFiles;
const services = Object.keys(optionFiles) as Service[];

/** The charts are in no registry: ours is a stand-in, unless a checkout is named whose `charts/` hold helm-toolkit. */
const checkout = process.env.GLACIS_OPENSTACK_HELM;
const standIn = join(__dirname, 'helm-chart');
const chartOf = (service: Service): string => (checkout === undefined ? standIn : join(checkout, service));

let work = '';
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-helm-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The texts of a Secret in what `helm template` prints of a chart with one more values file. */
function template(chart: string, secret: string, values?: string): ReadonlyMap<string, string> {
  const file = join(work, 'values.yaml');
  writeFileSync(file, values ?? '');
  const args = ['template', 'release', chart, '--namespace', 'openstack', '-f', file];
  const env = { PATH: process.env.PATH, HOME: work };
  const printed = execFileSync(helm, args, { encoding: 'utf8', env, stdio: 'pipe', maxBuffer: 2 ** 28 });
  const objects = loadAll(printed) as { kind: string; metadata: { name: string }; data: Record<string, string> }[];
  const found = objects.find((one) => one?.kind === 'Secret' && one.metadata.name === secret);
  return new Map(Object.entries(found?.data ?? {}).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]));
}

/** The option file and the policy of one chart, as they lie below /etc. */
function arrive(service: Service, values?: string): FileTree {
  const texts = template(chartOf(service), `${service}-etc`, values);
  return new Map([optionFiles[service], 'policy.yaml'].map((name) => [`${service}/${name}`, texts.get(name) ?? '']));
}

const arriveAlone = (): FileTree => new Map(services.flatMap((service) => [...arrive(service)]));

/** Options by section and key, rules by name. Some keys the charts draw anew each time. */
function readFile(path: string, text: string): unknown {
  if (path.endsWith('.yaml')) return readYamlMapping(text, path);
  const entries = parseIni(text, path).entries.filter(({ key }) => key !== 'memcache_secret_key');
  return entries.map(({ section, key, value }) => `[${section}] ${key} = ${value}`).sort();
}

const readTree = (files: FileTree) =>
  Object.fromEntries([...files].map(([path, text]) => [path, readFile(path, text)]));

const hostile = documentsWith({
  settings: [
    setting('glance', 'DEFAULT', 'public_endpoint', ' "{{ 1 + 1 }}" {{ .Release.Name }} {% raw %} %{x} ${y} '),
    setting('glance', 'DEFAULT', 'image_size_cap', 2 ** 40),
    setting('glance', 'glance_store', 'filesystem_store_datadirs', ["'a'", '{{b}}', '#c', 'd: e', 'null', '1e6']),
    setting('glance', 'import_filtering_opts', 'allowed_hosts', []),
  ],
  overrides: [
    override('glance', 'add_image', "role:{{x}} or '{%':%(a)s, {#"),
    override('glance', 'get_images', `role:${'a'.repeat(90)} or ${'role:b or '.repeat(30)}role:c`),
    override('nova', 'context_is_admin', 'role:"a" and not \\role:b: c # d'),
  ],
});

const trees = [
  ...listExamples().flatMap((example) =>
    renderSnapshot(example)
      .trees.filter(({ target }) => target === 'openstack-helm')
      .map(({ region, files, manifest, documents }) => ({ name: `${example}/${region}`, files, manifest, documents })),
  ),
  ...Object.entries({ usual, hostile }).map(([name, documents]) => {
    return { name, files: openstackHelm.layOut(documents), manifest: { ...documents, acceptedRisks: [] }, documents };
  }),
];

test('every example arrives as the model says, and what arrived is judged as what the model says', () => {
  if (!hasKubernetesTools('openstack-helm through Helm')) return;
  const alone = arriveAlone();
  expect(trees.length).toBeGreaterThan(15);
  for (const { name, files, manifest, documents } of trees) {
    const own = openstackHelm.toEtc(files);
    const arrived = new Map([...openstackHelm.toEtc(files, new Map()), ...alone]);
    for (const service of services) {
      const values = files.get(`values/${service}.yaml`);
      if (values !== undefined) for (const [path, text] of arrive(service, values)) arrived.set(path, text);
    }
    const modelled = openstackHelm.toEtc(files, alone);
    expect({ name, files: readTree(arrived) }).toEqual({ name, files: readTree(modelled) });
    const carried = dropOrphans(documents);
    const wanted = readEffects(etc.layOut(carried), carried);
    const isPolicyTold = openstackHelm.residuals(documents).some(({ control }) => control === 'image-policy');
    const effects = { ...readEffects(arrived, carried), ...(isPolicyTold && { rules: wanted.rules }) };
    expect({ name, effects }).toEqual({ name, effects: wanted });

    const judgeTree = (tree: FileTree) => {
      const { attacks } = judge(new Cloud(tree, manifest), manifest.acceptedRisks);
      return Object.fromEntries(attacks.map(({ attack, answer }) => [attack.id, answer.verdict]));
    };
    const verdicts = judgeTree(arrived);
    expect({ name, verdicts }).toEqual({ name, verdicts: judgeTree(modelled) });
    // What is judged without a chart at hand: nothing is called stopped that the rendered chart leaves open.
    const told = judgeTree(own);
    expect(Object.keys(verdicts).filter((id) => verdicts[id] === 'open' && told[id] === 'stopped')).toEqual([]);
  }
}, 300_000);

/** Values that somebody wrote by hand beside ours or over them. */
const byHand = [
  ...[
    '1000000',
    '999999',
    '-7',
    '0.5',
    '0.00001',
    '1e3',
    '1_000',
    '0x1F',
    '0o17',
    '017',
    '0b11',
    '+12',
    '.5',
    '1.',
    '1:30',
  ],
  ...[
    '9007199254740993',
    '123456789012345678901234567890',
    '18446744073709551615',
    '-0',
    '-0.0',
    '1e400x',
    '08',
    '1__0',
  ],
  ...[
    'yes',
    'on',
    'Off',
    'y',
    'N',
    'true',
    'TRUE',
    'tRUE',
    '~',
    'null',
    'NULL',
    '',
    '2020-01-02',
    '"1e6"',
    '"true"',
    '=',
    '<<x',
  ],
  ...[
    '[]',
    '[x, 1000000, true, null, 0.5]',
    '{type: multistring, values: [x, 1000000, null, y]}',
    '{type: csv, values: [x, 1e6]}',
  ],
  ...['{type: other, values: [x]}', '{type: multistring, values: []}', '"{{ .Values.conf }}"', "'[https]'", '"a b"'],
];

test('values by hand: numbers, booleans and nothing are what Go makes of them', () => {
  if (!hasKubernetesTools('values by hand through Helm')) return;
  const alone = arriveAlone();
  const lines = byHand.map((text, index) => `      by_hand_${index}: ${text}\n`).join('');
  const more =
    '      image_tag_quota: null\n    cors: {allowed_origin: [https://c.example.org]}\n    paste_deploy: null\n    oslo_policy: text\n';
  const values = `conf:\n  glance:\n    DEFAULT:\n${lines}${more}`;
  const arrived = readTree(arrive('glance', values));
  const modelled = openstackHelm.toEtc(new Map([['values/glance.yaml', values]]), alone);
  expect(arrived['glance/glance-api.conf']).not.toHaveLength(0);
  expect(readFile('glance/glance-api.conf', modelled.get('glance/glance-api.conf') ?? '')).toEqual(
    arrived['glance/glance-api.conf'],
  );
});

test('Go leaves checks bare that PyYAML refuses, as the model says', () => {
  if (!hasKubernetesTools('policies by hand through Helm')) return;
  const rules = ['=', '<<', 'yes', '1e5', '', '~', '<<:'].map((check, index) => `    rule_${index}: '${check}'\n`);
  const values = `conf:\n  policy:\n${rules.join('')}`;
  const listBare = (text = ''): string[] =>
    (text.match(/rule_\d"?: [^"'\s]+$/gm) ?? []).map((line) => line.replace('"', ''));
  const arrived = arrive('glance', values).get('glance/policy.yaml');
  expect(listBare(arrived)).toEqual(['rule_0: =', 'rule_1: <<']);
  const modelled = openstackHelm.toEtc(new Map([['values/glance.yaml', values]])).get('glance/policy.yaml');
  expect(listBare(modelled)).toEqual(listBare(arrived));
});

test('texts for an operator that renders Go templates come out as they went in', () => {
  if (!hasKubernetesTools('Go templates through Helm')) return;
  const rhoso = listExamples().flatMap((example) =>
    renderSnapshot(example).trees.flatMap(({ target, files }) => (target === 'rhoso' ? [...files.values()] : [])),
  );
  const texts = [
    ...rhoso,
    '{{',
    '}}',
    '{{{{ x }}',
    '{{{',
    '{{- /* */ -}} {{"{{"}} {{`',
    '${x} $(y) {{ fail "no" }}\r\n',
  ];
  const templates = texts.map((text, index) => [`t${index}`, { template: escapeGoTemplate(text), facts: {} }]);
  const rendered = template(standIn, 'rendered', JSON.stringify({ templates: Object.fromEntries(templates) }));
  expect(texts.map((_text, index) => rendered.get(`t${index}`))).toEqual(texts);
});

test("the ApplicationSet's expressions name each region and its directory", () => {
  if (!hasKubernetesTools('the ApplicationSet through Go templates')) return;
  const render = (text: string, facts: object): string =>
    template(standIn, 'rendered', JSON.stringify({ templates: { one: { template: text, facts } } })).get('one') ?? '';
  for (const [name, path] of [
    ['RegionOne', 'glacis.out/RegionOne'],
    ['public', 'deeper/glacis.out/public/kustomize'],
  ] as const) {
    const region = { name, directory: path.replace(/^.*glacis\.out\//, '') };
    const { spec } = load(composeApplicationSet([region], [])) as ApplicationSet;
    const facts = { path: { path, segments: path.split('/') } };
    const values = { region: render(spec.generators[0]?.git.values.region ?? '', facts) };
    const text = JSON.stringify(spec.template).replaceAll('\\"', '"');
    const application = JSON.parse(render(text, { ...facts, values })) as Application;
    expect({
      metadata: application.metadata,
      source: application.spec.source.path,
      cluster: application.spec.destination.name,
    }).toEqual({ metadata: { name: `glacis-${name.toLowerCase()}` }, source: path, cluster: name });
  }
});

interface ApplicationSet {
  readonly spec: {
    readonly generators: readonly { readonly git: { readonly values: { readonly region: string } } }[];
    readonly template: object;
  };
}

interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly source: { readonly path: string }; readonly destination: { readonly name: string } };
}
