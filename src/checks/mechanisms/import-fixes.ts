// The smallest change of Glance's own options that closes an import attack: candidates are tried, not guessed.
import type { Cloud } from '../cloud/cloud';
import type { Fix } from '../types';
import { fixGlanceOption } from './quota-option';

const filter = 'import_filtering_opts';

/** One option each, from the least to the most that it takes away. */
function listCandidates(cloud: Cloud): Fix[] {
  const { options } = cloud.importFilter;
  const methods = cloud.config('glance').get('DEFAULT', 'enabled_import_methods').value;
  const kept = Array.isArray(methods) ? methods.filter((m) => m !== 'web-download' && m !== 'glance-download') : [];
  const candidates: Fix[] = [];
  if (options.allowedHosts.length > 0) {
    candidates.push(fixGlanceOption(cloud, 'allowed_schemes', '[https]', filter));
    candidates.push(fixGlanceOption(cloud, 'allowed_ports', '[443]', filter));
  }
  candidates.push(fixGlanceOption(cloud, 'enabled_import_methods', `[${kept.join(',')}]`));
  return candidates;
}

/** The first candidate that closes the attack when the files are judged again with it; empty when none does. */
export function findImportFixes(cloud: Cloud, isClosedBy: (changed: Cloud) => boolean): Fix[] {
  if (cloud.isTrial) return [];
  const found = listCandidates(cloud).find((fix) => isClosedBy(cloud.withFix(fix)));
  return found ? [found] : [];
}
