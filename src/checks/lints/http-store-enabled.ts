// An http store: the part of Glance that fetches what a location names.
import { readStores } from '../mechanisms/location-stores';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'http-store-enabled',
  title: 'Store that fetches URLs',
  severity: 'low',
  words:
    'An http store serves images from URLs. Policy alone then keeps members from making Glance fetch one, and https_insecure, true by default, leaves the certificates of those servers unread.',
  references: ['OSSN-0090', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  find: (cloud) => {
    const { hasHttp, at } = readStores(cloud);
    if (!hasHttp || at === null) return [];
    const message = 'An http store is enabled: drop it unless images live on web servers.';
    const choice =
      'Take http out of the stores once no image has an http location (images that have one would no longer be found).';
    return [{ at, subject: 'stores', message, fixes: [], choice }];
  },
};
