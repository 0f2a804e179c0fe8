// The two ways in which a member gets bytes into an image, and what the format gates of the three services say about them.
import { judgeVolume } from '../../emulators/formats/cinder-gate';
import { type ImageFormatOptions, judgeUpload, type LabelledImage } from '../../emulators/formats/glance-gate';
import { judgeBoot } from '../../emulators/formats/nova-gate';
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';
import { findMethodDefences } from './import-methods';
import { findRefusal } from './policy-refusal';

/** `file`: PUT /file, which runs no plugin. `import`: stage and import, or web-download. */
export type UploadPath = 'file' | 'import';

/** What keeps a member from getting bytes in on one path. */
export function findUploadDefences(cloud: Cloud, path: UploadPath): Defence[] {
  const own = path === 'file' ? 'upload_image' : 'modify_image';
  const rules = ['add_image', own].flatMap((rule) => findRefusal(cloud, rule, 'member'));
  return path === 'import' ? [...rules, ...findMethodDefences(cloud)] : rules;
}

/** `[image_format]` as Glance holds it. */
export function readImageFormats(cloud: Cloud): ImageFormatOptions {
  const config = cloud.config('glance');
  const list = (option: string): string[] => {
    const { value } = config.get('image_format', option);
    return Array.isArray(value) ? value.map(String) : [];
  };
  return {
    diskFormats: list('disk_formats'),
    containerFormats: list('container_formats'),
    mustMatch: config.get('image_format', 'require_image_format_match').value === true,
    nonfatalGptChecks: list('gpt_safety_checks_nonfatal'),
  };
}

/** What Glance itself says about the bytes, with the line that says so. */
export function findGlanceRefusals(cloud: Cloud, image: LabelledImage): Defence[] {
  const config = cloud.config('glance');
  return judgeUpload(image, readImageFormats(cloud), cloud.versions.release).map(
    ({ option, because }): Defence =>
      option === null
        ? { layer: 'glance-code', at: null, because: `Glance answers 415: ${because}` }
        : { layer: 'image-formats', at: config.get('image_format', option).at, because },
  );
}

/** What Nova says when the image is booted. */
export function findBootRefusals(cloud: Cloud, { bytes, diskFormat }: LabelledImage): Defence[] {
  const config = cloud.programConfig('nova', 'nova-compute');
  const off = config.get('workarounds', 'disable_deep_image_inspection');
  const types = config.get('compute', 'vmdk_allowed_types');
  const options = { vmdkAllowedTypes: listOf(types.value), isInspectionOff: off.value === true };
  const because = judgeBoot(bytes, diskFormat, cloud.level('nova'), options);
  return because === null ? [] : [{ layer: 'nova-code', at: null, because }];
}

/** What Cinder says when a volume is made from the image. */
export function findVolumeRefusals(cloud: Cloud, { bytes, diskFormat }: LabelledImage): Defence[] {
  const types = cloud.programConfig('cinder', 'cinder-volume').get('DEFAULT', 'vmdk_allowed_types');
  const because = judgeVolume(bytes, diskFormat, cloud.level('cinder'), { vmdkAllowedTypes: listOf(types.value) });
  return because === null ? [] : [{ layer: 'cinder-code', at: null, because }];
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
