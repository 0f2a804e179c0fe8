// The public functions where they are right: what they answer, and that it is what the commands answer.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  createUrlProbe,
  HardenedGlance,
  HardeningStack,
  hardenRegion,
  IntentProblems,
  judge,
  judgementToJson,
  judgeStack,
  loadIntent,
  openDirectory,
  openFiles,
  parseIntent,
  renderReport,
  renderStack,
  settleIntent,
  settleRegions,
  type TargetName,
} from '../../src';

const root = resolve(__dirname, '../..');
let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'glacis-door-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** Code, pointer and what was found. */
function tell(run: () => unknown): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof IntentProblems)) throw error;
    return error.problems.map(({ code, place, got }) => `${code} ${place.pointer ?? ''}: ${got}`);
  }
}

test.each([
  ['public-region', 'etc'],
  ['kolla-region', 'kolla-ansible'],
  ['guarded-region', 'puppet'],
] as const)('%s for %s: files and verdicts of a stack are those of the commands', (example, target: TargetName) => {
  const [region] = settleRegions(loadIntent(join(root, 'examples', example, 'glacis.yaml')));
  if (region === undefined) throw new Error('an example without a region');
  const stack = hardenRegion(undefined, region);
  const directory = join(root, 'snapshots', example, target);
  const files = renderStack(stack, target);
  expect(files.size).toBeGreaterThan(1);
  for (const [path, text] of files) expect(text).toBe(readFileSync(join(directory, path), 'utf8'));
  const told = JSON.parse(readFileSync(join(root, 'snapshots', example, 'etc', 'verdicts.json'), 'utf8'));
  const listVerdicts = ({ attacks }: { attacks: { id: string; verdict: string }[] }) =>
    attacks.map(({ id, verdict }) => `${id}: ${verdict}`);
  const judged = JSON.parse(JSON.stringify(judgementToJson(judgeStack(stack, target))));
  if (target === 'etc') expect(listVerdicts(judged)).toEqual(listVerdicts(told));
  expect(judged.attacks).toHaveLength(told.attacks.length);
});

const risk = { risk: 'debug-logging', reason: 'for a day', until: '2026-11-21' };
const loud = openFiles(new Map([['glance/glance-api.conf', '[DEFAULT]\ndebug = true\n']]), { release: '2025.1' });

test('risks: an unknown one is told at once, an unused or expired one when the day is', () => {
  expect(judge(loud, [risk]).findings.find(({ lint }) => lint.id === 'debug-logging')?.accepted).toEqual(risk);
  expect(tell(() => judge(loud, [{ ...risk, risk: 'debug-loging' }]))).toEqual([
    'risk-unknown /acceptedRisks/0/risk: debug-loging',
  ]);
  expect(tell(() => judge(loud, [risk], '2026-11-21'))).toEqual([]);
  expect(tell(() => judge(loud, [risk], '2026-11-22'))).toEqual(['risk-expired /acceptedRisks/0/until: 2026-11-21']);
  const quiet = openFiles(new Map(), { release: '2025.1' });
  expect(tell(() => judge(quiet, [risk]))).toEqual([]);
  expect(tell(() => judge(quiet, [risk], '2026-11-21'))).toEqual(['risk-unused /acceptedRisks/0/risk: debug-logging']);
  const stack = new HardeningStack(undefined, 'r', { release: '2025.1', acceptedRisks: [risk] });
  new HardenedGlance(stack, 'glance');
  expect(tell(() => judgeStack(stack))).toEqual([]);
  expect(tell(() => judgeStack(stack, 'etc', '2026-11-21'))).toEqual([
    'risk-unused /acceptedRisks/0/risk: debug-logging',
  ]);
});

test('files in memory: paths that no service reads are told, and an init script says the launcher', () => {
  const open = (path: string) => tell(() => openFiles(new Map([[path, '']]), { release: 'zed' }));
  expect(open('/etc/glance/glance-api.conf')).toEqual(['bad-value /files: /etc/glance/glance-api.conf']);
  expect(open('glance/../nova/nova.conf')).toEqual(['bad-value /files: glance/../nova/nova.conf']);
  expect(open('glance-conf/a.conf')).toEqual(['bad-value /files: no such file: glance-conf/a.conf']);
  const script = 'init.d/glance-api';
  const text = [
    '#!/bin/sh',
    'PROJECT_NAME=glance',
    'NAME=${PROJECT_NAME}-api',
    'CONFIG_FILE=/etc/${PROJECT_NAME}/glance-api.conf',
    '# from openstack-pkg-tools',
    'DAEMON_ARGS="--config-file=${CONFIG_FILE} ${DAEMON_ARGS}"',
  ].join('\n');
  const cloud = openFiles(
    new Map([
      [script, text],
      ['glance/glance-api.conf', ''],
    ]),
    { release: '2025.1' },
  );
  expect(cloud.versions.launcher).toBe('eventlet');
  expect(openFiles(new Map([[script, text]]), { release: '2025.1', launcher: 'uwsgi' }).versions.launcher).toBe(
    'uwsgi',
  );
});

