// Nova's gate: whether a compute host hands an image of Glance to qemu, by fixes and options.
import type { CodeLevel } from '../../openstack/types';
import { type ImageBytes, inspectedFormats } from './image-bytes';

/** What rules the gate in nova.conf. */
export interface NovaFormatOptions {
  /** `[compute] vmdk_allowed_types`. */
  readonly vmdkAllowedTypes: readonly string[];
  /** `[workarounds] disable_deep_image_inspection`. */
  readonly isInspectionOff: boolean;
}

/** Why Nova refuses; null when nothing surely does. */
export function judgeBoot(
  bytes: ImageBytes,
  diskFormat: string,
  level: CodeLevel,
  options: NovaFormatOptions,
): string | null {
  // Since OSSA-2015-014 a backing file is refused whatever qemu-img finds, before anything is converted.
  if (bytes.fails.includes('backing_file') && bytes.probedAs === diskFormat) {
    return 'nova-compute refuses an image with a backing file (OSSA-2015-014)';
  }
  const inspects = level.fixes.has('OSSA-2024-001') && !options.isInspectionOff;
  // The first fix believed a raw label; the second one looks (OSSA-2024-002).
  const seesBytes = inspects && (diskFormat !== 'raw' || level.fixes.has('OSSA-2024-002'));
  if (seesBytes && bytes.fails.some((check) => check !== 'gptmbr' && check !== 'mbr')) {
    return `nova-compute inspects the bytes and refuses ${bytes.title}`;
  }
  if (seesBytes && bytes.formats.length > 1 && !isIsoGpt(bytes)) {
    return 'nova-compute refuses bytes that match two formats';
  }
  if (seesBytes && isMismatch(bytes, diskFormat)) {
    return `nova-compute refuses bytes that are not the ${diskFormat} they are called`;
  }
  // qemu-img probes the format where no inspector named one; between the fixes of 2024 a raw label was passed on as raw.
  const isProbed = !inspects || level.fixes.has('OSSA-2024-002') || diskFormat !== 'raw';
  const isVmdk = bytes.probedAs === 'vmdk' && isProbed;
  if (isVmdk && level.fixes.has('OSSA-2023-002') && !options.vmdkAllowedTypes.includes(bytes.createType ?? '')) {
    return 'nova-compute refuses a VMDK of that type (vmdk_allowed_types)';
  }
  return null;
}

/** AMI, AKI and ARI may hold anything; a GPT counts as raw. */
function isMismatch(bytes: ImageBytes, diskFormat: string): boolean {
  if (['ami', 'aki', 'ari'].includes(diskFormat)) return false;
  if (!inspectedFormats.has(diskFormat)) return true;
  const found = isIsoGpt(bytes) ? 'iso' : (bytes.formats[0] ?? 'raw');
  return found !== diskFormat && !(found === 'gpt' && diskFormat === 'raw');
}

function isIsoGpt({ formats }: ImageBytes): boolean {
  return formats.length === 2 && formats.includes('iso') && formats.includes('gpt');
}
