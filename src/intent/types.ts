// What an operator can say. The intent file and the props of the constructs are the same words; options keep OpenStack's names.
import type { Launcher, ReleaseName } from '../openstack/types';
import type {
  CinderConversionProps,
  DatabasePurgeProps,
  GrowthAlertsProps,
  ImageQuotasProps,
  StagingBoundsProps,
  UnifiedLimitsProps,
} from './types-capacity';
import type { ImageCreateRateLimitProps } from './types-edge';
import type {
  ImageSignatureRequiredProps,
  SignatureEnforcingCinderProps,
  SignatureKeyManagerProps,
  SignaturePropertyProtectionProps,
} from './types-signatures';

/** Where the rendered files are meant to live. More in `glacis list targets`. */
export type TargetName =
  | 'etc'
  | 'kolla-ansible'
  | 'kustomize'
  | 'openstack-ansible'
  | 'openstack-helm'
  | 'puppet'
  | 'rhoso';

/** Import methods of Glance. `glance-download` exists from zed on, `copy-image` from ussuri on. */
export type ImportMethod = 'glance-direct' | 'web-download' | 'copy-image' | 'glance-download';

/** Which fetch paths are open, and to where. Written to `[DEFAULT]` and `[import_filtering_opts]` of Glance. */
export interface ImportFilterProps {
  /** `enabled_import_methods`. Default: `glance-direct`, and `web-download` too when `allowedHosts` names a host. */
  readonly enabledImportMethods?: readonly ImportMethod[];
  /** `allowed_hosts`: exact lower-case DNS names, no scheme, port, wildcard or address range. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** `allowed_schemes`. Default `https`: the implicit port of http is never checked by `allowed_ports`. */
  readonly allowedSchemes?: readonly ('https' | 'http')[];
  /** `allowed_ports`, 1 to 65535. Default 443. */
  readonly allowedPorts?: readonly number[];
}

/** What may be stored. Written to `[image_format]` and `[DEFAULT]` of Glance. */
export interface ImageFormatsProps {
  /** `disk_formats`. Default qcow2 and raw. */
  readonly diskFormats?: readonly (
    | 'ami'
    | 'ari'
    | 'aki'
    | 'vhd'
    | 'vhdx'
    | 'vmdk'
    | 'raw'
    | 'qcow2'
    | 'vdi'
    | 'iso'
    | 'ploop'
  )[];
  /** `container_formats`. Default bare, the only one whose bytes Glance inspects. */
  readonly containerFormats?: readonly ('ami' | 'ari' | 'aki' | 'bare' | 'ovf' | 'ova' | 'docker' | 'compressed')[];
  /** `require_image_format_match` (2025.1 and later). Default true. */
  readonly requireImageFormatMatch?: boolean;
  /** `gpt_safety_checks_nonfatal` (2025.1 and later): checks of partition tables that may fail. Default none. */
  readonly gptSafetyChecksNonfatal?: readonly 'mbr'[];
  /** `vmdk_allowed_types` of Glance, Nova and Cinder. Default: none while vmdk is not a disk format, else the service's own default. */
  readonly vmdkAllowedTypes?: readonly ('streamOptimized' | 'monolithicSparse')[];
  /** `image_size_cap` in bytes. Default 137438953472 (128 GiB); the service's own default is 1 TiB. */
  readonly imageSizeCap?: number;
}

/** Who may do what with images. Written to the policy.d directories. */
export interface ImagePolicyProps {
  /** Rule `tasks_api_access` (OSSN-0105). `nobody` writes `!`. Default `nobody`. */
  readonly tasksApiAccess?: 'nobody' | 'default';
  /** Rule `add_image_location` (2024.2 and later). `services` asks for a service token. Default `services`. */
  readonly addImageLocation?: 'services' | 'nobody' | 'default';
  /** Rule `communitize_image`. Default `admin`: OpenStack lets every member publish to the whole cloud's community list. */
  readonly communitizeImage?: 'admin' | 'default';
  /**
   * Where images come from. `tenants`: as OpenStack has it. `operator-only`: members bring nothing in, services acting for
   * them still make snapshots. `project-private`: nothing leaves its project. Default `tenants`.
   */
  readonly imageOrigin?: 'tenants' | 'operator-only' | 'project-private';
  /** Who may call at all (zed and later): `services` for an internal node (OSSN-0090), `importers` for holders of role image_importer. Default `tenants`. */
  readonly audience?: 'tenants' | 'services' | 'importers';
  /** Rule `upload_image`: `services` closes PUT /file, which no import plugin sees. Default `services` where `imageConversion` converts, else `members`. */
  readonly uploadImage?: 'members' | 'services';
  /** Who may write metadata definitions before wallaby (OSSN-0088). Default `admin`. */
  readonly metadefs?: 'admin' | 'default';
  /**
   * Rule `add_image`. `services` adds `service_roles:service` to admin, so that snapshots of Nova and uploads of Cinder go on when they
   * send service tokens; `admin` stops them too. Default `default`: members create images.
   */
  readonly addImage?: 'services' | 'admin' | 'default';
  /** Further overrides by service: rule name to oslo.policy check string. Judged like any other policy. */
  readonly rules?: {
    readonly glance?: Readonly<Record<string, string>>;
    readonly nova?: Readonly<Record<string, string>>;
    readonly cinder?: Readonly<Record<string, string>>;
  };
}

