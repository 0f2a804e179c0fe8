// A rate limit on image creation that is in force and has a fault of its own.
import type { EdgeWeakness } from '../../emulators/edge/judge';
import { mendWeakness } from '../fix/edge-lines';
import { listEdgeWeaknesses } from '../mechanisms/flood-edge';
import type { Lint, LintFinding, Severity } from '../types';

const faults: Readonly<Record<EdgeWeakness, readonly [Severity, string]>> = {
  'admits-a-flood': ['medium', 'one client network creates more than 5000 images in an hour and meets no refusal'],
  'bucket-per-ipv6-address': [
    'high',
    'each address of one IPv6 /64 has a bucket of its own, and one host owns all of them',
  ],
  'bucket-per-spelling': ['medium', 'each spelling of the path has a bucket of its own, which multiplies the limit'],
  delays: ['low', 'requests are held back instead of refused: connections pile up'],
  'limits-other-requests': ['medium', 'reads and uploads fall into the same limit and are refused with it'],
  'no-retry-after': ['low', 'refusals carry no Retry-After, so that clients come back at once'],
  'shared-ipv4-bucket': ['medium', 'all IPv4 clients share one bucket: one of them locks the others out'],
  'status-not-429': ['low', 'refusals are no 429, and clients take them for an outage or a lack of rights'],
};

export const lint: Lint = {
  kind: 'lint',
  id: 'limit-weakness',
  title: 'Rate limit with a fault of its own',
  severity: 'medium',
  words:
    'A limit may hold and still be wrong: buckets by single IPv6 addresses are without number, one bucket for all IPv4 clients of a dual-stack socket lets one client lock out the rest, and 503 or 403 tell clients something else than to wait (measured on three versions of nginx and HAProxy).',
  references: ['OSSN-0076'],
  find: (cloud) =>
    listEdgeWeaknesses(cloud).map(({ weakness, program, at, requestsPerMinute }): LintFinding => {
      const [severity, message] = faults[weakness];
      const advice = mendWeakness(cloud.files, weakness, at, requestsPerMinute);
      return { at, subject: 'POST /v2/images', message: `${program}: ${message}.`, ...advice, severity };
    }),
};
