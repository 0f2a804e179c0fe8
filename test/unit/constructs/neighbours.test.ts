// Controls that share an option or a rule: composed by hand or from an intent they settle on the same, in every release.

import { hardenRegion } from '../../../src/constructs/harden-region';
import { HardenedGlance } from '../../../src/constructs/hardened-glance';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { ImageConversion } from '../../../src/constructs/image-conversion';
import { ImagePolicy } from '../../../src/constructs/image-policy';
import { ImageSignatureRequired } from '../../../src/constructs/image-signature-required';
import { StagingBounds } from '../../../src/constructs/staging-bounds';
import { settleIntent } from '../../../src/intent/settle';
import type { ImagePolicyProps, RegionIntent } from '../../../src/intent/types';
import type { ImageSignatureRequiredProps } from '../../../src/intent/types-signatures';
import { compareReleases, releaseNames } from '../../../src/openstack/releases';
import type { Launcher } from '../../../src/openstack/types';
import { IntentProblems } from '../../../src/problems';

const measured = releaseNames.filter((name) => compareReleases(name, 'ussuri') >= 0);
const services = 'rule:context_is_admin or service_roles:service';

const composed = (release: RegionIntent['release'], policy: ImagePolicyProps, signed: ImageSignatureRequiredProps) => {
  const stack = new HardeningStack(undefined, 'region', { release });
  new HardenedGlance(stack, 'glance');
  new ImagePolicy(stack, 'policy', policy);
  new ImageSignatureRequired(stack, 'signed', signed);
  return stack.collect();
};
const loaded = (intent: RegionIntent) => hardenRegion(undefined, settleIntent(intent, 'test')).collect();
const uploadChecks = ({ overrides }: ReturnType<typeof loaded>) =>
  overrides.filter(({ rule }) => rule === 'upload_image').map(({ check }) => check);
const plugins = ({ settings }: ReturnType<typeof loaded>) =>
  settings.find(({ option }) => option === 'image_import_plugins')?.value;

const cases: [string, ImagePolicyProps, ImageSignatureRequiredProps, string][] = [
  ['nothing said', {}, {}, '!'],
  ['uploads for services', { uploadImage: 'services' }, {}, services],
  ['uploads for services, but nobody beside them', { uploadImage: 'services' }, { directUpload: 'nobody' }, '!'],
  ['images from operators', { imageOrigin: 'operator-only' }, {}, '!'],
  ['direct uploads of services', {}, { directUpload: 'services' }, services],
  ['the same rule written out', { rules: { glance: { upload_image: '!' } } }, {}, '!'],
];

describe.each(measured)('rule upload_image in %s', (release) => {
  test.each(cases)('%s', (_, imagePolicy, signedImports, check) => {
    expect(uploadChecks(composed(release, imagePolicy, signedImports))).toEqual([check]);
    expect(uploadChecks(loaded({ release, imagePolicy, signedImports }))).toEqual([check]);
  });

  test('another check written out is a conflict, not a guess', () => {
    const imagePolicy: ImagePolicyProps = { rules: { glance: { upload_image: 'role:member' } } };
    expect(() => composed(release, imagePolicy, {})).toThrow(IntentProblems);
    expect(uploadChecks(composed(release, imagePolicy, { directUpload: 'default' }))).toEqual(['role:member']);
  });
});

test('an audience of services does not open what signed imports close', () => {
  expect(uploadChecks(composed('2025.1', { audience: 'services' }, {}))).toEqual(['!']);
});

test('composed by hand, a conversion closes PUT /file as it does in an intent', () => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1' });
  new ImagePolicy(stack, 'policy', {});
  new ImageConversion(stack, 'conversion', { outputFormat: 'raw' });
  expect(uploadChecks(stack.collect())).toEqual(
    uploadChecks(loaded({ release: '2025.1', imageConversion: { outputFormat: 'raw' } })),
  );
  expect(uploadChecks(stack.collect())[0]).toContain('service_roles:service');
});

describe('import plugins', () => {
  const injectMetadata = { os_distro: 'debian' };

  test('injected properties come before the demand for signatures, what may read bytes after it', () => {
    const documents = loaded({
      release: '2025.1',
      imageConversion: { injectMetadata },
      signedImports: { furtherPlugins: ['site_scanner', 'inject_image_metadata'] },
    });
    const order = ['inject_image_metadata', 'glacis_signature_required', 'site_scanner'];
    expect(plugins(documents)).toEqual(order);
    const script = documents.artifacts.find(({ name }) => name.endsWith('.py'))?.text;
    expect(script).toContain(`NAMES = [${order.map((name) => `'${name}'`).join(', ')}]`);
  });

  test('each alone', () => {
    expect(plugins(loaded({ release: '2025.1', imageConversion: { injectMetadata } }))).toEqual([
      'inject_image_metadata',
    ]);
    const both = { injectMetadata, outputFormat: 'raw' } as const;
    expect(plugins(loaded({ release: '2025.1', imageConversion: both }))).toEqual([
      'inject_image_metadata',
      'image_conversion',
    ]);
  });

  test('a signature is never injected', () => {
    const imageConversion = { injectMetadata: { img_signature_key_type: 'RSA-PSS' } };
    expect(() => loaded({ release: '2025.1', imageConversion })).toThrow(IntentProblems);
  });
});

test.each<[Launcher, string]>([
  ['uwsgi', 'glance-api.service'],
  ['eventlet', 'glance-api.service'],
  ['mod_wsgi', 'apache2.service'],
])('under %s bounds and start check bind %s', (launcher, unit) => {
  const stack = new HardeningStack(undefined, 'region', { release: '2025.1', launcher });
  new StagingBounds(stack, 'bounds', {});
  new ImageSignatureRequired(stack, 'signed', {});
  const names = stack.collect().artifacts.flatMap(({ program, name }) => (program === 'systemd' ? [name] : []));
  expect(names).toEqual([`${unit}.d/80-glacis-bounds.conf`, `${unit}.d/91-glacis-import-plugins.conf`]);
});
