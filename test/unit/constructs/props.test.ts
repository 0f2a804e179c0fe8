// What JavaScript may hand over as scope, id and props: told as problems, or read once and judged as it is then written.
import { Construct, RootConstruct } from 'constructs';
import {
  HardenedGlance,
  HardeningStack,
  hardenRegion,
  ImageConversion,
  ImageFormats,
  ImageQuotas,
  ImportFilter,
  IntentProblems,
  SignatureEnforcingNova,
  StagingBounds,
  settleIntent,
  synthesize,
} from '../../../src';

const stackOf = (): HardeningStack => new HardeningStack(undefined, 'region', { release: '2025.1' });

/** Code, pointer and what was found, of all that a stack with these props of one control is told. */
function tell(build: (stack: HardeningStack) => unknown): readonly string[] {
  try {
    const stack = stackOf();
    build(stack);
    stack.collect();
    return [];
  } catch (error) {
    if (!(error instanceof IntentProblems)) throw error;
    return error.problems.map(({ code, place, got }) => `${code} ${place.file}${place.pointer ?? ''}: ${got}`);
  }
}

const build = (made: unknown, ...args: readonly unknown[]): unknown => Reflect.construct(made as typeof Object, args);

class Hosts {
  readonly allowedHosts = ['a.example'];
}
const holder: { self?: object } = {};
holder.self = holder;

test.each([
  ['a Map', new Map([['userStorageQuota', '1GB']]), 'an object of class Map'],
  ['an instance', new Hosts(), 'an object of a class, or one that inherits'],
  ['what inherits', Object.create({ userStorageQuota: '1\nevil = 1' }), 'an object of a class, or one that inherits'],
  ['a date', new Date(0), 'an object of class Date'],
  ['a list', [], 'an empty list'],
  ['null', null, 'nothing'],
  ['a function', () => ({}), 'a function'],
])('%s is no props', (_, props, got) => {
  expect(tell((stack) => build(ImageQuotas, stack, 'quotas', props))).toEqual([
    `wrong-type region/quotas/imageQuotas: ${got}`,
  ]);
});

test('every value that is none is told at its place, all at once', () => {
  const told = tell((stack) => {
    build(ImageQuotas, stack, 'quotas', { imageTagQuota: Number.NaN, imageMemberQuota: 5n, userStorageQuota: holder });
    build(ImportFilter, stack, 'filter', {
      allowedHosts: new Array(1).concat('a.example'),
      [Symbol('x')]: 1,
      get allowedPorts() {
        throw 1;
      },
    });
  });
  expect(told).toEqual([
    'unknown-key region/filter/imageImport/Symbol(x): Symbol(x)',
    'wrong-type region/filter/imageImport/allowedHosts/0: undefined',
    'wrong-type region/filter/imageImport/allowedPorts: a value that throws when it is read',
    'wrong-type region/quotas/imageQuotas/imageMemberQuota: 5',
    'wrong-type region/quotas/imageQuotas/imageTagQuota: NaN',
    'wrong-type region/quotas/imageQuotas/userStorageQuota: a section',
    'wrong-type region/quotas/imageQuotas/userStorageQuota/self: an object that holds itself',
  ]);
});

test('what is written is what was judged, whatever a getter answers the next time', () => {
  let asked = 0;
  const props = {
    get userStorageQuota() {
      asked += 1;
      return asked === 1 ? '1GB' : '1GB\nevil = 1';
    },
  };
  const stack = stackOf();
  new ImageQuotas(stack, 'quotas', props);
  const { settings } = stack.collect();
  expect(settings.find(({ option }) => option === 'user_storage_quota')?.value).toBe('1GB');
  expect(asked).toBe(1);
});

test('what somebody adds to a stack made from an intent is judged too', () => {
  const stack = hardenRegion(undefined, settleIntent({ release: '2025.1' }, 'glacis.yaml'));
  new ImageConversion(stack, 'own', { injectMetadata: { note: 'x\n[DEFAULT]\ndebug = true' } });
  expect(stack.problems().map(({ code, place }) => [code, place.pointer])).toEqual([
    ['unsafe-text', '/imageConversion/injectMetadata/note'],
  ]);
});

