// Cinder's gate: whether a volume is made from an image of Glance, by fixes and options.
import type { CodeLevel } from '../../openstack/types';
import type { ImageBytes } from './image-bytes';

/** What rules the gate in cinder.conf. */
export interface CinderFormatOptions {
  /** `[DEFAULT] vmdk_allowed_types`. */
  readonly vmdkAllowedTypes: readonly string[];
}

/** Why Cinder refuses; null when nothing surely does. Clones inside one storage back end never come here. */
export function judgeVolume(
  bytes: ImageBytes,
  diskFormat: string,
  level: CodeLevel,
  options: CinderFormatOptions,
): string | null {
  if (bytes.fails.includes('backing_file') && bytes.probedAs === diskFormat) {
    return 'cinder-volume refuses an image with a backing file (OSSA-2015-014)';
  }
  const inspects = level.fixes.has('OSSA-2024-001');
  // Before qemu-img runs, the inspector asks the bytes, not the label.
  if (inspects && bytes.fails.some((check) => check !== 'gptmbr' && check !== 'mbr')) {
    return `cinder-volume inspects the bytes and refuses ${bytes.title}`;
  }
  const isVmdk = bytes.probedAs === 'vmdk' && diskFormat === 'vmdk';
  if (isVmdk && level.fixes.has('OSSA-2023-002') && !options.vmdkAllowedTypes.includes(bytes.createType ?? '')) {
    return 'cinder-volume refuses a VMDK of that type (vmdk_allowed_types)';
  }
  return null;
}
