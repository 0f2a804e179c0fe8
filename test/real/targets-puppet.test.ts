// Hieradata through real Puppet and Debian's modules for Glance, Nova and Cinder: what arrives on the host is what the model says.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseIni } from '../../src/documents/ini/parse-ini';
import type { FileTree } from '../../src/documents/types';
import { findOption } from '../../src/openstack/catalogue';
import { puppet } from '../../src/targets/puppet';
import { listExamples, renderSnapshot } from '../snapshots/render-snapshot';
import { documentsWith, override, readEffects, setting } from '../unit/targets/documents';

/** The release of Debian 12, whose modules are the ones installed here. */
const release = 'zed';

const services = ['glance', 'nova', 'cinder'] as const;

/** Every override of every example, every setting that Zed knows too, and text that Hiera would act on. */
function composeDocuments() {
  const all = listExamples().flatMap((example) => renderSnapshot(example).trees.map(({ documents }) => documents));
  const settings = all
    .flatMap((documents) => documents.settings)
    .filter(({ service, section, option }) => findOption(service, section, option, release))
    .map(({ service, section, option, value }) => setting(service, section, option, value, release));
  const overrides = all.flatMap((documents) => documents.overrides);
  const hostile = [
    setting('glance', 'glance_store', 'cinder_endpoint_template', ' "%{x}" {% raw %} ${y} # z \\ ', release),
    setting('glance', 'glance_store', 'filesystem_store_datadirs', ["'a'", '%{b}', '#c', 'd: e', '\ufeff'], release),
    setting('cinder', 'DEFAULT', 'image_conversion_cpu_limit', 60, release),
    setting('cinder', 'DEFAULT', 'verify_glance_signatures', 'disabled', release),
  ];
  return documentsWith({
    release,
    settings: firstOfEach(
      [...hostile, ...settings],
      ({ service, section, option }) => `${service} ${section} ${option}`,
    ),
    overrides: firstOfEach(
      [
        override('cinder', 'volume:create', 'role:{{x}} or \'%{a}\':%(a)s or "q"'),
        // A rule of each service on one node, and quotes that the module takes for escaped ones.
        ...services.map((service) => override(service, 'context_is_admin', "'':%(a)s or '''x''' or ''y")),
        ...overrides,
      ],
      ({ service, rule }) => `${service} ${rule}`,
    ),
  });
}

function firstOfEach<T>(items: readonly T[], name: (item: T) => string): T[] {
  return [...new Map([...items].reverse().map((item) => [name(item), item])).values()];
}

/** By hand: ways to take an option out of the file; a parameter without a value is one more. */
const takenOut = `  DEFAULT/x_kept: { value: a }
  DEFAULT/x_both: { value: glacis }
  DEFAULT/x_default: { value: <SERVICE DEFAULT> }
  DEFAULT/x_absent: { value: a, ensure: absent }
`;

/** A layer of the site above: its options are added, and win one by one. */
const site = `glance::config::api_config: { DEFAULT/x_site: { value: s }, DEFAULT/x_both: { value: site } }
glance::policy::policies: { site: { key: site_rule, value: "!" } }
`;

/** Packages stay as they are: only what the classes write counts. */
const manifest = `Package <| |> { noop => true }
class { 'glance::api::authtoken': password => 'secret' }
include nova, nova::compute, nova::glance, nova::config, nova::policy
include cinder, cinder::glance, cinder::config, cinder::policy
include glance::api, glance::config, glance::policy
`;

const hierarchy = `version: 5
defaults: {datadir: data, data_hash: yaml_data}
hierarchy: [{name: site, path: site.yaml}, {name: glacis, path: glacis.yaml}]
`;

const arriving = ['glance/glance-api.conf', 'nova/nova.conf', 'cinder/cinder.conf'].flatMap((path) => [
  path,
  join(path, '../policy.yaml'),
]);

/** The files that Puppet writes from the hieradata of a rendered tree. */
function applyPuppet(files: FileTree): FileTree {
  const work = mkdtempSync(join(tmpdir(), 'glacis-puppet-'));
  try {
    mkdirSync(join(work, 'data'));
    writeFileSync(join(work, 'data/glacis.yaml'), files.get('data/glacis.yaml') ?? '');
    writeFileSync(join(work, 'data/site.yaml'), site);
    writeFileSync(join(work, 'hiera.yaml'), hierarchy);
    writeFileSync(join(work, 'site.pp'), manifest);
    const script = join(__dirname, 'targets-puppet.sh');
    const run = spawnSync('unshare', ['--mount', '--propagation', 'private', script, work], { encoding: 'utf8' });
    // 2: applied, something changed.
    if (run.status !== 2) throw new Error(`puppet apply: ${run.status}\n${run.stdout}\n${run.stderr}`);
    const upper = join(work, 'upper');
    return new Map(
      arriving
        .filter((path) => existsSync(join(upper, path)))
        .map((path) => [path, readFileSync(join(upper, path), 'utf8')]),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const missing = [
  ...(spawnSync('puppet', ['--version']).status === 0 ? [] : ['puppet-agent']),
  ...services.filter((name) => !existsSync(`/usr/share/puppet/modules/${name}`)).map((name) => `puppet-module-${name}`),
  ...(process.getuid?.() === 0 ? [] : ['root']),
];

test('Puppet writes what the model of the target says, for every setting of every example', () => {
  if (missing.length > 0) {
    if (process.env.GLACIS_REQUIRE_REAL === '1') throw new Error(`missing: ${missing.join(', ')}`);
    process.stderr.write(`SKIPPED: hieradata through Puppet (missing: ${missing.join(', ')})\n`);
    return;
  }
  const documents = composeDocuments();
  const laidOut = puppet.layOut(documents);
  const data = laidOut.get('data/glacis.yaml') as string;
  const edited = data.replace(/^"glance::config::api_config":\n/m, `$&${takenOut}`);
  expect(edited).not.toBe(data);
  expect(data).not.toContain('glance::api::api_limit_max');
  const files = new Map([...laidOut, ['data/glacis.yaml', `${edited}"glance::api::api_limit_max": null\n`]]);
  const effects = readEffects(puppet.toEtc(files), documents);
  expect(Object.keys(effects.values).length).toBeGreaterThan(25);
  expect(Object.keys(effects.rules).length).toBeGreaterThan(10);
  const applied = applyPuppet(files);
  expect(readEffects(applied, documents)).toEqual(effects);
  const listByHand = (tree: FileTree): string[] =>
    parseIni(tree.get('glance/glance-api.conf') ?? '', 'glance-api.conf')
      .entries.filter(({ key }) => key.startsWith('x_') || key === 'api_limit_max')
      .map(({ key, value }) => `${key} = ${value}`)
      .sort();
  expect(listByHand(puppet.toEtc(files))).toEqual(['x_both = glacis', 'x_kept = a']);
  expect(listByHand(applied)).toEqual(['x_both = site', 'x_kept = a', 'x_site = s']);
  expect(applied.get('glance/policy.yaml')).toContain("'site_rule': '!'");
}, 300_000);
