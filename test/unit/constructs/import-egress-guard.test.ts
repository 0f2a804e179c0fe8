// The egress guard is required by whatever runs Glance, and judged in force there.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { ImportEgressGuard } from '../../../src/constructs/import-egress-guard';
import type { Launcher } from '../../../src/openstack/types';
import { etc } from '../../../src/targets/etc';

const metadata = { address: '169.254.169.254', port: 80, protocol: 'tcp' } as const;

test.each([
  ['uwsgi', 'glance-api.service.d'],
  ['eventlet', 'glance-api.service.d'],
  ['mod_wsgi', 'apache2.service.d'],
] as const)('under %s the requirement stands in %s', (launcher: Launcher, directory) => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1', launcher });
  new ImportEgressGuard(stack, 'guard', { resolvers: ['192.0.2.53'], mirrors: ['203.0.113.10'] });
  const files = etc.layOut(stack.collect());
  expect([...files.keys()].filter((path) => path.includes('.service.d/'))).toEqual([
    `systemd/system/${directory}/90-glacis.conf`,
  ]);
  const cloud = new Cloud(files, { release: '2025.1', packages: {}, launcher, glanceUid: 64062 });
  expect(cloud.egress.judge(metadata).isStopped).toBe(true);
});
