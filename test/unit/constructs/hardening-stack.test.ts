// The stack: one tree from TypeScript and from an intent, conflicts with both paths, nothing that the release lacks.
import { Construct, RootConstruct } from 'constructs';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { HardenedGlance } from '../../../src/constructs/hardened-glance';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { ImageCreateRateLimit } from '../../../src/constructs/image-create-rate-limit';
import { ImageFormats } from '../../../src/constructs/image-formats';
import { ImagePolicy } from '../../../src/constructs/image-policy';
import { ImportFilter } from '../../../src/constructs/import-filter';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { releaseNames } from '../../../src/openstack/releases';
import { IntentProblems } from '../../../src/problems';

const hosts = ['cloud.debian.org'];

function collect(intent: RegionIntent) {
  return hardenRegion(undefined, settleIntent(intent, 'test')).collect();
}

function problemsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems;
    throw error;
  }
  return [];
}

test('TypeScript and an intent build the same documents', () => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
  new HardenedGlance(stack, 'glance', { imageImport: { allowedHosts: hosts } });
  new ImagePolicy(stack, 'image-policy', {});
  new ImageCreateRateLimit(stack, 'image-create-rate-limit', {});
  expect(stack.collect()).toEqual(collect({ release: '2025.1', imageImport: { allowedHosts: hosts } }));
});

test('the order in which constructs are added does not matter', () => {
  const build = (reverse: boolean) => {
    const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
    const steps = [
      () => new ImportFilter(stack, 'a', { allowedHosts: hosts }),
      () => new ImagePolicy(stack, 'b', {}),
      () => new ImageFormats(stack, 'c', {}),
    ];
    for (const step of reverse ? steps.reverse() : steps) step();
    return stack.collect();
  };
  expect(build(true)).toEqual(build(false));
});

test('two constructs that disagree are named, both', () => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
  new ImportFilter(stack, 'one', { allowedHosts: ['a.example'] });
  new ImportFilter(stack, 'two', { allowedHosts: ['b.example'] });
  const [problem, ...rest] = problemsOf(() => stack.collect());
  expect(rest).toEqual([]);
  expect(problem).toMatchObject({ code: 'conflict' });
  expect(problem?.got).toContain('region/one');
  expect(problem?.got).toContain('region/two');
});

test('two constructs that agree are no conflict', () => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
  new ImportFilter(stack, 'one', { allowedHosts: hosts });
  new ImportFilter(stack, 'two', { allowedHosts: hosts });
  expect(problemsOf(() => stack.collect())).toEqual([]);
});

test('a host tool that runs node validations is told to refuse', () => {
  const root = new RootConstruct();
  const stack = new HardeningStack(new Construct(root, 'app'), 'region', { release: '2025.1' });
  new ImportFilter(stack, 'filter', { enabledImportMethods: ['web-download'] });
  const messages = root.node.findAll().flatMap((node) => node.node.validate());
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('contradiction');
});

test('props that are no TypeScript are judged like an intent', () => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
  new ImportFilter(stack, 'filter', { allowedHosts: ['https://Cloud.Debian.org'] });
  const codes = problemsOf(() => stack.collect()).map((p) => p.code);
  expect(codes).toContain('bad-host');
});

test('a version of another release is a problem', () => {
  const problems = problemsOf(() => collect({ release: '2025.1', packages: { glance: '33.0.0' } }));
  expect(problems.length).toBeGreaterThan(0);
});

test.each(releaseNames)('a bare %s writes only what the release has', (release) => {
  const documents = collect({ release });
  expect(documents.settings.length).toBeGreaterThan(4);
  expect(documents.settings.some((s) => s.option === 'require_image_format_match')).toBe(
    release >= '2025.1' && release < 'a',
  );
  expect(documents.overrides.some((o) => o.rule === 'add_image_location')).toBe(release >= '2024.2' && release < 'a');
});

test('default: "!" is written only where nothing leans on it', () => {
  const closes = (release: RegionIntent['release']) => collect({ release }).overrides.some((o) => o.rule === 'default');
  expect(releaseNames.filter((release) => !closes(release))).toEqual([
    'queens',
    'rocky',
    'stein',
    'train',
    'ussuri',
    'victoria',
  ]);
});

test('a method that the release lacks is a problem with its place', () => {
  const problems = problemsOf(() =>
    collect({ release: 'yoga', imageImport: { enabledImportMethods: ['glance-download'] } }),
  );
  expect(problems[0]).toMatchObject({
    code: 'not-in-release',
    place: { pointer: '/imageImport/enabledImportMethods/0' },
  });
});

test('without a host the allowlist admits nothing, instead of everything', () => {
  const hostSetting = collect({ release: '2025.1' }).settings.find((s) => s.option === 'allowed_hosts');
  expect(hostSetting?.value).toEqual(['no-import-host.invalid']);
});
