// What a new value of a known hardening option means by itself, when no attack of the catalogue tells the two values apart.
import type { OptionValue } from '../openstack/types';
import { SIGNATURE_PLUGIN } from './mechanisms/signature-ground';
import type { Direction } from './types';

type Meaning = (before: OptionValue | undefined, after: OptionValue | undefined) => Direction;

/** A list that admits: what is added is admitted, but for `isNothing`. `whenEmpty`: whether an empty list admits everything or nothing. */
const admits =
  (whenEmpty: 'everything' | 'nothing', isNothing: (item: string) => boolean = () => false): Meaning =>
  (before, after) => {
    const [old, now] = [listItems(before), listItems(after)];
    if (whenEmpty === 'everything' && (old.length === 0) !== (now.length === 0))
      return now.length === 0 ? 'looser' : 'tighter';
    if (now.some((item) => !old.includes(item) && !isNothing(item))) return 'looser';
    return old.some((item) => !now.includes(item) && !isNothing(item)) ? 'tighter' : 'neutral';
  };

const refuses: Meaning = (before, after) => flip(admits('nothing')(before, after));

/** A switch: `true`, `enabled` or any other true value is the tight side. */
const protects: Meaning = (before, after) => {
  const [old, now] = [isOn(before), isOn(after)];
  if (old === now) return 'neutral';
  return now ? 'tighter' : 'looser';
};

const exposes: Meaning = (before, after) => flip(protects(before, after));

/** A limit; these values mean none. */
const limits =
  (isUnlimited: (value: number) => boolean): Meaning =>
  (before, after) => {
    const size = (value: OptionValue | undefined): number => {
      // `user_storage_quota` may have a unit, of 1024 each.
      const [, digits, unit = ''] = /^\s*(-?\d+)(?:([KMGT])?B)?\s*$/.exec(String(value)) ?? [];
      const number = Number(digits) * 1024 ** ' KMGT'.indexOf(unit || ' ');
      return Number.isNaN(number) || isUnlimited(number) ? Number.POSITIVE_INFINITY : number;
    };
    const [old, now] = [size(before), size(after)];
    if (old === now) return 'neutral';
    return now < old ? 'tighter' : 'looser';
  };

/** Without `keystone` in the pipeline nobody is asked who he is. */
const authenticates: Meaning = (before, after) =>
  protects(String(before).includes('keystone'), String(after).includes('keystone'));

/** An empty list makes nova check no certificate at all, or refuse every image; each entry is one more authority. */
const trusts: Meaning = (before, after) => {
  const [old, now] = [listItems(before), listItems(after)];
  if ((old.length === 0) !== (now.length === 0)) return now.length === 0 ? 'looser' : 'tighter';
  return admits('nothing')(before, after);
};

/** An endpoint of whatever name: with http everybody on the way reads the token and answers in its place. */
const encrypts: Meaning = (before, after) => {
  const [old, now] = [before, after].map((value) => /^https?:/.exec(String(value))?.[0]);
  if (old === undefined || now === undefined || old === now) return 'neutral';
  return now === 'http:' ? 'looser' : 'tighter';
};

/** One plugin refuses imports without a signature, the other marks what was imported for rules to see; what more stops, attacks tell. */
const demands: Meaning = (before, after) =>
  refuses(...([before, after].map((value) => listItems(value).filter(isDemanding)) as [string[], string[]]));

const isDemanding = (plugin: string): boolean => plugin === SIGNATURE_PLUGIN || plugin === 'inject_image_metadata';

/** Only the host itself reaches a server that listens on loopback; absent, a server listens everywhere. */
const listens: Meaning = (before, after) => {
  const isInside = (value: OptionValue | undefined): boolean => /^(?:127\.|::1$|localhost$)/.test(String(value));
  return protects(isInside(before), isInside(after));
};

const negative = (value: number): boolean => value < 0;
const zero = (value: number): boolean => value === 0;

