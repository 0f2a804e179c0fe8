// Properties of the whole road from intent to files: order is irrelevant, and no string leaves its value.
import fc from 'fast-check';
import { hardenRegion } from '../../src/constructs/harden-region';
import { HardeningStack } from '../../src/constructs/hardening-stack';
import { ImageCreateRateLimit } from '../../src/constructs/image-create-rate-limit';
import { ImageFormats } from '../../src/constructs/image-formats';
import { ImagePolicy } from '../../src/constructs/image-policy';
import { ImportEgressGuard } from '../../src/constructs/import-egress-guard';
import { ImportFilter } from '../../src/constructs/import-filter';
import { SignatureEnforcingNova } from '../../src/constructs/signature-enforcing-nova';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { parsePolicyFile } from '../../src/documents/policy/parse-policy';
import { settleIntent } from '../../src/intent/settle';
import type { RegionIntent } from '../../src/intent/types';
import { IntentProblems } from '../../src/problems';
import { etc } from '../../src/targets/etc';

const certificate = '11111111-2222-4333-8444-555555555555';
const steps: readonly ((stack: HardeningStack) => void)[] = [
  (stack) => new ImportFilter(stack, 'filter', { allowedHosts: ['a.example', 'b.example'] }),
  (stack) => new ImageFormats(stack, 'formats', { diskFormats: ['qcow2', 'iso'] }),
  (stack) => new ImagePolicy(stack, 'policy', { rules: { glance: { get_images: 'role:reader' } } }),
  (stack) => new ImportEgressGuard(stack, 'guard', { resolvers: ['192.0.2.53'], mirrors: ['203.0.113.10'] }),
  (stack) => new ImageCreateRateLimit(stack, 'limit', { proxies: ['nginx', 'haproxy'] }),
  (stack) => new SignatureEnforcingNova(stack, 'signatures', { defaultTrustedCertificateIds: [certificate] }),
];

test('constructs added in any order give the same bytes', () => {
  const expected = layOut(steps);
  fc.assert(
    fc.property(fc.shuffledSubarray([...steps], { minLength: steps.length }), (order) => {
      expect(layOut(order)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

function layOut(order: readonly ((stack: HardeningStack) => void)[]): [string, string][] {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
  for (const step of order) step(stack);
  return [...etc.layOut(stack.collect())];
}

const pieces = [
  '\n',
  '\r',
  '\t',
  '"',
  "'",
  '#',
  ';',
  '[x]',
  '[',
  ']',
  '{',
  '}',
  '${HOME}',
  '%{if}',
  '{{ x }}',
  '{% x %}',
  '\\',
  '$',
  ',',
  '=',
  ':',
  '\u2028',
  '\u0000',
  ' ',
  'a',
  'é',
  '*',
  '&',
  '!',
  '@',
  '|',
  '>',
  '- ',
  '\ufeff',
];
const hostile = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));

/** Intents in which strings that should be harmless are not. */
const intents = fc.record({
  host: fc.oneof(hostile, fc.constant('a.example')),
  check: fc.oneof(hostile, fc.constant('role:reader')),
  certificate: fc.oneof(hostile, fc.constant(certificate)),
  name: fc.oneof(hostile, fc.constant('database')),
  mirror: fc.oneof(hostile, fc.constant('203.0.113.10')),
  bind: fc.oneof(hostile, fc.constant('*:9292')),
});

test('a hostile string is refused, or stays inside its value in every file', () => {
  let accepted = 0;
  fc.assert(
    fc.property(intents, (drawn) => {
      const intent: RegionIntent = {
        release: '2025.1',
        imageImport: { allowedHosts: [drawn.host] },
        imagePolicy: { rules: { glance: { get_images: drawn.check } } },
        novaSignatures: { defaultTrustedCertificateIds: [drawn.certificate] },
        importEgress: {
          resolvers: ['192.0.2.53'],
          mirrors: [drawn.mirror],
          services: [{ name: drawn.name, to: '10.0.0.1', ports: [3306] }],
        },
        imageCreateRateLimit: { proxies: ['nginx', 'haproxy'], haproxy: { bind: [drawn.bind] } },
      };
      const files = render(intent);
      if (!files) return;
      accepted += 1;
      const plain =
        render({ ...intent, imagePolicy: { rules: { glance: { get_images: 'role:reader' } } } }) ?? new Map();
      expect([...files.keys()]).toEqual([...plain.keys()]);
      for (const [path, text] of files) {
        if (path.endsWith('.yaml')) {
          const { rules } = parsePolicyFile(text, path, 'yaml');
          const own = rules.find((rule) => rule.name === 'get_images');
          if (own) expect(own.check).toBe(drawn.check);
          expect(rules.map((rule) => rule.name)).toEqual(
            parsePolicyFile(plain.get(path) ?? '', path, 'yaml').rules.map((r) => r.name),
          );
        } else if (/^(glance|nova|cinder)\/.*\.conf$/.test(path)) {
          const { entries, faults } = parseIni(text, path);
          expect(faults).toEqual([]);
          expect(entries.map((e) => e.key)).toEqual(parseIni(plain.get(path) ?? '', path).entries.map((e) => e.key));
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(0);
});

function render(intent: RegionIntent): ReadonlyMap<string, string> | undefined {
  try {
    return etc.layOut(hardenRegion(undefined, settleIntent(intent, 'property')).collect());
  } catch (error) {
    if (error instanceof IntentProblems) return undefined;
    throw error;
  }
}
