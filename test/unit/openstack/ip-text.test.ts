// Addresses as text: the same answers as Node's own, which takes too long to load.

import { isIPv4 as nodeIsIPv4, isIPv6 as nodeIsIPv6 } from 'node:net';
import fc from 'fast-check';
import { isIPv4, isIPv6 } from '../../../src/openstack/ip-text';

const group = fc.constantFrom(
  '',
  '0',
  '1',
  'ffff',
  '0db8',
  '00001',
  'g',
  '1.2.3.4',
  '255.255.255.255',
  '256.1.1.1',
  '01.2.3.4',
  '1.2.3',
);
const byte = fc.constantFrom(
  '0',
  '1',
  '9',
  '10',
  '99',
  '255',
  '256',
  '00',
  '01',
  '',
  '1e2',
  '-0',
  '+1',
  ' 1',
  '0x1',
  '4294967297',
);
const nearly = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.array(byte, { maxLength: 6 }).map((bytes) => bytes.join('.')),
  fc.array(group, { maxLength: 10 }).map((groups) => groups.join(':')),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF:.[]/@ %\n'), maxLength: 45 }),
);

test('what Node takes for an address is one, and nothing else', () => {
  let addresses = 0;
  fc.assert(
    fc.property(nearly, (text) => {
      expect([text, isIPv4(text)]).toEqual([text, nodeIsIPv4(text)]);
      // Zones are no part of an address here.
      expect([text, isIPv6(text)]).toEqual([text, nodeIsIPv6(text) && !text.includes('%')]);
      if (nodeIsIPv4(text) || nodeIsIPv6(text)) addresses += 1;
    }),
    { numRuns: 20_000 },
  );
  expect(addresses).toBeGreaterThan(5_000);
});

test.each([
  '1:2:3:4:5:6:7::',
  '::8',
  '1::3:4:5:6:7:8',
  '1::2:3:4:5:6:7:8',
  '::1:2:3:4:5:6:7:8',
  '::ffff:1.2.3.4',
  ':::',
  '::1.2.3.04',
  'fe80::1%eth0',
  '[::1]',
  '::1]/@[',
  '::1]:80',
])('%s', (text) => {
  expect(isIPv6(text)).toBe(nodeIsIPv6(text) && !text.includes('%'));
});
