// The same job for every contender: N regions that differ in one host. Templates are Glacis's own files with two holes, the host and the digest
// in the header of the one file that has it, so that every contender writes the same bytes without deciding or checking anything.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { dump } from 'js-yaml';

const fileWithHost = join('glance', 'glance.conf.d', '90-glacis.conf');
const mirrorOf = (index) => `m${index}.example.org`;

/** Every control that writes a file of its own, so that a region is as large as one can be without certificates. */
const shared = {
  release: '2025.1',
  packages: { glance: '2:30.0.0-3+deb13u2' },
  novaSignatures: { defaultTrustedCertificateIds: ['0a1b2c3d-0000-4000-8000-000000000001'] },
  cinderSignatures: {},
  signatureProperties: { signers: ['admin', 'image_signer'] },
  importEgress: {
    resolvers: ['192.0.2.53'],
    mirrors: ['203.0.113.10'],
    services: [{ name: 'database', to: '10.0.0.10', ports: [3306] }],
  },
  imageCreateRateLimit: {
    proxies: ['nginx', 'haproxy', 'repose'],
    haproxy: { bind: ['*:9292'], servers: ['10.0.1.11:9292'] },
  },
  growthAlerts: { maxRows: 2000000 },
  databasePurge: { ageInDays: 30 },
};

/** Writes the intent of N regions of so many kinds, by default all different, as YAML or, by the name of the file, as JSON. */
export function writeIntent(file, count, kinds = count) {
  const regions = Array.from({ length: count }, (_, i) => [
    `r${i}`,
    { imageImport: { allowedHosts: [mirrorOf(i % kinds), 'cloud.debian.org'] } },
  ]);
  const intent = { ...shared, regions: Object.fromEntries(regions) };
  writeFileSync(file, file.endsWith('.json') ? JSON.stringify(intent, null, 1) : dump(intent, { flowLevel: 2 }));
}

/** Lists files below a directory, sorted. */
export function listFiles(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

/** Synthesizes once, then derives regions.json, Jinja2 templates, a jsonnet program and templates.json. */
export function deriveInputs(work, glacis, count, kinds = count) {
  mkdirSync(work, { recursive: true });
  const [intent, yaml] = ['glacis.json', 'glacis.yaml'].map((name) => join(work, name));
  for (const file of [intent, yaml]) writeIntent(file, count, kinds);
  const { status, stderr } = spawnSync(process.execPath, [glacis, 'synth', intent, '--out', join(work, 'truth')], {
    // The list of a large fleet is more than a pipe of spawnSync holds.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(String(stderr));
  const manifest = JSON.parse(readFileSync(join(work, 'truth', 'glacis-manifest.json'), 'utf8'));
  const regions = manifest.regions.map(({ name, intentDigest }, i) => {
    const [, digest] = / intent of this file ([0-9a-f]{12})\./.exec(
      readFileSync(join(work, 'truth', name, fileWithHost), 'utf8'),
    );
    return { name, host: mirrorOf(i % kinds), digest, intentDigest };
  });
  writeFileSync(join(work, 'regions.json'), JSON.stringify(regions));
  const [{ name, host, digest }] = regions;
  const templates = listFiles(join(work, 'truth', name)).map((path) => {
    const text = readFileSync(join(work, 'truth', name, path), 'utf8');
    return { path, parts: splitAtHoles(text, { host, digest }) };
  });
  writeFileSync(join(work, 'templates.json'), JSON.stringify(templates));
  for (const { path, parts } of templates) {
    const file = join(work, 'templates', `${path}.j2`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, parts.map((part) => (part.hole ? `{{ ${part.hole} }}` : quoteForJinja(part.text))).join(''));
  }
  writeFileSync(join(work, 'fleet.jsonnet'), composeJsonnet(templates));
  writeFileSync(join(work, 'manifest.j2'), composeManifestTemplate(manifest));
  return { intent, yaml, regions, templates };
}

/** The manifest as a template over regions and the digests of files, which whoever writes it has to work out. */
function composeManifestTemplate(manifest) {
  const [{ name, intentDigest, ...region }] = manifest.regions;
  const mark = '\u0001';
  const blank = { name: mark, ...region, intentDigest: mark, targets: { etc: mark } };
  const order = Object.keys(manifest.regions[0]).map((key) => [key, blank[key]]);
  const holes = ['region.name', 'region.intentDigest', 'region.name'];
  const one = JSON.stringify(Object.fromEntries(order), null, 2)
    .replaceAll('\n', '\n    ')
    .replaceAll(JSON.stringify(mark).slice(1, -1), () => `{{ ${holes.shift()} }}`);
  const separate = '{% if not loop.last %},{% endif %}';
  return [
    `{\n  "glacis": ${JSON.stringify(manifest.glacis)},\n  "regions": [\n`,
    `{% for region in regions %}    ${one}${separate}\n{% endfor %}  ],\n  "files": {\n`,
    `{% for path, digest in files %}    "{{ path }}": "{{ digest }}"${separate}\n{% endfor %}  }\n}\n`,
  ].join('');
}

/** One comprehension for each file, added up. `jsonnet -S` ends every file with a line feed of its own. */
function composeJsonnet(templates) {
  const objects = templates.map(({ path, parts }) => {
    const last = parts.length - 1;
    const texts = parts.map(({ hole, text }, at) =>
      hole ? `r.${hole}` : JSON.stringify(at === last ? text.replace(/\n$/, '') : text),
    );
    return `{ [r.name + ${JSON.stringify(`/${path}`)}]: ${texts.join(' + ')} for r in regions }`;
  });
  return `local regions = import 'regions.json';\n${objects.join(' +\n')}\n`;
}

function splitAtHoles(text, holes) {
  const names = Object.keys(holes);
  const pattern = new RegExp(`(${names.map((name) => holes[name].replaceAll('.', '\\.')).join('|')})`);
  return text.split(pattern).map((part) => {
    const hole = names.find((name) => holes[name] === part);
    return hole ? { hole } : { text: part };
  });
}

function quoteForJinja(text) {
  return /\{[{%#]/.test(text) ? `{% raw %}${text}{% endraw %}` : text;
}
