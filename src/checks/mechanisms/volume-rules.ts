// Rules of Cinder that a member meets twice: by a request of its own, and through Nova, which may send a service token beside the member's.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { joinDefences } from '../defences';
import type { Defence } from '../types';
import { findRuleRefusal } from './signature-attack';
import { findPropertyDefences, type PropertyDefences } from './signature-properties';

/** Of Nova: whether a member may boot from volumes, and so have some made of images. */
export const ATTACH_RULE = 'os_compute_api:servers:create:attach_volume';

/** Of Cinder: asked for every volume that is made of an image. */
export const CREATE_RULE = 'volume:create_from_image';

/** Of Cinder: bytes over a volume that is free, and over one that a server has. */
export const reimageRules = ['volume:reimage', 'volume:reimage_reserved'] as const;

/** What keeps a member from a volume made of an image. */
export function findCreationDefences(cloud: Cloud): Defence[] {
  return findVolumeRefusal(cloud, CREATE_RULE, () => findRootVolumeDefences(cloud).defences);
}

/**
 * What keeps a member from a server on a volume that has an imageRef: the mapping stands in the request, or in the properties of the image,
 * and Nova asks its rule about the first alone (run on 26.2.2, 31.0.0 and 34.0.0). `isProtected`: nobody writes it into properties.
 */
export function findRootVolumeDefences(cloud: Cloud): PropertyDefences & { readonly isProtected: boolean } {
  const asked = findRuleRefusal(cloud, 'nova', ATTACH_RULE);
  const { defences, doubt } = findPropertyDefences(
    cloud,
    ['block_device_mapping'],
    ['create', 'update'],
    'block_device_mapping',
  );
  const creation = findRuleRefusal(cloud, 'nova', 'os_compute_api:servers:create');
  const isProtected = defences.length > 0;
  const found = [...creation, ...(isProtected && asked.length > 0 ? joinDefences([asked, defences]) : [])];
  return { defences: found, doubt: found.length === 0 && asked.length > 0 ? doubt : null, isProtected };
}

/** What keeps a member from each of the two ways to reimage a volume; no way before yoga. Nova reimages from zed on, what a server has. */
export function listReimageWays(cloud: Cloud): Defence[][] {
  if (isBefore(cloud, 'yoga')) return [];
  const [free, reserved] = reimageRules;
  const isThroughNova = !isBefore(cloud, 'zed');
  return [
    findRuleRefusal(cloud, 'cinder', free),
    isThroughNova
      ? findVolumeRefusal(cloud, reserved, () => findRuleRefusal(cloud, 'nova', 'os_compute_api:servers:rebuild'))
      : findRuleRefusal(cloud, 'cinder', reserved),
  ];
}

/** A rule for services lets Nova in where it sends a service token: then what keeps the member from asking Nova must stop it too. */
function findVolumeRefusal(cloud: Cloud, rule: string, askNova: () => Defence[]): Defence[] {
  const direct = findRuleRefusal(cloud, 'cinder', rule);
  if (!sendsServiceToken(cloud) || findRuleRefusal(cloud, 'cinder', rule, 'service').length > 0) return direct;
  const throughNova = askNova();
  return direct.length > 0 && throughNova.length > 0 ? joinDefences([direct, throughNova]) : [];
}

/** Off unless told; drop-ins alone do not say what the main file tells. */
function sendsServiceToken(cloud: Cloud): boolean {
  const { value, at } = cloud.programConfig('nova', 'nova-compute').get('service_user', 'send_service_user_token');
  return value === true || (at === null && !cloud.files.has('nova/nova.conf'));
}
