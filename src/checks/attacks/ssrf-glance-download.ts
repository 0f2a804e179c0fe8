// glance-download: the tenant chooses the interface of another region's endpoint.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { joinDefences } from '../defences';
import { findImportFixes } from '../mechanisms/import-fixes';
import { findEntryDefences, findFilterDefences } from '../mechanisms/url-defences';
import type { Attack, AttackAnswer } from '../types';

/** Internal endpoints as a catalogue may name them: the operator's choice, not the attacker's. */
const internalEndpoints = [
  'http://glance-internal.region2.test:9292/v2/images/1/file',
  'https://glance-internal.region2.test/v2/images/1/file',
];

function judge(cloud: Cloud): AttackAnswer {
  if (isBefore(cloud, 'zed')) return { verdict: 'not-applicable', because: 'glance-download exists from zed on' };
  const entry = findEntryDefences(cloud, 'glance-download');
  // Before CVE-2026-71196 is fixed, the filter is asked about the bytes alone: the metadata were fetched from there by then, token and all.
  const isFiltered = cloud.importFilter.level === 'pinning';
  const tried = internalEndpoints.map((url) => [
    ...entry,
    ...(isFiltered ? findFilterDefences(cloud, url, cloud.urlEnvironment()) : []),
  ]);
  const defences = tried.some((found) => found.length === 0) ? [] : joinDefences(tried);
  const [first] = defences;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
  return {
    verdict: 'open',
    because: `glance-download is enabled and ${isFiltered ? 'the filter admits an internal endpoint' : 'metadata are fetched without the filter'}: the request names glance_service_interface, and Glance follows the catalogue to it.`,
    fixes: findImportFixes(cloud, (changed) => judge(changed).verdict === 'stopped'),
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'ssrf-glance-download',
  title: 'glance-download through a chosen internal interface',
  layer: 'ssrf',
  severity: 'high',
  words:
    'The import request of glance-download names region and interface; with `internal` or `admin` Glance talks to endpoints that tenants never reach. Before the fixes of 2026 no list of the filter is asked about the first request, which brings the metadata.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  judge,
};
