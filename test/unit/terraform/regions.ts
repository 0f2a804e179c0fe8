// Regions to put into stacks: a real one, and one whose only file says what a test wants it to say.
import { Construct } from 'constructs';
import { HardenedGlance } from '../../../src/constructs/hardened-glance';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { ImagePolicy } from '../../../src/constructs/image-policy';
import type { HardeningDocuments } from '../../../src/documents/hardening';
import { PERMISSIONS_SCRIPT } from '../../../src/documents/permissions/script';
import { loadTarget } from '../../../src/targets';
import type { HardenedRegion } from '../../../src/terraform/hardened-files';

/** A region with files of Glance. */
export function addRegion(scope: Construct, allowedHosts: readonly string[] = ['images.example.org']): HardeningStack {
  const region = new HardeningStack(scope, 'glacis', { release: '2025.1' });
  new HardenedGlance(region, 'glance', { imageImport: { allowedHosts } });
  new ImagePolicy(region, 'policy', {});
  return region;
}

/** A region with artifacts of nginx, name to text. */
export function addRegionWithTexts(scope: Construct, texts: Readonly<Record<string, string>>): HardenedRegion {
  const { node } = new Construct(scope, 'region');
  const documents: HardeningDocuments = {
    release: '2025.1',
    packages: {},
    launcher: 'uwsgi',
    glanceUid: 64062,
    settings: [],
    overrides: [],
    artifacts: Object.entries(texts).map(([name, text]) => ({ program: 'nginx', name, text })),
    residuals: [],
    intentDigest: '0123456789ab',
  };
  return { node, collect: () => documents, problems: () => [] };
}

/** A region with one file, `nginx/NAME`, that holds `text`. */
export function addRegionWithText(scope: Construct, text: string, name = 'conf.d/hostile.conf'): HardenedRegion {
  return addRegionWithTexts(scope, { [name]: text });
}

/** What the etc target lays out for the hosts: everything but what the operator reads and runs. */
export function layOutForHosts(region: HardenedRegion): Map<string, string> {
  const files = new Map(loadTarget('etc').layOut(region.collect()));
  files.delete('README.md');
  files.delete(PERMISSIONS_SCRIPT);
  return files;
}
