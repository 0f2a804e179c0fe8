// Who may import whom: the arrows of the design, kept by reading every import.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const root = resolve(__dirname, '../..');
const src = join(root, 'src');

/** Room to the rooms it may import besides itself. Files at the top of src count as rooms of their own. */
const arrows: Record<string, readonly string[]> = {
  problems: [],
  sha256: [],
  version: [],
  openstack: [],
  documents: ['problems', 'openstack'],
  intent: ['openstack', 'problems'],
  emulators: ['documents', 'openstack', 'problems'],
  constructs: ['intent', 'openstack', 'documents', 'problems', 'sha256'],
  checks: ['documents', 'emulators', 'openstack', 'intent', 'problems', 'sha256'],
  targets: ['documents', 'intent', 'openstack', 'problems', 'version', 'sha256'],
  output: ['documents', 'targets', 'intent', 'openstack', 'problems', 'sha256'],
  report: ['checks', 'problems', 'version', 'sha256'],
  synthesize: ['documents', 'targets', 'intent', 'output', 'version'],
  terraform: [
    'constructs',
    'documents',
    'targets',
    'intent',
    'openstack',
    'output',
    'synthesize',
    'checks',
    'problems',
    'sha256',
  ],
};
/** The two ends of the house, the command and the public functions, may reach into every room. */
const free = new Set(['cli', 'door', 'index']);

function listSources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return listSources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function roomOf(path: string): string {
  return (relative(src, path).split(sep)[0] ?? '').replace(/\.ts$/, '');
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
}

const sources = listSources(src);

test('there is a house to look at', () => {
  expect(sources.length).toBeGreaterThan(50);
});

test('every import follows the arrows', () => {
  const wrong = sources.flatMap((path) => {
    const room = roomOf(path);
    if (free.has(room)) return [];
    const allowed = arrows[room];
    if (!allowed) return [`${relative(root, path)}: ${room} is not a room of the design`];
    return importsOf(readFileSync(path, 'utf8'))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => roomOf(resolve(dirname(path), specifier)))
      .filter((target) => target !== room && !allowed.includes(target))
      .map((target) => `${relative(root, path)} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('no files ask for each other in a circle, not even for a type', () => {
  const known = new Set(sources);
  const wantedBy = new Map(
    sources.map((path) => {
      const statements = readFileSync(path, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g);
      const stems = [...statements].map(([, specifier]) => resolve(dirname(path), specifier as string));
      return [path, stems.flatMap((stem) => [`${stem}.ts`, `${stem}/index.ts`].filter((file) => known.has(file)))];
    }),
  );
  // What asks for nobody that is left, or is asked for by nobody, is taken away until nothing more goes: what stays is a circle.
  const left = new Set(sources);
  const listLoose = () => {
    const asked = new Set([...left].flatMap((path) => wantedBy.get(path) ?? []));
    return [...left].filter((path) => !asked.has(path) || !wantedBy.get(path)?.some((wanted) => left.has(wanted)));
  };
  for (let loose = listLoose(); loose.length > 0; loose = listLoose()) for (const path of loose) left.delete(path);
  expect([...left].map((path) => relative(root, path))).toEqual([]);
});

test('only the terraform room knows cdktf and cdktn, and only the TOML reader knows TOML', () => {
  const owners: Record<string, string> = {
    cdktf: 'terraform',
    cdktn: 'terraform',
    '@iarna/toml': 'intent',
    ajv: 'intent',
  };
  const wrong = sources.flatMap((path) =>
    importsOf(readFileSync(path, 'utf8'))
      .filter((specifier) => Object.hasOwn(owners, specifier) && owners[specifier] !== roomOf(path))
      .map((specifier) => `${relative(root, path)} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test('every file says in its first line what it is for', () => {
  const silent = sources.filter((path) => {
    const [first = '', second = ''] = readFileSync(path, 'utf8').split('\n');
    return !/^(\/\/|\/\*\*) \S/.test(first.startsWith('#!') ? second : first);
  });
  expect(silent.map((path) => relative(root, path))).toEqual([]);
});

test('no file has grown into two', () => {
  const large = sources.filter((path) => readFileSync(path, 'utf8').split('\n').length > 300);
  expect(large.map((path) => relative(root, path))).toEqual([]);
});

test('file names are kebab-case field words', () => {
  const vague = /(^|-)(util|utils|helper|helpers|manager|common|misc|stuff)(-|\.|$)/;
  const wrong = sources.map((path) => relative(src, path)).filter((path) => /[A-Z_]/.test(path) || vague.test(path));
  expect(wrong).toEqual([]);
});

test('nothing is postponed or silenced', () => {
  const weak = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck)|biome-ignore|\b(it|test|describe)\.(skip|only|todo)\b/;
  const here = __filename;
  const files = [...sources, ...listSources(join(root, 'test'))].filter((path) => path !== here);
  expect(files.filter((path) => weak.test(readFileSync(path, 'utf8'))).map((path) => relative(root, path))).toEqual([]);
});
