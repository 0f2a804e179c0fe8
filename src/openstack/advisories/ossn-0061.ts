// OSSN-0061: the first signature scheme signed an MD5 sum.
import type { Advisory } from './advisory';

/** The first signature scheme signed an MD5 sum (OSSN-0061, 2016). */
export const advisory: Advisory = {
  id: 'OSSN-0061',
  year: 2016,
  title: 'The first signature scheme signed an MD5 sum',
  layer: 'signatures',
  affected: [{ project: 'glance', versions: 'liberty' }],
  fixedIn: ['mitaka: img_signature properties cover the data'],
  weakness: 'The signature covered the MD5 checksum and was no stronger than MD5.',
  remains: 'The old properties are not read by later releases.',
  references: ['CVE-2015-8234', 'LP#1516031'],
  answeredBy: { kind: 'control', controls: ['SignatureEnforcingNova', 'SignatureEnforcingCinder'] },
};
