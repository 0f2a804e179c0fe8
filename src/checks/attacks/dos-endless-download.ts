// web-download of a body that never ends.
import type { Cloud } from '../cloud/cloud';
import { findFileSizeDefences, findSizeCap, findStagingDefences } from '../mechanisms/quota-bounds';
import { judgeDownload } from '../mechanisms/quota-download';
import type { Attack, Defence } from '../types';

function findCap(cloud: Cloud): Defence[] {
  if (!cloud.level('glance').fixes.has('CVE-2026-71196') || findSizeCap(cloud) === null) return [];
  return [{ layer: 'glance-code', at: null, because: 'Glance stops reading at image_size_cap' }];
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-endless-download',
  title: 'Download that never ends',
  layer: 'dos',
  severity: 'high',
  words:
    'Before the fixes of 2026 web-download writes the whole body to staging and looks at image_size_cap only afterwards: of 8 MiB all were written with a cap of 2 MiB (measured on 2025.1). A server that never stops sending fills the disk.',
  references: ['CVE-2026-71196', 'OSSA-2014-028'],
  judge: (cloud) =>
    judgeDownload(cloud, {
      path: '/endless.qcow2',
      findBounds: (trial) => [...findCap(trial), ...findFileSizeDefences(trial), ...findStagingDefences(trial)],
      outcome: 'the server never stops sending, and staging grows until the disk is full',
    }),
};
