// Two regions composed in TypeScript, one Terraform stack each: `npx tsx examples/terraform/main.ts` writes cdktf.out.
import { App, TerraformStack } from 'cdktf';
import { HardenedGlance } from '../../src/constructs/hardened-glance';
import { HardeningStack } from '../../src/constructs/hardening-stack';
import { ImageCreateRateLimit } from '../../src/constructs/image-create-rate-limit';
import { ImagePolicy } from '../../src/constructs/image-policy';
import { SignatureEnforcingNova } from '../../src/constructs/signature-enforcing-nova';
import type { ReleaseName } from '../../src/openstack/types';
import { HardenedFiles } from '../../src/terraform/cdktf';

/** What differs from region to region. */
interface Region {
  readonly name: string;
  readonly release: ReleaseName;
  readonly glance: string;
  readonly mirrors: readonly string[];
}

const regions: readonly Region[] = [
  { name: 'north', release: '2025.1', glance: '2:30.0.0-3+deb13u2', mirrors: ['cloud.debian.org'] },
  { name: 'south', release: '2024.1', glance: '28.1.1', mirrors: ['cloud.debian.org', 'cloud-images.ubuntu.com'] },
];

const app = new App();
for (const { name, release, glance, mirrors } of regions) {
  const stack = new TerraformStack(app, name);
  const region = new HardeningStack(stack, 'hardening', { release, packages: { glance } });
  new HardenedGlance(region, 'glance', { imageImport: { allowedHosts: mirrors } });
  new ImagePolicy(region, 'image-policy', {});
  new ImageCreateRateLimit(region, 'image-create-rate-limit', { requestsPerMinute: 10 });
  new SignatureEnforcingNova(region, 'nova-signatures', {
    defaultTrustedCertificateIds: ['6f1c0a52-3a4e-4b7c-9a68-1d3f5b7c9e01', '0c8e2d74-5b19-4f60-8d2a-7e9b1c3d5f02'],
  });
  new HardenedFiles(stack, 'etc', {
    region,
    mustStop: ['ssrf-decimal-address', 'sharing-public-by-member', 'dos-image-create-flood'],
  });
}
app.synth();