const meanings: Readonly<Record<string, Meaning>> = {
  'import_filtering_opts/allowed_schemes': admits('everything'),
  'import_filtering_opts/allowed_hosts': admits('everything', neverResolves),
  'import_filtering_opts/allowed_ports': admits('everything'),
  'import_filtering_opts/disallowed_schemes': refuses,
  'import_filtering_opts/disallowed_hosts': refuses,
  'import_filtering_opts/disallowed_ports': refuses,
  'DEFAULT/enabled_import_methods': admits('nothing'),
  'glance_store/stores': admits('nothing'),
  'image_format/disk_formats': admits('nothing'),
  'image_format/container_formats': admits('nothing'),
  'image_format/vmdk_allowed_types': admits('nothing'),
  'image_format/gpt_safety_checks_nonfatal': admits('nothing'),
  'compute/vmdk_allowed_types': admits('nothing'),
  'DEFAULT/vmdk_allowed_types': admits('nothing'),
  'DEFAULT/allowed_direct_url_schemes': admits('nothing'),
  'glance/allowed_direct_url_schemes': admits('nothing'),
  'image_format/require_image_format_match': protects,
  'DEFAULT/use_keystone_limits': protects,
  'DEFAULT/verify_glance_signatures': protects,
  'glance/verify_glance_signatures': protects,
  'glance/enable_certificate_validation': protects,
  'glance/default_trusted_certificate_ids': trusts,
  'oslo_policy/enforce_scope': protects,
  'oslo_policy/enforce_new_defaults': protects,
  'keystone_authtoken/service_token_roles': admits('nothing'),
  'keystone_authtoken/service_token_roles_required': protects,
  'workarounds/disable_deep_image_inspection': exposes,
  'inject_metadata_properties/ignore_user_roles': admits('nothing'),
  'cors/allowed_origin': admits('nothing'),
  'DEFAULT/bind_host': listens,
  'DEFAULT/do_secure_hash': protects,
  'DEFAULT/enable_v1_api': exposes,
  'DEFAULT/api_limit_max': limits(negative),
  'DEFAULT/client_socket_timeout': limits(zero),
  'DEFAULT/debug': exposes,
  'DEFAULT/allow_anonymous_access': exposes,
  'DEFAULT/show_multiple_locations': exposes,
  'DEFAULT/show_image_direct_url': exposes,
  'DEFAULT/image_size_cap': limits(zero),
  'DEFAULT/user_storage_quota': limits((value) => value <= 0),
  'DEFAULT/image_property_quota': limits(negative),
  'DEFAULT/image_tag_quota': limits(negative),
  'DEFAULT/image_location_quota': limits(negative),
  'DEFAULT/image_member_quota': limits(negative),
  'DEFAULT/image_conversion_disable': protects,
  'DEFAULT/image_conversion_cpu_limit': limits(negative),
  'DEFAULT/image_conversion_address_space_limit': limits(negative),
  'DEFAULT/image_introspection_cpu_limit': limits(negative),
  'DEFAULT/image_introspection_address_space_limit': limits(negative),
  'image_import_opts/image_import_plugins': demands,
  'paste_deploy/flavor': authenticates,
};

/** TLS itself, or the look at the certificate of the other side. */
const tlsSwitch = /^(?:\w+_)?(?:ssl|verify_ssl|ssl_(?:cert_)?verify(?:_\w+)?|verify(?:_server)?_certificate)$/;

/** The direction of a new value. `option` is `section/name`; options that say nothing about security are neutral. */
export function findMeaning(
  option: string,
  before: OptionValue | undefined,
  after: OptionValue | undefined,
): Direction {
  const name = option.slice(option.indexOf('/') + 1);
  if (Object.hasOwn(meanings, option)) return meanings[option]?.(before, after) ?? 'neutral';
  // Every client section has such a switch: it turns the check of the server's certificate off, or on.
  if (/^(?:\w+_)?insecure$/.test(name)) return exposes(before, after);
  return (tlsSwitch.test(name) ? protects : encrypts)(before, after);
}

function listItems(value: OptionValue | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Names reserved to have no address (RFC 2606): what an allow list holds that is to admit nobody. */
function neverResolves(host: string): boolean {
  return host.endsWith('.invalid');
}

function isOn(value: OptionValue | undefined): boolean {
  return value === true || value === 'enabled';
}

function flip(direction: Direction): Direction {
  if (direction === 'neutral') return direction;
  return direction === 'looser' ? 'tighter' : 'looser';
}
