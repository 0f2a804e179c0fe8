// JSON Schema (draft-07) of an intent file. The precompiled validator is made from it by scripts/validator.mjs.
import { releaseNames } from '../openstack/releases';
import type { Launcher } from '../openstack/types';
import {
  cinderConversionSchema,
  databasePurgeSchema,
  growthAlertsSchema,
  imageQuotasSchema,
  stagingBoundsSchema,
  unifiedLimitsSchema,
} from './schema-capacity';
import {
  acceptedRisksSchema,
  imageCreateRateLimitSchema,
  importEgressSchema,
  novaSignaturesSchema,
} from './schema-edge';
import { imageFormatsSchema, imagePolicySchema, importFilterSchema } from './schema-image';
import {
  imageConversionSchema,
  imageLocationsSchema,
  imageSharingSchema,
  serviceExposureSchema,
} from './schema-service';
import {
  cinderSignaturesSchema,
  signatureKeyManagerSchema,
  signaturePropertiesSchema,
  signedImportsSchema,
} from './schema-signatures';
import {
  choices,
  type JsonSchema,
  list,
  oneOf,
  type PropertiesOf,
  regionNamePattern,
  section,
  text,
  versionPattern,
} from './schema-words';
import type { NodeIntent, RegionIntent, TargetName } from './types';

const version = (service: string, upstream: string, debian: string): JsonSchema =>
  text(
    `an upstream (${upstream}) or Debian (${debian}) version, in quotes`,
    `Exact version of the ${service} package. Unknown is judged as unpatched.`,
    versionPattern,
  );

const definitions: Record<string, JsonSchema> = {
  packages: section<NonNullable<RegionIntent['packages']>>(
    'Exact package versions: which fixes the running code has.',
    {
      glance: version('glance', '30.2.0', '2:30.0.0-3+deb13u2'),
      nova: version('nova', '31.1.0', '2:31.0.0-6+deb13u1'),
      cinder: version('cinder', '26.1.0', '2:26.0.0-2'),
    },
    { default: {} },
  ),
  imageImport: importFilterSchema,
  imageFormats: imageFormatsSchema,
  imageQuotas: imageQuotasSchema,
  unifiedLimits: unifiedLimitsSchema,
  stagingBounds: stagingBoundsSchema,
  cinderConversion: cinderConversionSchema,
  growthAlerts: growthAlertsSchema,
  databasePurge: databasePurgeSchema,
  imagePolicy: imagePolicySchema,
  imageLocations: imageLocationsSchema,
  imageSharing: imageSharingSchema,
  imageConversion: imageConversionSchema,
  serviceExposure: serviceExposureSchema,
  importEgress: importEgressSchema,
  imageCreateRateLimit: imageCreateRateLimitSchema,
  novaSignatures: novaSignaturesSchema,
  cinderSignatures: cinderSignaturesSchema,
  signedImports: signedImportsSchema,
  signatureProperties: signaturePropertiesSchema,
  signatureKeyManager: signatureKeyManagerSchema,
  acceptedRisks: acceptedRisksSchema,
};

const refer = (name: string, description?: string): JsonSchema => ({
  ...(description === undefined ? {} : { description }),
  $ref: `#/definitions/${name}`,
});

const regionProperties: PropertiesOf<RegionIntent> = {
  release: oneOf('OpenStack release. The only key that is always needed.', releaseNames),
  packages: refer('packages'),
  launcher: oneOf(
    'What starts glance-api: it decides which files are read, and in what order.',
    choices<Launcher>({ uwsgi: true, mod_wsgi: true, eventlet: true }),
    'uwsgi',
  ),
  targets: list(
    'Where the rendered files are meant to live.',
    oneOf(
      'A target from `glacis list targets`.',
      choices<TargetName>({
        etc: true,
        'kolla-ansible': true,
        kustomize: true,
        'openstack-ansible': true,
        'openstack-helm': true,
        puppet: true,
        rhoso: true,
      }),
    ),
    { minItems: 1, default: ['etc'] },
  ),
  imageImport: refer('imageImport'),
  imageFormats: refer('imageFormats'),
  imageQuotas: refer('imageQuotas'),
  unifiedLimits: refer('unifiedLimits'),
  stagingBounds: refer('stagingBounds'),
  cinderConversion: refer('cinderConversion'),
  growthAlerts: refer('growthAlerts'),
  databasePurge: refer('databasePurge'),
  imagePolicy: refer('imagePolicy'),
  imageLocations: refer('imageLocations'),
  imageSharing: refer('imageSharing'),
  imageConversion: refer('imageConversion'),
  serviceExposure: refer('serviceExposure'),
  importEgress: refer('importEgress'),
  imageCreateRateLimit: refer('imageCreateRateLimit'),
  novaSignatures: refer('novaSignatures'),
  cinderSignatures: refer('cinderSignatures'),
  signedImports: refer('signedImports'),
  signatureProperties: refer('signatureProperties'),
  signatureKeyManager: refer('signatureKeyManager'),
  acceptedRisks: refer('acceptedRisks'),
  nodes: section<NonNullable<RegionIntent['nodes']>>(
    'One Glance on several kinds of nodes (OSSN-0090): each role gets files of its own, in a directory named after it, and is judged alone.',
    {
      public: refer('nodePart', 'Nodes that tenants reach.'),
      internal: refer(
        'nodePart',
        'Nodes for Nova, Cinder and administrators: a tenant without their token is refused.',
      ),
      importers: refer('nodePart', 'Nodes where holders of role image_importer bring images in, web-download say.'),
    },
  ),
};

const {
  release: _release,
  packages: _packages,
  targets: _targets,
  nodes: _nodes,
  ...nodeProperties
} = regionProperties;

const completeRegion: JsonSchema = {
  type: 'object',
  description: 'What a region must say once the shared defaults are merged in.',
  required: ['release'],
  properties: {
    importEgress: { type: 'object', required: ['resolvers', 'mirrors'] },
    novaSignatures: { type: 'object', required: ['defaultTrustedCertificateIds'] },
    unifiedLimits: { type: 'object', required: ['region'] },
  },
};

/**
 * JSON Schema of an intent file: one region, or shared defaults with several regions that override them.
 * A file without `regions` must be complete; with them, completeness is judged region by region after merging.
 */
export const intentSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:glacis:intent',
  title: 'Glacis intent',
  description: 'What a platform team wants of the OpenStack image pipeline.',
  type: 'object',
  additionalProperties: false,
  properties: {
    ...regionProperties,
    regions: {
      type: 'object',
      description:
        'Region name to what differs there. Objects merge key by key; lists and single values replace the shared ones.',
      minProperties: 1,
      maxProperties: 50000,
      propertyNames: { pattern: regionNamePattern },
      additionalProperties: refer('regionPart'),
    },
  },
  if: { not: { required: ['regions'] } },
  ...Object.fromEntries([['then', refer('completeRegion')]]),
  definitions: {
    ...definitions,
    nodePart: section<NodeIntent>('What differs on one kind of node.', nodeProperties),
    regionPart: section<RegionIntent>('What differs in one region.', regionProperties),
    completeRegion,
  },
};
