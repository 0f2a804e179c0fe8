// Attacks through the Add Location API (2024.2 and later): an http store fetches what a location names.
import type { Source } from '../../documents/types';
import type { Cloud } from '../cloud';
import { sortDefences } from '../defences';
import { isBefore } from '../releases';
import type { Attack, AttackAnswer, Defence } from '../types';
import { findPolicyFixes } from './policy-fixes';
import { findRefusal, findTaskDefences } from './policy-refusal';
import { findEgressDefences, findFilterDefences, type Ground, surveyGround } from './url-attack';

/** An attack by location. */
export interface LocationAttackWords {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly url: (ground: Ground) => string;
  /** Address where the URL, or its redirect, leads in the end. */
  readonly leadsTo: string;
}

/** A member adds a location to an image of its own project. */
export function createLocationAttack(words: LocationAttackWords): Attack {
  const { id, title } = words;
  const references = ['OSSN-0090', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'];
  return { kind: 'attack', layer: 'ssrf', severity: 'critical', id, title, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    if (isBefore(cloud, '2024.2')) {
      return { verdict: 'not-applicable', because: 'the Add Location API exists from 2024.2 on' };
    }
    const defences: Defence[] = [...findRefusal(cloud, 'add_image_location', 'member'), ...findTaskDefences(cloud)];
    const stores = readStores(cloud);
    if (!stores.hasHttp) defences.push({ layer: 'stores', at: stores.at, because: 'no http store is enabled' });
    const env = cloud.urlEnvironment();
    const url = words.url(surveyGround(cloud));
    // Only code with CVE-2026-71196 fixed asks the filter about a location (read in 33.0.0).
    const isFiltered = cloud.importFilter.level === 'pinning';
    if (isFiltered) defences.push(...findFilterDefences(cloud, url, env));
    defences.push(...findEgressDefences(cloud, words.leadsTo, 80));
    const sorted = sortDefences(defences);
    const [first] = sorted;
    if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
    return {
      verdict: 'open',
      because: `A member adds the location ${url}: the http store fetches it and serves the bytes as the image.`,
      fixes: findPolicyFixes(cloud, 'glance', 'add_image_location', 'rule:service_api'),
    };
  }
}

/** Multi-store clouds name their stores in enabled_backends, others in [glance_store] stores, whose default holds http. */
export function readStores(cloud: Cloud): { readonly hasHttp: boolean; readonly at: Source | null } {
  const config = cloud.config('glance');
  const backends = config.get('DEFAULT', 'enabled_backends');
  if (backends.value !== null && backends.value !== undefined && typeof backends.value === 'object') {
    return { hasHttp: Object.values(backends.value).some(isHttpDriver), at: backends.at };
  }
  const stores = config.get('glance_store', 'stores');
  const isKnown = Array.isArray(stores.value);
  return { hasHttp: !isKnown || (stores.value as readonly unknown[]).some(isHttpDriver), at: stores.at };
}

/** glance_store still answers to the old class path of the driver beside its name (read in 4.1.0). */
function isHttpDriver(driver: unknown): boolean {
  return driver === 'http' || driver === 'glance.store.http.Store';
}