/** Whether Glance tells where the bytes lie, and who may change it (OSSN-0065, OSSN-0090). Written to `[DEFAULT]` of Glance and its policy. */
export interface ImageLocationsProps {
  /** `show_image_direct_url`. Default false; true belongs on a node that tenants do not reach. */
  readonly showImageDirectUrl?: boolean;
  /** `show_multiple_locations`. Default false. */
  readonly showMultipleLocations?: boolean;
  /** Rules `set_image_location` and `delete_image_location`. Default `admin`. */
  readonly writeLocations?: 'admin' | 'services' | 'default';
}

/** Who may offer images to others (OSSN-0005, OSSN-0015). Written to the policy of Glance, and for queens to `[DEFAULT]`. */
export interface ImageSharingProps {
  /** Rule `add_member`. Default `owners`, as OpenStack has it. */
  readonly members?: 'owners' | 'admin' | 'nobody';
  /** Rule `publicize_image`. Default `admin`, written so that no weaker file counts. */
  readonly publicizeImage?: 'admin' | 'default';
}

/** What is done to imported images (never to uploads with PUT /file). Written to `[image_import_opts]` and beside it. */
export interface ImageConversionProps {
  /** `[image_conversion] output_format` (rocky and later). Turns the plugin image_conversion on. */
  readonly outputFormat?: 'raw' | 'qcow2';
  /** `[inject_metadata_properties] inject`: property to value, written onto every import. Turns inject_image_metadata on. */
  readonly injectMetadata?: Readonly<Record<string, string>>;
  /** `ignore_user_roles`: whose imports are left alone. Default none. */
  readonly ignoreUserRoles?: readonly string[];
}

/** How Glance shows itself. Written to `[DEFAULT]` and `[paste_deploy]`. */
export interface ServiceExposureProps {
  /** `[paste_deploy] flavor` of Glance. Default: left to the host's own file, and judged there by `glacis audit`. */
  readonly flavor?: 'keystone' | 'keystone+caching' | 'keystone+cachemanagement';
  /** `debug` of Glance. Default false. */
  readonly debug?: boolean;
}

/** A service inside the cloud that the Glance process must reach. */
export interface EgressDestination {
  /** Label for the reviewer, e.g. `database`. */
  readonly name: string;
  /** IPv4 or IPv6 address or CIDR range. */
  readonly to: string;
  /** 1 to 65535. */
  readonly ports: readonly number[];
  /** Default `tcp`. */
  readonly protocol?: 'tcp' | 'udp';
}

/** nftables rules that bind the Glance process, by its uid, to the networks it needs. Holds on every patch level. */
export interface ImportEgressGuardProps {
  /** The uid glance-api runs as. Default 64062, Debian's. */
  readonly glanceUid?: number;
  /** Addresses of the DNS resolvers, port 53 on udp and tcp. */
  readonly resolvers: readonly string[];
  /** Addresses or CIDR ranges of the image mirrors, reached on `mirrorPorts`. */
  readonly mirrors: readonly string[];
  /** Default 443. */
  readonly mirrorPorts?: readonly number[];
  /** Database, keystone, message queue, storage: everything else Glance needs. Default none. */
  readonly services?: readonly EgressDestination[];
}

/** Nova boots only signed images from trusted certificates. Written to `[glance]` of Nova and to its policy. */
export interface SignatureEnforcingNovaProps {
  /** `default_trusted_certificate_ids`: key manager UUIDs of the root and of every intermediate certificate. Never empty. */
  readonly defaultTrustedCertificateIds: readonly string[];
  /** `verify_glance_signatures`. Default true. */
  readonly verifyGlanceSignatures?: boolean;
  /** `enable_certificate_validation`. Default true. */
  readonly enableCertificateValidation?: boolean;
  /** Who may replace the trusted list in a request (rules `os_compute_api:servers:create:trusted_certs` and `...:rebuild:trusted_certs`). Default `nobody`. */
  readonly trustedCerts?: 'nobody' | 'admin';
  /** Rule `os_compute_api:servers:create:attach_volume`: an imageRef beside a root volume passes Nova's refusal of volume boots. Default `admin`. */
  readonly attachVolume?: 'admin' | 'nobody' | 'default';
  /** `[DEFAULT] shelved_offload_time` in seconds; an offloaded server comes back from an unsigned image and ends in ERROR. Default -1: never offloaded. */
  readonly shelvedOffloadTime?: number;
  /** `[libvirt] images_type`. Default: left alone. rbd is none of them: clones in ceph are never verified. */
  readonly imagesType?: 'qcow2' | 'flat' | 'raw' | 'lvm';
  /** `enable_rbd_download` (victoria and later): read from ceph, then verified. Default: left alone. */
  readonly enableRbdDownload?: boolean;
}

