// JSON Schema of the sections about locations, sharing, conversion and what the services show.
import { flag, type JsonSchema, list, oneOf, section, text } from './schema-words';
import type { ImageConversionProps, ImageLocationsProps, ImageSharingProps, ServiceExposureProps } from './types';

/** `imageLocations`: whether Glance tells where the bytes lie. */
export const imageLocationsSchema: JsonSchema = section<ImageLocationsProps>(
  'Whether Glance tells where the bytes lie, and who may change it (OSSN-0065, OSSN-0090).',
  {
    showImageDirectUrl: flag('show_image_direct_url. true belongs on a node that tenants do not reach.', false),
    showMultipleLocations: flag('show_multiple_locations.', false),
    writeLocations: oneOf(
      'Rules set_image_location and delete_image_location.',
      ['admin', 'services', 'default'] satisfies NonNullable<ImageLocationsProps['writeLocations']>[],
      'admin',
    ),
  },
  { default: {} },
);

/** `imageSharing`: who may offer images to others. */
export const imageSharingSchema: JsonSchema = section<ImageSharingProps>(
  'Who may offer images to others (OSSN-0005, OSSN-0015). In queens the v1 API, which asks no consumer, is switched off.',
  {
    members: oneOf(
      'Rule add_member: who may share an image with another project.',
      ['owners', 'admin', 'nobody'] satisfies NonNullable<ImageSharingProps['members']>[],
      'owners',
    ),
    publicizeImage: oneOf(
      'Rule publicize_image, written so that no weaker file counts.',
      ['admin', 'default'] satisfies NonNullable<ImageSharingProps['publicizeImage']>[],
      'admin',
    ),
  },
  { default: {} },
);

const propertyText = '^[^\\u0000-\\u001f\\u007f,:{}\\[\\]"\'$%#]{1,200}$';

/** `imageConversion`: what is done to imported images. */
export const imageConversionSchema: JsonSchema = section<ImageConversionProps>(
  'What is done to imported images. Uploads with PUT /file are never converted, so they are closed to members with it.',
  {
    outputFormat: oneOf('[image_conversion] output_format (rocky and later): turns the plugin image_conversion on.', [
      'raw',
      'qcow2',
    ] satisfies NonNullable<ImageConversionProps['outputFormat']>[]),
    injectMetadata: {
      type: 'object',
      description: '[inject_metadata_properties] inject: property to value, written onto every import.',
      maxProperties: 100,
      propertyNames: { pattern: '^[A-Za-z0-9_.-]{1,100}$' },
      additionalProperties: text('a value without quotes, brackets, commas and colons', 'A value.', propertyText),
    },
    ignoreUserRoles: list(
      'ignore_user_roles: whose imports are left alone.',
      text('a role name', 'A role.', '^[A-Za-z0-9_.-]{1,100}$'),
      { default: [] },
    ),
  },
);

/** `serviceExposure`: how the services show themselves. */
export const serviceExposureSchema: JsonSchema = section<ServiceExposureProps>(
  'How Glance shows itself: anonymous access off, no debug log.',
  {
    flavor: oneOf("[paste_deploy] flavor of Glance. When absent it is left to the host's own file.", [
      'keystone',
      'keystone+caching',
      'keystone+cachemanagement',
    ] satisfies NonNullable<ServiceExposureProps['flavor']>[]),
    debug: flag('debug of Glance.', false),
  },
  { default: {} },
);
