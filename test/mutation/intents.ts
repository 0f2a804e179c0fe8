// Intents for the props that no example sets, and one for each release.
import type { RegionIntent } from '../../src/intent/types';
import { releaseNames } from '../../src/openstack/releases';

/** By name. Each is a region that somebody could want; together they reach every control and every way it renders. */
export const furtherIntents: Readonly<Record<string, RegionIntent>> = {
  'vmdk region': {
    release: '2025.1',
    packages: { glance: '30.2.0', nova: '31.0.0', cinder: '26.0.0' },
    imageImport: { allowedHosts: ['images.example.org'], allowedSchemes: ['https', 'http'], allowedPorts: [443, 8443] },
    imageFormats: {
      diskFormats: ['qcow2', 'raw', 'vmdk'],
      containerFormats: ['bare'],
      vmdkAllowedTypes: ['streamOptimized'],
      gptSafetyChecksNonfatal: ['mbr'],
    },
    imageQuotas: { userStorageQuota: '5TB' },
    imagePolicy: { uploadImage: 'services', rules: { glance: { delete_image: 'rule:context_is_admin' } } },
    serviceExposure: { flavor: 'keystone' },
  },
  'private projects': {
    release: '2024.1',
    packages: { glance: '28.1.0' },
    imagePolicy: { imageOrigin: 'project-private', addImage: 'services' },
    imageLocations: { writeLocations: 'services' },
    imageCreateRateLimit: { proxies: ['nginx', 'haproxy'], trustedProxies: ['192.0.2.0/24', '2001:db8:2::/64'] },
  },
  'converted imports': {
    release: '2024.2',
    packages: { glance: '29.0.0' },
    imageConversion: { outputFormat: 'qcow2', injectMetadata: { origin: 'tenant' }, ignoreUserRoles: ['admin'] },
    unifiedLimits: { region: 'R', endpointId: '0123456789abcdef0123456789abcdef' },
    stagingBounds: {},
  },
  'guard of another uid': {
    release: 'zed',
    packages: { glance: '25.0.0' },
    launcher: 'eventlet',
    imageImport: { allowedHosts: ['images.example.org'] },
    importEgress: {
      glanceUid: 42415,
      resolvers: ['2001:db8::53'],
      mirrors: ['203.0.113.0/24'],
      mirrorPorts: [443, 8443],
    },
  },
  'signed volumes': {
    release: '2023.1',
    packages: { glance: '26.0.0', nova: '27.1.0', cinder: '22.1.0' },
    launcher: 'mod_wsgi',
    novaSignatures: {
      defaultTrustedCertificateIds: ['11111111-2222-4333-8444-555555555555'],
      trustedCerts: 'admin',
      attachVolume: 'nobody',
      enableRbdDownload: true,
    },
    cinderSignatures: { createFromImage: 'nobody', reimage: 'nobody', setImageMetadata: 'nobody' },
    imageConversion: { injectMetadata: { origin: 'tenant' } },
    signedImports: { directUpload: 'services', unit: 'apache2.service' },
    signatureProperties: {},
    signatureKeyManager: {
      barbicanEndpoint: 'https://barbican.example.org',
      authEndpoint: 'https://keystone.example.org/v3',
      barbicanEndpointType: 'internal',
    },
  },
  'nginx for other writes': {
    release: '2025.2',
    packages: { glance: '31.0.0' },
    imageCreateRateLimit: { otherWrites: { requestsPerMinute: 50, burst: 20 } },
  },
  'locations for all': {
    release: 'yoga',
    imagePolicy: { tasksApiAccess: 'default', communitizeImage: 'default', addImage: 'admin' },
    imageLocations: { showMultipleLocations: true, writeLocations: 'default' },
    imageSharing: { members: 'nobody', publicizeImage: 'default' },
  },
};

/** Imports from one mirror: the import filter decides something in every release. */
export function releaseIntents(): RegionIntent[] {
  return releaseNames.map((release) => ({ release, imageImport: { allowedHosts: ['images.example.org'] } }));
}
