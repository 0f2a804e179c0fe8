// Every source and its demands, in the order of the page.
import type { DemandSource } from './demand';
import { hardeningPost } from './hardening-post';
import { ossn0005 } from './ossn-0005';
import { ossn0076 } from './ossn-0076';
import { securityGuide } from './security-guide';
import { signatureThread } from './signature-thread';

/** All sources. */
export const demandSources: readonly DemandSource[] = [
  hardeningPost,
  ossn0076,
  signatureThread,
  ossn0005,
  securityGuide,
];
