// Every attack of the catalogue that the bed can run.

import type { LiveAttack } from './attack-step';
import { configurationAttacks } from './call-attacks';
import { conversionAttacks } from './conversion-attacks';
import { otherAttacks } from './other-attacks';
import { quotaAttacks } from './quota-attacks';
import { sharingAttacks } from './sharing-attacks';
import { signedAttacks } from './signed-attacks';
import { urlAttacks } from './url-attacks';

/** Those that are a cell of each table. */
export const liveAttacks: readonly LiveAttack[] = [
  ...urlAttacks,
  ...otherAttacks,
  ...configurationAttacks,
  ...conversionAttacks,
  ...sharingAttacks,
  ...quotaAttacks,
  ...signedAttacks,
];

/** Those that the floods through the proxies stand for: each of their requests carries another token, address and spelling. */
export const floodedAttacks: readonly string[] = [
  'dos-limit-dot-segments',
  'dos-limit-forged-address',
  'dos-limit-many-tokens',
  'dos-limit-media-type',
  'dos-limit-method-override',
  'dos-limit-version-alias',
];