test('a section that is null, and a key that belongs elsewhere, are told and not left out', () => {
  expect(tell((stack) => build(HardenedGlance, stack, 'glance', { imageQuotas: null, importEgress: 0 }))).toEqual([
    'wrong-type region/glance/image-quotas/imageQuotas: nothing',
    'wrong-type region/glance/import-egress-guard/importEgress: 0',
  ]);
  expect(tell((stack) => build(HardenedGlance, stack, 'glance', { imageImports: {}, novaSignatures: {} }))).toEqual([
    'unknown-key region/glance/imageImports: imageImports',
    'unknown-key region/glance/novaSignatures: novaSignatures',
  ]);
  // A compiler takes it: only literals are looked at for keys too many.
  const intent = { release: '2025.1', imageQuotas: { imageTagQuota: 5 } } as const;
  expect(tell(() => new HardeningStack(undefined, 'other', intent))).toEqual([
    'unknown-key other/imageQuotas: imageQuotas',
  ]);
});

test('a control stands below a stack, under a name of its own, and a stack in no other', () => {
  const outside = 'a scope outside of every stack: the root';
  expect(tell(() => new ImageQuotas(new RootConstruct(), 'quotas', {}))).toEqual([
    `wrong-type ImageQuotas/scope: ${outside}`,
  ]);
  expect(tell(() => new HardenedGlance(new RootConstruct(), 'glance'))).toEqual([
    `wrong-type HardenedGlance/scope: ${outside}`,
  ]);
  expect(tell(() => build(ImageQuotas, null, 5))).toEqual([
    'wrong-type ImageQuotas/id: 5',
    'wrong-type ImageQuotas/scope: nothing',
  ]);
  expect(tell((stack) => new HardeningStack(stack, 'inner', { release: 'zed' }))).toEqual([
    'wrong-type HardeningStack/scope: a scope inside of another stack: region',
  ]);
  expect(tell((stack) => [new ImageQuotas(stack, 'a', {}), new ImageFormats(stack, 'a', {})])).toEqual([
    'duplicate-key ImageFormats/id: a again in region',
  ]);
  expect(tell((stack) => new ImageQuotas(stack, 'constructor', {}))).toEqual(['bad-value ImageQuotas/id: constructor']);
});

test('controls are judged as the one intent that they make', () => {
  // 1 MiB is less than the default cap of an image, and enough for the one that stands beside it.
  const told = tell((stack) => {
    new StagingBounds(stack, 'bounds', { limitFsize: 1024 });
    new ImageFormats(stack, 'formats', { imageSizeCap: 2 ** 30 });
  });
  expect(told).toEqual([]);
});

test('a wrong release hides nothing of the controls', () => {
  const stack = Reflect.construct(HardeningStack, [undefined, 'r', { release: 2025.1, launcher: 'gunicorn' }]);
  build(SignatureEnforcingNova, stack, 'nova', {});
  expect(stack.problems().map(({ place }: { place: { pointer: string } }) => place.pointer)).toEqual([
    '/launcher',
    '/release',
    '/novaSignatures',
  ]);
});

test('validations of constructs beside ours are asked, where no host does it', () => {
  const root = new RootConstruct();
  const refuse = (scope: Construct, id: string, message: string) =>
    new Construct(scope, id).node.addValidation({ validate: () => [message] });
  const stack = new HardeningStack(root, 'region', { release: '2025.1' });
  refuse(stack, 'own', 'none of our mirrors\n');
  const own = 'own-validation region/own: none of our mirrors\\u000a';
  expect(tell(() => stack.collect())).toEqual([own]);
  expect(stack.problems()).toHaveLength(1);
  refuse(root, 'policy', 'not on a Friday');
  expect(tell(() => synthesize(stack))).toEqual(['own-validation policy: not on a Friday', own]);
  // A host asks each construct once, and hears of each once.
  expect(root.node.findAll().flatMap(({ node }) => node.validate())).toEqual([
    'none of our mirrors\n',
    'not on a Friday',
  ]);
});

test('a validation may ask for the problems of the stack that it is part of', () => {
  const stack = stackOf();
  new ImageQuotas(stack, 'quotas', { imageTagQuota: -1 });
  stack.node.addValidation({ validate: () => stack.problems().map(({ code }) => `after ${code}`) });
  expect(tell(() => stack.collect())).toEqual([
    'own-validation region: after bad-value',
    'bad-value region/quotas/imageQuotas/imageTagQuota: -1',
  ]);
});

test('props may be left out where nothing in them is required, and nowhere else', () => {
  const stack = stackOf();
  new ImageQuotas(stack, 'quotas');
  // @ts-expect-error certificates have no default
  new SignatureEnforcingNova(stack, 'nova');
  expect(stack.problems().map(({ code, place }) => [code, place.file])).toEqual([['missing-key', 'region/nova']]);
});
