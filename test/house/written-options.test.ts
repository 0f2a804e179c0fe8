// What a control writes is known to the checks: lints watch the option, and a comparison knows which way is looser.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AttackId, LintId } from '../../src/checks';
import { isHardeningOption } from '../../src/checks/hardening-options';
import { hardenRegion } from '../../src/constructs/harden-region';
import { intentSchema } from '../../src/intent/schema';
import type { RegionIntent } from '../../src/intent/types';
import { releaseNames } from '../../src/openstack/releases';
import type { Service } from '../../src/openstack/types';

/** The least that each key needs; others are asked with nothing in them. */
const least: Partial<RegionIntent> = {
  imageImport: { allowedHosts: ['images.example.org'] },
  imageConversion: { outputFormat: 'raw' },
  imageQuotas: { userStorageQuota: '1 GiB' },
  unifiedLimits: { region: 'RegionOne', endpointId: '3c0f2a1d9b7e4c5f8a6d0e1b2c3d4e5f' },
  stagingBounds: { device: '/dev/vg0/staging' },
  importEgress: { resolvers: ['192.0.2.53'], mirrors: ['203.0.113.10'] },
  cinderConversion: { imageConversionDisable: true },
  novaSignatures: { defaultTrustedCertificateIds: ['3f2a6a52-5a0e-4a52-9a0b-0d3f5ad5c9b1'], imagesType: 'qcow2' },
  signatureProperties: { signers: ['admin'] },
  signatureKeyManager: { barbicanEndpoint: 'https://barbican.example.org' },
};

/** These say where something is; what it does there is for other options to say. */
const places = /\/(?:key_manager\/backend|barbican\/barbican_endpoint(?:_type)?|oslo_limit\/\w+)$/;

/** Options whose value in force these checks tell, whoever sets it and whatever it was before. */
const told: Readonly<Record<string, readonly (AttackId | LintId)[]>> = {
  'DEFAULT/debug': ['debug-logging'],
  'DEFAULT/enable_v1_api': ['sharing-v1-without-consent', 'dos-v1-create-flood'],
  'DEFAULT/node_staging_uri': ['dos-staging-fill', 'scratch-in-tmp'],
  'DEFAULT/property_protection_file': ['sig-late-properties'],
  'DEFAULT/property_protection_rule_format': ['sig-late-properties'],
  'DEFAULT/shelved_offload_time': ['signature-shelve'],
  'image_conversion/output_format': ['formats-conversion-host-file'],
  'libvirt/images_type': ['sig-rbd-clone'],
};

const keys = Object.keys(intentSchema.properties as object).filter((key) => key !== 'regions');

/** Keys that some release took as they stand here, and why the newest refuses a key. */
const settled = new Set<string>();
const refusals = new Map<string, string>();

function listWritten(release: RegionIntent['release']): string[] {
  return keys.flatMap((key) => {
    const intent = { [key]: {}, ...(key in least && { [key]: least[key as keyof RegionIntent] }), release };
    const stack = hardenRegion(undefined, { name: null, intent, placeOf: () => ({ file: 'test' }) }, true);
    try {
      const { settings } = stack.collect();
      settled.add(key);
      return settings.map(({ service, section, option }) => `${service}/${section}/${option}`);
    } catch (error) {
      // The release lacks it; what every release refuses is told below.
      refusals.set(key, String(error));
      return [];
    }
  });
}

test('every option that a control writes is watched by lints, and has a meaning when it changes', () => {
  const written = [...new Set(releaseNames.flatMap(listWritten))].filter((option) => !places.test(option)).sort();
  expect(written.length).toBeGreaterThan(30);
  const meanings = readFileSync(resolve(__dirname, '../../src/checks/option-meaning.ts'), 'utf8');
  const unasked = keys
    .filter((key) => !settled.has(key))
    .map(
      (key) => `${key}: every release refuses it, or \`least\` of this test lacks what it needs: ${refusals.get(key)}`,
    );
  const forgotten = written.flatMap((path) => {
    const [, service, section = '', option = ''] = /^(\w+)\/(\w+)\/(\w+)$/.exec(path) ?? [];
    const name = `${section}/${option}`;
    if (name in told) return [];
    const isWatched = isHardeningOption(service as Service, section, option);
    return [
      ...(isWatched ? [] : [`${path}: src/checks/hardening-options.ts does not watch it`]),
      ...(meanings.includes(`'${name}':`)
        ? []
        : [`${path}: src/checks/option-meaning.ts does not say which way is looser`]),
    ];
  });
  expect([...unasked, ...forgotten]).toEqual([]);
});
