// What the files of a cloud say about signatures: the options behind the decision tables, with the lines they stand on.
import { findStartCheck } from '../../documents/import-plugins/start-check';
import type { Source } from '../../documents/types';
import type { EffectiveConfig } from '../../emulators/oslo-config/effective-config';
import type { CinderSignatureFacts } from '../../emulators/signatures/cinder-volume';
import { findNovaMode, type NovaMode, type NovaSignatureFacts } from '../../emulators/signatures/nova-boot';
import type { ReleaseName, Service } from '../../openstack/types';
import { glanceUnits } from '../../openstack/units';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { findRefusal } from './policy-refusal';

/** Entry point of the import plugin that demands all four properties. */
export const SIGNATURE_PLUGIN = 'glacis_signature_required';

/** Import plugins that change the bytes. */
export const convertingPlugins: ReadonlySet<string> = new Set(['image_conversion', 'image_decompression']);

/** What stands where. A null place is a default. */
export interface SignatureGround {
  readonly cloud: Cloud;
  /**
   * What nova-compute holds. A root disk is verified against the list that the API gave to the server, where it gave one; kernel and
   * ramdisk, which the properties of an image name, against the options of the compute node alone (read in rocky to 2026.2).
   */
  readonly nova: NovaSignatureFacts;
  /** What the API holds: only it refuses boots from volume, and gives servers a list. */
  readonly api: NovaSignatureFacts;
  /** The mode of a request without a list of its own. */
  readonly mode: NovaMode;
  readonly at: {
    readonly verifies: Source | null;
    readonly validates: Source | null;
    readonly trusted: Source | null;
    readonly volumes: Source | null;
  };
  readonly cinder: CinderSignatureFacts;
  /** The plugin is named in `image_import_plugins`. */
  readonly plugin: { readonly isNamed: boolean; readonly at: Source | null };
  /** Where the unit of glance-api proves that the plugin loads; null when nothing proves it. */
  readonly startsWithPlugin: Source | null;
  /** Import plugins in the order of the option. */
  readonly plugins: readonly string[];
}

/** Reads it. Values that a service cannot read count as off: it does not start with them. */
export function surveySignatures(cloud: Cloud): SignatureGround {
  const { release, launcher } = cloud.versions;
  const option = (service: Service, section: string, name: string) => cloud.config(service).get(section, name);
  const compute = cloud.programConfig('nova', 'nova-compute');
  const api = cloud.programConfig('nova', 'nova-api');
  const inCompute = (name: string) => compute.get('glance', name).at;
  const list = 'default_trusted_certificate_ids';
  const volumes = cloud.programConfig('cinder', 'cinder-volume').get('DEFAULT', 'verify_glance_signatures');
  const plugins = option('glance', 'image_import_opts', 'image_import_plugins');
  const names = Array.isArray(plugins.value) ? plugins.value.map(String) : [];
  const nova = readNovaFacts(release, compute);
  const isNamed = names.includes(SIGNATURE_PLUGIN);
  const start = isNamed ? findStartCheck(cloud.files, glanceUnits[launcher]) : null;
  return {
    cloud,
    nova,
    api: readNovaFacts(release, api),
    mode: findNovaMode(nova),
    at: {
      verifies: inCompute('verify_glance_signatures'),
      validates: inCompute('enable_certificate_validation'),
      trusted: api.get('glance', list).at ?? inCompute(list),
      volumes: volumes.at,
    },
    cinder: { release, verifies: !isBefore(cloud, 'rocky') && volumes.value === 'enabled' },
    plugin: { isNamed, at: plugins.at },
    startsWithPlugin: start?.names.has(SIGNATURE_PLUGIN) ? start.at : null,
    plugins: names,
  };
}

function readNovaFacts(release: ReleaseName, config: EffectiveConfig): NovaSignatureFacts {
  const option = (name: string) => config.get('glance', name).value;
  return {
    release,
    verifies: option('verify_glance_signatures') === true,
    validates: option('enable_certificate_validation') === true,
    hasTrustedList: hasIds(option('default_trusted_certificate_ids')),
  };
}

function hasIds(value: unknown): boolean {
  return Array.isArray(value) && value.some((id) => String(id).trim() !== '');
}

/** True when Nova asks for signatures when it boots an image. */
export function demandsBootSignatures({ mode }: SignatureGround): boolean {
  return mode !== 'off';
}

/** Whether Glance tells callers where the bytes are, without which nothing can be cloned. Null: no file of Glance is there to ask. */
export function showsLocations(cloud: Cloud): boolean | null {
  if (cloud.optionFiles('glance').length === 0) return null;
  // Up to wallaby a rule empties them; Nova and Cinder ask with the token of the member.
  const isAsked = isBefore(cloud, 'xena');
  if (
    isAsked &&
    (['member', 'service'] as const).every((who) => findRefusal(cloud, 'get_image_location', who).length > 0)
  )
    return false;
  return ['show_image_direct_url', 'show_multiple_locations'].some(
    (name) => cloud.config('glance').get('DEFAULT', name).value === true,
  );
}

/** `[libvirt] images_type` of Nova. */
export function readImagesType(cloud: Cloud): { readonly type: string; readonly at: Source | null } {
  const { value, at } = cloud.programConfig('nova', 'nova-compute').get('libvirt', 'images_type');
  return { type: typeof value === 'string' ? value : 'default', at };
}

/** False where Glance takes no image of the format raw, and makes none: ceph clones no other. Images from before may be raw all the same. */
export function takesRawImages(cloud: Cloud): boolean {
  const config = cloud.config('glance');
  const formats = config.get('image_format', 'disk_formats').value;
  const plugins = config.get('image_import_opts', 'image_import_plugins').value;
  const isConverted = Array.isArray(plugins) && plugins.includes('image_conversion');
  return isConverted || !Array.isArray(formats) || formats.includes('raw');
}

/** True when a raw image becomes a root disk without ever being downloaded. */
export function clonesRootDisks(cloud: Cloud): boolean {
  return readImagesType(cloud).type === 'rbd' && showsLocations(cloud) !== false && takesRawImages(cloud);
}
