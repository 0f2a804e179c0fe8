// web-download from a server that never answers.
import { judgeDownload } from '../mechanisms/quota-download';
import type { Attack } from '../types';

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-slow-download',
  title: 'Download that never moves',
  layer: 'dos',
  severity: 'medium',
  words:
    'Glance opens the URL without a timeout. A server that accepts and stays silent keeps one import thread for ever; 16 of them (task_pool_threads) and no import of anybody runs any more.',
  references: ['CWE-400'],
  judge: (cloud) =>
    judgeDownload(cloud, {
      path: '/slow.qcow2',
      findBounds: () => [],
      outcome: 'the server stays silent, and each such import keeps a thread of Glance for good',
    }),
};
