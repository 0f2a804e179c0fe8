// What the files of a cloud say about signatures: the options behind the decision tables, with the lines they stand on.
import { findStartCheck } from '../../documents/import-plugins/start-check';
import type { Source } from '../../documents/types';
import type { CinderSignatureFacts } from '../../emulators/signatures/cinder-volume';
import { findNovaMode, type NovaMode, type NovaSignatureFacts } from '../../emulators/signatures/nova-boot';
import type { Service } from '../../openstack/types';
import { glanceUnits } from '../../openstack/units';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';

/** Entry point of the import plugin that demands all four properties. */
export const SIGNATURE_PLUGIN = 'glacis_signature_required';

/** Import plugins that change the bytes. */
export const convertingPlugins: ReadonlySet<string> = new Set(['image_conversion', 'image_decompression']);

/** What stands where. A null place is a default. */
export interface SignatureGround {
  readonly cloud: Cloud;
  readonly nova: NovaSignatureFacts;
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
  const verifies = compute.get('glance', 'verify_glance_signatures');
  const validates = compute.get('glance', 'enable_certificate_validation');
  const trusted = api.get('glance', 'default_trusted_certificate_ids');
  const volumes = cloud.programConfig('cinder', 'cinder-volume').get('DEFAULT', 'verify_glance_signatures');
  const plugins = option('glance', 'image_import_opts', 'image_import_plugins');
  const names = Array.isArray(plugins.value) ? plugins.value.map(String) : [];
  const nova = {
    release,
    // The API gives the server its certificates and refuses boots without an image, the compute node verifies: both must be told.
    verifies: [compute, api].every((one) => one.get('glance', 'verify_glance_signatures').value === true),
    validates: [compute, api].every((one) => one.get('glance', 'enable_certificate_validation').value === true),
    hasTrustedList: [compute, api].every((one) => hasIds(one.get('glance', 'default_trusted_certificate_ids').value)),
  };
  const isNamed = names.includes(SIGNATURE_PLUGIN);
  const start = isNamed ? findStartCheck(cloud.files, glanceUnits[launcher]) : null;
  return {
    cloud,
    nova,
    mode: findNovaMode(nova),
    at: { verifies: verifies.at, validates: validates.at, trusted: trusted.at, volumes: volumes.at },
    cinder: { release, verifies: !isBefore(cloud, 'rocky') && volumes.value === 'enabled' },
    plugin: { isNamed, at: plugins.at },
    startsWithPlugin: start?.names.has(SIGNATURE_PLUGIN) ? start.at : null,
    plugins: names,
  };
}

function hasIds(value: unknown): boolean {
  return Array.isArray(value) && value.some((id) => String(id).trim() !== '');
}

/** True when Nova asks for signatures when it boots an image. */
export function demandsBootSignatures({ mode }: SignatureGround): boolean {
  return mode !== 'off';
}

/** True when Nova or the imports of one cloud demand signatures and those of the other do not. */
export function changesSignatureDemand(before: Cloud, after: Cloud): boolean {
  const [was, is] = [surveySignatures(before), surveySignatures(after)];
  return demandsBootSignatures(was) !== demandsBootSignatures(is) || was.plugin.isNamed !== is.plugin.isNamed;
}

/** Whether Glance tells callers where the bytes are, without which nothing can be cloned. Null: no file of Glance is there to ask. */
export function showsLocations(cloud: Cloud): boolean | null {
  if (cloud.optionFiles('glance').length === 0) return null;
  return ['show_image_direct_url', 'show_multiple_locations'].some(
    (name) => cloud.config('glance').get('DEFAULT', name).value === true,
  );
}

/** `[libvirt] images_type` of Nova. */
export function readImagesType(cloud: Cloud): { readonly type: string; readonly at: Source | null } {
  const { value, at } = cloud.programConfig('nova', 'nova-compute').get('libvirt', 'images_type');
  return { type: typeof value === 'string' ? value : 'default', at };
}

/** True when a raw image becomes a root disk without ever being downloaded. */
export function clonesRootDisks(cloud: Cloud): boolean {
  return readImagesType(cloud).type === 'rbd' && showsLocations(cloud) !== false;
}
