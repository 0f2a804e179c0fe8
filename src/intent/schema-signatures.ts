// JSON Schema of the sections about signatures besides Nova's: Cinder, imports, signature properties, key manager.
import { flag, type JsonSchema, list, oneOf, section, text } from './schema-words';
import type {
  ImageSignatureRequiredProps,
  SignatureCertificate,
  SignatureEnforcingCinderProps,
  SignatureKeyManagerProps,
  SignaturePropertyProtectionProps,
} from './types-signatures';

const url = '^https?://[A-Za-z0-9.:[\\]-]{1,253}(/[A-Za-z0-9._~/-]{0,200})?$';
const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const caller = (description: string): JsonSchema => oneOf(description, ['admin', 'nobody', 'default'], 'admin');

/** `cinderSignatures`: Cinder verifies what it downloads, and the ways around the download are closed. */
export const cinderSignaturesSchema: JsonSchema = section<SignatureEnforcingCinderProps>(
  'Cinder verifies what it downloads, and the ways around the download are closed. Rocky and later. Absent: Cinder is left alone.',
  {
    createFromImage: caller('Rule volume:create_from_image: no option of Cinder refuses unsigned images.'),
    reimage: caller('Rules volume:reimage and volume:reimage_reserved (yoga and later): reimage never verifies.'),
    setImageMetadata: caller('Rule volume_extension:volume_image_metadata:set: who may write signature_verified.'),
    emptyDirectUrlSchemes: flag('Whether allowed_direct_url_schemes is emptied, so that nothing is cloned.', true),
  },
);

/** `signedImports`: no import without a complete signature. */
export const signedImportsSchema: JsonSchema = section<ImageSignatureRequiredProps>(
  'No import without a complete signature: a plugin of Glacis, checked before glance-api starts. Ussuri and later. Absent: Glance stores unsigned images.',
  {
    furtherPlugins: list(
      'image_import_plugins that run after it. image_conversion and image_decompression would change signed bytes.',
      text('the name of an entry point such as inject_image_metadata', 'A plugin.', '^[A-Za-z_][A-Za-z0-9_.-]{0,99}$'),
      { maxItems: 20, default: [] },
    ),
    directUpload: oneOf(
      'Rule upload_image: PUT /file runs no plugin. services keeps snapshots, which then need a service token.',
      ['nobody', 'services', 'default'],
      'nobody',
    ),
    python: text(
      'the full path of a Python',
      'The Python that glance-api runs in.',
      '^/[A-Za-z0-9._/-]{1,200}$',
      '/usr/bin/python3',
    ),
    unit: text(
      'a unit such as glance-api.service',
      'The systemd unit that starts glance-api. Default: that of launcher, apache2.service under mod_wsgi, else glance-api.service.',
      '^[A-Za-z0-9][A-Za-z0-9_.@-]{0,99}\\.service$',
    ),
  },
);

/** `signatureProperties`: who may write img_signature* and block_device_mapping. */
export const signaturePropertiesSchema: JsonSchema = section<SignaturePropertyProtectionProps>(
  'Who may write img_signature*: a property protection file. Absent: owners change the properties at any time.',
  {
    signers: list(
      'Roles that may create, change and remove the properties.',
      text('a role in lower case', 'A role.', '^[a-z0-9_][a-z0-9_.-]{0,63}$'),
      { minItems: 1, maxItems: 20, default: ['admin'] },
    ),
    blockDeviceMapping: oneOf(
      'Who may write block_device_mapping: an image that names a volume there boots from it, past every rule of Nova. everybody keeps snapshots of servers on volumes.',
      ['signers', 'everybody'],
      'signers',
    ),
  },
);

/** `signatureKeyManager`: where the certificates lie. */
export const signatureKeyManagerSchema: JsonSchema = section<SignatureKeyManagerProps>(
  'Where certificates lie: [key_manager] and [barbican] of the services, never a secret. Xena and later. Absent: the services find barbican by themselves.',
  {
    backend: text(
      'a backend such as barbican',
      '[key_manager] backend.',
      '^[A-Za-z_][A-Za-z0-9_.]{0,199}$',
      'barbican',
    ),
    barbicanEndpoint: text('an http or https URL', '[barbican] barbican_endpoint.', url),
    authEndpoint: text('an http or https URL', '[barbican] auth_endpoint; the default is localhost.', url),
    barbicanEndpointType: oneOf('[barbican] barbican_endpoint_type.', ['public', 'internal', 'admin']),
    services: list('Which services are told.', oneOf('A service.', ['glance', 'nova', 'cinder']), {
      minItems: 1,
      default: ['glance', 'nova', 'cinder'],
    }),
    certificates: {
      type: 'object',
      description:
        'Certificates by a name of your own: the trusted list, and signing certificates to be judged against it.',
      maxProperties: 50,
      propertyNames: {
        type: 'string',
        title: 'a name such as image-root',
        pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
      },
      additionalProperties: section<SignatureCertificate>('One certificate: pem or file.', {
        id: text('a UUID in lower case', 'Its id in the key manager, once the script has stored it.', uuid),
        pem: text('one PEM certificate', 'The certificate, public by nature; never a private key.', '^'),
        file: text(
          'a relative path without ..',
          'A PEM file beside the intent file.',
          '^(?!(.*/)?\\.\\.?(/|$))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,9}$',
        ),
      }),
    },
    readers: list(
      'Users that may read the certificates besides the project that stores them: everybody who boots.',
      text('a Keystone user id', 'A user.', '^[0-9A-Za-z]{1,64}$'),
      { maxItems: 1000, default: [] },
    ),
  },
);
