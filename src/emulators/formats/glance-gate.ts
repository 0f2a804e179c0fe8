// Glance's gate: what becomes of bytes with a label and a container at PUT /file and at import (measured on three releases).
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';
import { type ImageBytes, inspectedFormats } from './image-bytes';

/** `[image_format]` as Glance holds it. */
export interface ImageFormatOptions {
  readonly diskFormats: readonly string[];
  readonly containerFormats: readonly string[];
  /** `require_image_format_match`, 2025.1 and later. */
  readonly mustMatch: boolean;
  /** `gpt_safety_checks_nonfatal`, 2025.1 and later. */
  readonly nonfatalGptChecks: readonly string[];
}

/** An upload. */
export interface LabelledImage {
  readonly bytes: ImageBytes;
  readonly diskFormat: string;
  readonly containerFormat: string;
}

/** One way in which Glance refuses; several may hold at once. */
export interface GateRefusal {
  /** The option that refuses; null when the code does so whatever the options say. */
  readonly option: 'disk_formats' | 'container_formats' | 'require_image_format_match' | null;
  /** HTTP status at PUT /file; an import fails as a task instead. */
  readonly status: 400 | 415;
  readonly because: string;
}

/** First release that looks at the bytes of an upload at all. */
const firstInspectingRelease: ReleaseName = '2025.1';

/** First release whose X.0.0 takes an ISO with a GPT for an ISO (read in the tags up to 32.0.0; 30.2.0 and 31.1.0 do not). */
const firstIsoGptRelease: ReleaseName = '2026.1';

/** Every refusal that holds on its own; empty when the image becomes active. */
export function judgeUpload(
  { bytes, diskFormat, containerFormat }: LabelledImage,
  options: ImageFormatOptions,
  release: ReleaseName,
): GateRefusal[] {
  const refusals: GateRefusal[] = [];
  const refuse = (option: GateRefusal['option'], status: GateRefusal['status'], because: string) =>
    refusals.push({ option, status, because });
  if (!options.diskFormats.includes(diskFormat)) {
    refuse('disk_formats', 400, `${diskFormat} is not among disk_formats`);
  }
  if (!options.containerFormats.includes(containerFormat)) {
    refuse('container_formats', 400, `${containerFormat} is not among container_formats`);
  }
  // Older code only computes the virtual size; only bare images are wrapped for inspection, in every release.
  if (compareReleases(release, firstInspectingRelease) < 0 || containerFormat !== 'bare') return refusals;
  const found = detectFormat(bytes, release);
  if (found === null) {
    if (options.mustMatch) refuse('require_image_format_match', 415, `the bytes match ${bytes.formats.join(' and ')}`);
    return refusals;
  }
  if (diskFormat === 'raw' && bytes.formats.length > 1) {
    // Glance stumbles over its own log line, which asks for the one format of bytes that have two (2025.1 to 2026.2).
    if (options.mustMatch) refuse('require_image_format_match', 415, `the bytes match ${bytes.formats.join(' and ')}`);
    return refusals;
  }
  const isOpaque = found === 'raw' && !inspectedFormats.has(diskFormat);
  if (found !== diskFormat && diskFormat !== 'raw' && !isOpaque) {
    // Without the option the mismatch is only logged, and the safety checks behind it are never reached (read in 32.0.0).
    if (options.mustMatch) refuse('require_image_format_match', 415, `the bytes are ${found}, not ${diskFormat}`);
    return refusals;
  }
  const fatal = bytes.fails.filter((check) => found !== 'gpt' || !options.nonfatalGptChecks.includes(check));
  if (fatal.length > 0) refuse(null, 415, `the inspector refuses ${bytes.title} (${fatal.join(', ')})`);
  return refusals;
}

/** The one format; later releases count a bootable ISO that also carries a GPT as ISO. Null when several match. */
function detectFormat({ formats }: ImageBytes, release: ReleaseName): string | null {
  const isIsoGptKnown = compareReleases(release, firstIsoGptRelease) >= 0;
  if (isIsoGptKnown && formats.length === 2 && formats.includes('iso') && formats.includes('gpt')) return 'iso';
  return formats.length > 1 ? null : (formats[0] ?? 'raw');
}
