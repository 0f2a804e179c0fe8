// glance-download sends the user's token along redirects.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { sortDefences } from '../defences';
import { findImportFixes } from '../mechanisms/import-fixes';
import { findBrokenFilter, findEntryDefences } from '../mechanisms/url-defences';
import type { Attack, AttackAnswer, Defence } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  if (isBefore(cloud, 'zed')) return { verdict: 'not-applicable', because: 'glance-download exists from zed on' };
  const { level, options, at } = cloud.importFilter;
  // Before OSSA-2026-004 is fixed, the metadata are fetched, and redirects followed, before anything is asked.
  const broken = level === 'unfixed' ? [] : findBrokenFilter(cloud);
  const defences: Defence[] = [...findEntryDefences(cloud, 'glance-download'), ...broken];
  if (level !== 'unfixed' && options.allowedHosts.length > 0) {
    defences.push({
      layer: 'import-filter',
      at: at('allowed_hosts'),
      because: 'redirects are checked again (OSSA-2026-004), and only allowlisted hosts pass',
    });
  }
  const [first] = sortDefences(defences);
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sortDefences(defences) };
  return {
    verdict: 'open',
    because:
      'glance-download sends the token of the user in a header, and urllib repeats the header at whatever host a redirect names.',
    fixes: findImportFixes(cloud, (changed) => judge(changed).verdict === 'stopped'),
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'ssrf-glance-download-token',
  title: 'glance-download leaks the token to a redirect target',
  layer: 'ssrf',
  severity: 'high',
  words:
    "The remote region's endpoint, or a proxy before it, redirects: the user's keystone token arrives wherever the redirect leads.",
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  judge,
};