/** A finding the operator takes responsibility for, until a day. */
export interface AcceptedRisk {
  /** Exact id of an attack or lint. */
  readonly risk: string;
  /** Exact file or `section/option` it is limited to. Default: wherever the check fires in this region. */
  readonly where?: string;
  /** Why it is acceptable. */
  readonly reason: string;
  /** Last day it is accepted, YYYY-MM-DD. */
  readonly until: string;
}

/** Everything one region says. Only `release` is needed: every control has a strict default. */
export interface RegionIntent {
  /** Options and defaults depend on it. */
  readonly release: ReleaseName;
  /** Exact package versions, upstream (`30.2.0`) or Debian (`2:30.0.0-3+deb13u2`). Unknown is judged as unpatched. */
  readonly packages?: { readonly glance?: string; readonly nova?: string; readonly cinder?: string };
  /** What starts glance-api. Default `uwsgi`. */
  readonly launcher?: Launcher;
  /** Default `etc`. */
  readonly targets?: readonly TargetName[];
  /** Absent: staged uploads only, no URL is fetched. */
  readonly imageImport?: ImportFilterProps;
  /** Absent: qcow2 and raw in bare, at most 128 GiB. */
  readonly imageFormats?: ImageFormatsProps;
  /** Absent: 64 properties, 32 tags, 64 members and 10 locations of one image. */
  readonly imageQuotas?: ImageQuotasProps;
  /** Absent: no limit on the number of images. */
  readonly unifiedLimits?: UnifiedLimitsProps;
  /** Absent: glance-api may take what the host has. */
  readonly stagingBounds?: StagingBoundsProps;
  /** Absent: Cinder keeps its own bounds. */
  readonly cinderConversion?: CinderConversionProps;
  /** Absent: nobody is told. */
  readonly growthAlerts?: GrowthAlertsProps;
  /** Absent: deleted rows stay. */
  readonly databasePurge?: DatabasePurgeProps;
  /** Absent: tasks API and community sharing closed, locations for services. */
  readonly imagePolicy?: ImagePolicyProps;
  /** Absent: locations neither shown nor writable. */
  readonly imageLocations?: ImageLocationsProps;
  /** Absent: owners share with consent, administrators publish, v1 off. */
  readonly imageSharing?: ImageSharingProps;
  /** Absent: no plugin is set. */
  readonly imageConversion?: ImageConversionProps;
  /** Absent: nothing without a token, no debug log. */
  readonly serviceExposure?: ServiceExposureProps;
  /** Absent: no guard, and what depends on it stays open. */
  readonly importEgress?: ImportEgressGuardProps;
  /** Absent: nginx at 6 a minute; `false`: none. */
  readonly imageCreateRateLimit?: ImageCreateRateLimitProps | false;
  /** Absent: Nova is left alone. */
  readonly novaSignatures?: SignatureEnforcingNovaProps;
  /** Absent: Cinder is left alone. */
  readonly cinderSignatures?: SignatureEnforcingCinderProps;
  /** Absent: imports demand no signature. */
  readonly signedImports?: ImageSignatureRequiredProps;
  /** Absent: owners may change img_signature*. */
  readonly signatureProperties?: SignaturePropertyProtectionProps;
  /** Absent: the services find their key manager by themselves. */
  readonly signatureKeyManager?: SignatureKeyManagerProps;
  /** Findings the operator takes responsibility for. Default none. */
  readonly acceptedRisks?: readonly AcceptedRisk[];
  /** One Glance on several kinds of nodes (OSSN-0090): each role gets files of its own and is judged alone. Absent: one kind. */
  readonly nodes?: { readonly [role in NodeRole]?: NodeIntent };
}

/** `public`: tenants. `internal`: Nova, Cinder and administrators. `importers`: holders of the role image_importer. */
export type NodeRole = 'public' | 'internal' | 'importers';

/** What differs on one kind of node. Objects merge key by key, lists and scalars replace. */
export type NodeIntent = Partial<Omit<RegionIntent, 'release' | 'packages' | 'targets' | 'nodes'>>;

/** An intent file: one region, or shared defaults with several regions that override them. */
export interface IntentFile extends Partial<RegionIntent> {
  /** Region name (DNS label) to what differs there. Objects merge key by key, lists and scalars replace. */
  readonly regions?: Readonly<Record<string, Partial<RegionIntent>>>;
}

/** One region after loading: defaults merged, every value checked against the schema and its release. */
export interface SettledRegion {
  /** Null when the file is one region. */
  readonly name: string | null;
  readonly intent: RegionIntent;
  /** @internal Where a value was written: JSON pointer inside the region's intent to a place in the file. Nearest ancestor when exact is unknown. */
  readonly placeOf: (pointer: string) => import('../problems').Place;
}
