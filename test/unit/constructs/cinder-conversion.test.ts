// Bounds of qemu-img in Cinder: the name each release has, what is refused, and what stays unbounded.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { loadLint } from '../../../src/checks/lint-index';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { IntentProblems } from '../../../src/problems';

const collect = (intent: RegionIntent) => hardenRegion(undefined, settleIntent(intent, 'test')).collect();
const cinderOf = (intent: RegionIntent) =>
  Object.fromEntries(
    collect(intent)
      .settings.filter(({ service }) => service === 'cinder')
      .map(({ section, option, value }) => [`${section}/${option}`, value]),
  );
const refusalOf = (intent: RegionIntent): string[] => {
  try {
    collect(intent);
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems.map(({ code, place }) => `${code} ${place.pointer}`);
    throw error;
  }
  return [];
};

test('Cinder is left alone until asked', () => {
  expect(cinderOf({ release: '2025.1' })).toEqual({});
});

test.each([
  ['ussuri', 'image_conversion'],
  ['2025.1', 'image_conversion'],
  ['2026.2', 'image_introspection'],
] as const)('%s calls the limits %s_*', (release, prefix) => {
  expect(cinderOf({ release, cinderConversion: {} })).toEqual({
    [`DEFAULT/${prefix}_cpu_limit`]: 60,
    [`DEFAULT/${prefix}_address_space_limit`]: 1,
  });
  const stricter = { imageConversionCpuLimit: 20, imageConversionAddressSpaceLimit: 2 };
  expect(cinderOf({ release, cinderConversion: stricter })).toEqual({
    [`DEFAULT/${prefix}_cpu_limit`]: 20,
    [`DEFAULT/${prefix}_address_space_limit`]: 2,
  });
});

test('without conversion nothing stays unbounded', () => {
  const intent: RegionIntent = { release: 'zed', cinderConversion: { imageConversionDisable: true } };
  expect(cinderOf(intent)).toMatchObject({ 'DEFAULT/image_conversion_disable': true });
  const told = (one: RegionIntent) => collect(one).residuals.filter(({ control }) => control === 'cinder-conversion');
  expect(told(intent)).toEqual([]);
  expect(told({ release: 'zed', cinderConversion: {} })).toHaveLength(1);
});

test('releases without the options refuse the keys', () => {
  expect(refusalOf({ release: 'stein', cinderConversion: {} })).toEqual(['not-in-release /cinderConversion']);
  expect(refusalOf({ release: 'yoga', cinderConversion: { imageConversionDisable: true } })).toEqual([
    'not-in-release /cinderConversion/imageConversionDisable',
  ]);
  expect(refusalOf({ release: '2025.1', cinderConversion: { imageConversionCpuLimit: -1 } })).toEqual([
    'bad-value /cinderConversion/imageConversionCpuLimit',
  ]);
});

test.each(['image_conversion_cpu_limit', 'image_introspection_cpu_limit'])(
  'in 2026.2 a lifted %s is told once',
  (option) => {
    const files = new Map([['cinder/cinder.conf.d/50-site.conf', `[DEFAULT]\n${option} = -1\n`]]);
    const found = loadLint('conversion-unbounded').find(
      new Cloud(files, { release: '2026.2', packages: {}, launcher: 'uwsgi', glanceUid: 64062 }),
    );
    expect(found.map(({ at }) => at?.line)).toEqual([2]);
  },
);