test('versions: of another release, misspelt, and a uid that is none', () => {
  const open = (versions: object) => tell(() => Reflect.apply(openFiles, undefined, [new Map(), versions]));
  expect(open({ release: '2025.1', packages: { glance: '33.0.0' } })).toEqual([
    'contradiction /versions/packages/glance: 33.0.0',
  ]);
  expect(open({ release: '2025.1', package: { glance: '30.0.0' } })).toEqual([
    'unknown-key /versions/package: package',
  ]);
  expect(open({ release: '2025.1', glanceUid: -1 })).toEqual(['bad-value /versions/glanceUid: -1']);
  expect(open({ release: 'Epoxy' })).toEqual(['unknown-release /versions/release: Epoxy']);
});

test('a directory: judged as audit does, and what a reader must know is noted', () => {
  mkdirSync(join(base, 'glance'));
  writeFileSync(join(base, 'glance/glance-api.conf'), '[DEFAULT]\ndebug = true\n');
  symlinkSync('/proc/version', join(base, 'glance/glance-image-import.conf'));
  const { cloud, notes } = openDirectory(base, { release: '2025.1' });
  expect(notes.join('\n')).toContain('glance/glance-image-import.conf');
  expect([...cloud.files.keys()]).toEqual(['glance/glance-api.conf']);
  expect(judge(cloud).findings.map(({ lint }) => lint.id)).toContain('debug-logging');
  expect(tell(() => openDirectory(join(base, 'none'), { release: '2025.1' }))).toEqual(['unreadable : no directory']);
});

test('a probe asks the cloud, and names lead where it is told', () => {
  const text = '[import_filtering_opts]\nallowed_hosts = [mirror.example.org]\n';
  const cloud = openFiles(new Map([['glance/glance-api.conf', text]]), { release: '2025.1' });
  const probe = createUrlProbe(cloud, new Map([['mirror.example.org', ['192.0.2.1']]]));
  expect(probe('https://mirror.example.org/a').verdict).toBe('pass');
  expect(probe('https://other.example.org/a').verdict).toBe('reject');
});

test('an intent of several regions, or of nodes, is no region', () => {
  const intent = { release: '2025.1', nodes: { public: {} } } as const;
  expect(tell(() => settleIntent(intent))).toEqual(['wrong-type : several regions, or nodes']);
  expect(tell(() => hardenRegion(undefined, { name: 'a', intent, placeOf: () => ({ file: 'x' }) }))).toEqual([
    'wrong-type : several regions, or nodes',
  ]);
});

test('what is changed between reading and settling is judged as it is then', () => {
  const loaded = parseIntent('release: "2025.1"\nimageQuotas: {}\n', 'glacis.yaml', 'yaml');
  const sections = loaded.value as { imageQuotas: { userStorageQuota?: string; self?: object } };
  sections.imageQuotas.userStorageQuota = '1\nevil = 1';
  sections.imageQuotas.self = sections;
  expect(tell(() => settleRegions(loaded))).toEqual([
    'unknown-key /imageQuotas/self: self',
    'wrong-type /imageQuotas/self: an object that holds itself',
    'unsafe-text /imageQuotas/userStorageQuota: 1\\u000aevil = 1',
  ]);
});

test('places of a file are those of the stack that comes of it, and a place that is none is not believed', () => {
  const [region] = settleRegions(parseIntent('release: "2025.1"\nimageQuotas: {}\n', 'glacis.yaml', 'yaml'));
  if (region === undefined) throw new Error('no region');
  const intent = { ...region.intent, imageQuotas: { imageTagQuota: -1 } };
  const placeOf = (placed: unknown) => ({ name: 'a', intent, placeOf: placed }) as typeof region;
  const placesOf = (given: typeof region) => {
    try {
      hardenRegion(undefined, given);
      return [];
    } catch (error) {
      return error instanceof IntentProblems
        ? error.problems.map(({ place }) => `${place.file}:${place.line ?? ''}`)
        : [];
    }
  };
  expect(placesOf({ ...region, intent })).toEqual(['glacis.yaml:2']);
  expect(placesOf(placeOf(() => ({ file: Symbol('x'), line: 5 })))).toEqual(['a:']);
  expect(
    placesOf(
      placeOf(() => {
        throw new Error('asked');
      }),
    ),
  ).toEqual(['a:']);
});

test('a judgement is taken back as it was made, and as nothing else', () => {
  const judgement = judge(loud);
  expect(renderReport('json', [{ name: null, judgement }], { today: '2026-11-22' })).toContain('"release": "2025.1"');
  expect(tell(() => judgementToJson({ ...judgement, attacks: [] }))).toEqual(['wrong-type /judgement: an object']);
  expect(() => Object.assign(judgement, { attacks: 5 })).toThrow(TypeError);
});
