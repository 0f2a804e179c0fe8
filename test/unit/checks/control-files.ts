// The files of one control alone, laid over a tree: what a person gets who follows a report that names a control.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { readStagingPlace } from '../../../src/checks/mechanisms/quota-bounds';
import type { ControlFix } from '../../../src/checks/types';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { ImageCreateRateLimit } from '../../../src/constructs/image-create-rate-limit';
import { ImportEgressGuard } from '../../../src/constructs/import-egress-guard';
import { StagingBounds } from '../../../src/constructs/staging-bounds';
import { UnifiedLimits } from '../../../src/constructs/unified-limits';
import type { HardeningDocuments } from '../../../src/documents/hardening';
import { etc } from '../../../src/targets/etc';

type Add = (stack: HardeningStack, cloud: Cloud, program: 'nginx' | 'haproxy') => unknown;

/** Tools that deploy HAProxy write its frontends themselves. */
const proxyProps = {
  nginx: { proxies: ['nginx'] },
  haproxy: { proxies: ['haproxy'], haproxy: { frontend: 'existing' } },
} as const;

/** By the key of the intent; a key that no control has here fails. */
const controls: Readonly<Record<string, Add>> = {
  imageCreateRateLimit: (stack, _, program) => new ImageCreateRateLimit(stack, 'limit', proxyProps[program]),
  'imageCreateRateLimit.otherWrites': (stack, _, program) =>
    new ImageCreateRateLimit(stack, 'limit', { ...proxyProps[program], otherWrites: {} }),
  importEgress: (stack, { versions }) =>
    new ImportEgressGuard(stack, 'guard', {
      resolvers: ['192.0.2.53'],
      mirrors: ['203.0.113.10'],
      glanceUid: versions.glanceUid,
    }),
  stagingBounds: (stack, cloud) => {
    const { directory } = readStagingPlace(cloud);
    return new StagingBounds(stack, 'staging', {
      device: '/dev/vg0/staging',
      ...(directory !== null && { directory }),
    });
  },
  unifiedLimits: (stack) => new UnifiedLimits(stack, 'limits', { region: 'RegionOne', endpointId: '0'.repeat(32) }),
};

/** What the control alone decides for what runs in the cloud. */
export function collectControl(cloud: Cloud, { control, file }: ControlFix): HardeningDocuments {
  const { release, packages, launcher } = cloud.versions;
  const stack = new HardeningStack(undefined, 'stack', { release, packages, launcher });
  const add = controls[control];
  if (add === undefined) throw new Error(`no control ${control} to try`);
  add(stack, cloud, file.startsWith('haproxy/') ? 'haproxy' : 'nginx');
  return stack.collect();
}

/** Replaces nginx of the tree by the control's own: where lines fit among those of a site is for a person to say. */
export function applyControl(cloud: Cloud, fix: ControlFix): Cloud {
  const isReplaced = (path: string) => fix.file.startsWith('nginx/') && path.startsWith('nginx/');
  const files = new Map([...cloud.files].filter(([path]) => !isReplaced(path)));
  for (const [path, text] of etc.layOut(collectControl(cloud, fix))) {
    // A drop-in of that name has what other fixes put there.
    files.set(path, /^(?:glance|nova|cinder)\//.test(path) ? `${files.get(path) ?? ''}${text}` : text);
  }
  return new Cloud(files, cloud.versions);
}
