// nftables text: parse after render is the identity, nothing crashes the parser, and the guard opens only what was named.
import fc from 'fast-check';
import { composeNftablesEgressGuard } from '../../src/documents/nftables/compose';
import { formatAddress, isInNetwork, readAddress, readNetwork } from '../../src/documents/nftables/networks';
import { parseNftables } from '../../src/documents/nftables/parse';
import { renderNftables } from '../../src/documents/nftables/render';
import { egressVerdict } from '../../src/emulators/nftables/verdict';

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([a, bits]) => `${a}/${bits}`);
const v6 = fc
  .tuple(fc.ipV6(), fc.integer({ min: 1, max: 128 }))
  .map(([a, bits]) => `${a}/${bits}`)
  .filter((text) => !/ffff:/i.test(text));
const ports = fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 3 });
const name = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => !/["\u0000-\u001f\u007f]/.test(text));
const props = fc.record({
  glanceUid: fc.integer({ min: 1, max: 70_000 }),
  resolvers: fc.array(fc.oneof(v4, v6), { maxLength: 3 }),
  mirrors: fc.array(fc.oneof(v4, v6), { maxLength: 5 }),
  mirrorPorts: ports,
  services: fc.array(
    fc.record({ name, to: fc.oneof(v4, v6), ports, protocol: fc.constantFrom('tcp' as const, 'udp' as const) }),
    { maxLength: 2 },
  ),
});

test('parse after render is the identity, places included', () => {
  fc.assert(
    fc.property(props, (one) => {
      const document = composeNftablesEgressGuard(one);
      expect(parseNftables(renderNftables(document), document.file)).toEqual(document);
    }),
    { numRuns: 300 },
  );
});

test('the guard lets the Glance uid reach what the intent names, and nothing else', () => {
  const target = fc.record({
    address: fc.oneof(fc.ipV4(), fc.ipV6()),
    port: fc.oneof(fc.constantFrom(53, 80, 443), fc.integer({ min: 1, max: 65_535 })),
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
  });
  fc.assert(
    fc.property(props, target, fc.integer({ min: 0, max: 10 }), (one, target, pick) => {
      const document = composeNftablesEgressGuard(one);
      const named = [...one.mirrors, ...one.resolvers, ...one.services.map((service) => service.to)];
      // Half of the time a named address, else almost every packet would be a stranger's.
      const address =
        (pick % 2 === 0 ? named[pick % Math.max(1, named.length)]?.split('/')[0] : undefined) ?? target.address;
      const bytes = readAddress(address) ?? [];
      const isIn = (texts: readonly string[]): boolean => texts.some((text) => isInNetwork(bytes, readNetwork(text)!));
      const isOpen =
        (isIn(one.resolvers) && target.port === 53) ||
        (isIn(one.mirrors) && target.protocol === 'tcp' && one.mirrorPorts.includes(target.port)) ||
        one.services.some(
          (service) =>
            isIn([service.to]) && service.protocol === target.protocol && service.ports.includes(target.port),
        );
      expect(egressVerdict(document, { ...target, address, uid: one.glanceUid }).verdict).toBe(
        isOpen ? 'accept' : 'reject',
      );
      expect(egressVerdict(document, { ...target, address, uid: one.glanceUid + 1 }).verdict).toBe('accept');
    }),
    { numRuns: 500 },
  );
});

test('any text is read without a crash, rendered again, and judged', () => {
  const piece = fc.constantFrom(
    'table',
    'inet',
    't',
    'chain',
    'c',
    '{',
    '}',
    ';',
    '\n',
    ' ',
    '"',
    '#',
    ',',
    'drop',
    'ip daddr',
    '@s',
    '!=',
    'type filter hook output priority filter',
    '\\',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(' ')),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        const document = parseNftables(text, 'f');
        expect(['accept', 'drop', 'reject', 'cannot-say']).toContain(
          egressVerdict(document, { uid: 1, address: '192.0.2.1', port: 1, protocol: 'tcp' }).verdict,
        );
      },
    ),
    { numRuns: 1000 },
  );
});

test('addresses are read as the platform reads them', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const bytes = readAddress(text);
      expect(bytes === null ? null : formatAddress(bytes)).toBe(new URL(`http://[${text}]/`).hostname.slice(1, -1));
    }),
    { numRuns: 500 },
  );
});
