// JSON Schema of the sections about Glance itself: import filter, formats, policy.
import { choices, flag, hostPattern, type JsonSchema, list, oneOf, port, section, text, whole } from './schema-words';
import type { ImageFormatsProps, ImagePolicyProps, ImportFilterProps, ImportMethod } from './types';

type Items<T> = T extends readonly (infer U extends string)[] | undefined ? U : never;

/** `imageImport`: which fetch paths are open, and to where. */
export const importFilterSchema: JsonSchema = section<ImportFilterProps>(
  'Which import methods are open and which hosts they reach. Written to [DEFAULT] and [import_filtering_opts] of Glance.',
  {
    enabledImportMethods: list(
      'enabled_import_methods. When absent: glance-direct, and web-download too when allowedHosts names a host.',
      oneOf(
        'An import method. copy-image needs ussuri, glance-download needs zed.',
        choices<ImportMethod>({
          'glance-direct': true,
          'web-download': true,
          'copy-image': true,
          'glance-download': true,
        }),
      ),
      { default: ['glance-direct'] },
    ),
    allowedHosts: list(
      'allowed_hosts: the only hosts an import may name, compared letter by letter. No scheme, port, wildcard or range.',
      text('an exact lower-case DNS name such as images.example.org', 'A host.', hostPattern),
      { maxItems: 1000, default: [] },
    ),
    allowedSchemes: list(
      'allowed_schemes. https alone, because the implicit port of http is never checked by allowed_ports.',
      oneOf('A URL scheme.', choices<'https' | 'http'>({ https: true, http: true })),
      { minItems: 1, default: ['https'] },
    ),
    allowedPorts: list('allowed_ports: checked only when the URL names a port.', port, {
      minItems: 1,
      maxItems: 100,
      default: [443],
    }),
  },
  { default: {} },
);

/** `imageFormats`: what may be stored. */
export const imageFormatsSchema: JsonSchema = section<ImageFormatsProps>(
  'Which images may be stored. Written to [image_format] and [DEFAULT] of Glance.',
  {
    diskFormats: list(
      'disk_formats of Glance.',
      oneOf(
        'A disk format.',
        choices<Items<ImageFormatsProps['diskFormats']>>({
          ami: true,
          ari: true,
          aki: true,
          vhd: true,
          vhdx: true,
          vmdk: true,
          raw: true,
          qcow2: true,
          vdi: true,
          iso: true,
          ploop: true,
        }),
      ),
      { minItems: 1, default: ['qcow2', 'raw'] },
    ),
    containerFormats: list(
      'container_formats of Glance. bare is the only one whose bytes Glance inspects.',
      oneOf(
        'A container format.',
        choices<Items<ImageFormatsProps['containerFormats']>>({
          ami: true,
          ari: true,
          aki: true,
          bare: true,
          ovf: true,
          ova: true,
          docker: true,
          compressed: true,
        }),
      ),
      { minItems: 1, default: ['bare'] },
    ),
    requireImageFormatMatch: flag(
      'require_image_format_match (2025.1 and later): the bytes must be what disk_format says.',
      true,
    ),
    gptSafetyChecksNonfatal: list(
      'gpt_safety_checks_nonfatal (2025.1 and later): checks of partition tables that may fail.',
      oneOf(
        'A check of the GPT inspector.',
        choices<Items<ImageFormatsProps['gptSafetyChecksNonfatal']>>({ mbr: true }),
      ),
      { default: [] },
    ),
    vmdkAllowedTypes: list(
      'vmdk_allowed_types of Glance, Nova and Cinder. When absent: none while vmdk is not a disk format, else the default of the service.',
      oneOf(
        'A VMDK subformat that cannot name a file outside itself.',
        choices<Items<ImageFormatsProps['vmdkAllowedTypes']>>({ streamOptimized: true, monolithicSparse: true }),
      ),
      { default: [] },
    ),
    imageSizeCap: whole(
      'image_size_cap in bytes, at most 8 EiB as Glance itself says; here at most 9007199254740991.',
      1,
      Number.MAX_SAFE_INTEGER,
      137438953472,
    ),
  },
  { default: {} },
);

const ruleSet = (service: string): JsonSchema => ({
  type: 'object',
  description: `Policy overrides of ${service}: rule name to oslo.policy check string.`,
  default: {},
  maxProperties: 1000,
  propertyNames: { pattern: '^[A-Za-z0-9_][A-Za-z0-9_:.-]{0,254}$' },
  additionalProperties: text(
    'an oslo.policy check string in one line',
    'A check string; an empty one lets everybody in.',
    '^[^\\u0000-\\u001f\\u007f]{0,4096}$',
  ),
});

/** `imagePolicy`: who may do what with images. */
export const imagePolicySchema: JsonSchema = section<ImagePolicyProps>(
  'Who may do what with images. Written to the policy.d directories.',
  {
    tasksApiAccess: oneOf(
      'Rule tasks_api_access: the old tasks API imports past the filter (OSSN-0105).',
      ['nobody', 'default'] satisfies NonNullable<ImagePolicyProps['tasksApiAccess']>[],
      'nobody',
    ),
    addImageLocation: oneOf(
      'Rule add_image_location (2024.2 and later). services asks for a service token.',
      ['services', 'nobody', 'default'] satisfies NonNullable<ImagePolicyProps['addImageLocation']>[],
      'services',
    ),
    communitizeImage: oneOf(
      'Rule communitize_image: who may publish an image to the community list of the whole cloud.',
      ['admin', 'default'] satisfies NonNullable<ImagePolicyProps['communitizeImage']>[],
      'admin',
    ),
    addImage: oneOf(
      'Rule add_image: who may create images. services adds service tokens to admin, else snapshots of Nova fail.',
      ['services', 'admin', 'default'] satisfies NonNullable<ImagePolicyProps['addImage']>[],
      'default',
    ),
    imageOrigin: oneOf(
      'Where images come from. operator-only closes every way in to members; services acting for them still make snapshots. project-private keeps images inside their project.',
      ['tenants', 'operator-only', 'project-private'] satisfies NonNullable<ImagePolicyProps['imageOrigin']>[],
      'tenants',
    ),
    audience: oneOf(
      'Who may call at all (zed and later). services: an internal node for Nova, Cinder and administrators (OSSN-0090). importers: images are brought in by holders of role image_importer.',
      ['tenants', 'services', 'importers'] satisfies NonNullable<ImagePolicyProps['audience']>[],
      'tenants',
    ),
    uploadImage: oneOf(
      'Rule upload_image. services closes PUT /file, which no import plugin sees. When absent: services where imageConversion converts.',
      ['members', 'services'] satisfies NonNullable<ImagePolicyProps['uploadImage']>[],
      'members',
    ),
    metadefs: oneOf(
      'Who may write metadata definitions before wallaby (OSSN-0088).',
      ['admin', 'default'] satisfies NonNullable<ImagePolicyProps['metadefs']>[],
      'admin',
    ),
    rules: section<NonNullable<ImagePolicyProps['rules']>>(
      'Further overrides, judged like any other policy.',
      { glance: ruleSet('glance'), nova: ruleSet('nova'), cinder: ruleSet('cinder') },
      { default: {} },
    ),
  },
  { default: {} },
);
