// The Add Location API (2024.2 and later): who may use it, for the attacks that go by it.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import type { LocationAttackWords } from './location-attack';
import { findPolicyFixes } from './policy-fixes';
import { findRefusal, findTaskDefences } from './policy-refusal';

/** What attacks through the API have in common. */
export const addedLocation: Pick<LocationAttackWords, 'layer' | 'references' | 'groundless' | 'entry' | 'fixes'> = {
  layer: 'ssrf',
  references: ['OSSN-0090', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  groundless: (cloud: Cloud) => (isBefore(cloud, '2024.2') ? 'the Add Location API exists from 2024.2 on' : null),
  entry: (cloud: Cloud) => [...findRefusal(cloud, 'add_image_location', 'member'), ...findTaskDefences(cloud)],
  fixes: (cloud: Cloud) => findPolicyFixes(cloud, 'glance', 'add_image_location', 'rule:service_api'),
};
