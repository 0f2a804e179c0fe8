// Controls of signatures: what they write in which release, what they refuse, and that the judge agrees.

import { type AttackId, attackIds, loadAttack } from '../../../src/checks';
import { Cloud } from '../../../src/checks/cloud/cloud';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { releaseNames } from '../../../src/openstack/releases';
import { IntentProblems } from '../../../src/problems';
import { etc } from '../../../src/targets/etc';

const trusted = { defaultTrustedCertificateIds: ['11111111-2222-4333-8444-555555555555'] };
const everything: RegionIntent = {
  release: '2025.1',
  novaSignatures: { ...trusted, imagesType: 'qcow2' },
  cinderSignatures: {},
  signedImports: {},
  signatureProperties: {},
  signatureKeyManager: {},
};

const collect = (intent: RegionIntent) => hardenRegion(undefined, settleIntent(intent, 'test')).collect();
const optionOf = (intent: RegionIntent, key: string) =>
  collect(intent).settings.find(({ service, section, option }) => `${service}/${section}/${option}` === key)?.value;
const checkOf = (intent: RegionIntent, rule: string) =>
  collect(intent).overrides.find((override) => override.rule === rule)?.check;

function problemsOf(intent: RegionIntent): string[] {
  try {
    collect(intent);
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems.map((p) => `${p.code} ${p.place.pointer ?? ''}`);
    throw error;
  }
  return [];
}

function listVerdicts(intent: RegionIntent, verdict: string): AttackId[] {
  const documents = collect(intent);
  const cloud = new Cloud(etc.layOut(documents), documents);
  return attackIds.filter((id) => id.startsWith('sig-') && loadAttack(id).judge(cloud).verdict === verdict);
}

test('with every control only the caches of the hosts stay open', () => {
  expect(listVerdicts(everything, 'open')).toEqual(['sig-cached-base']);
});

test('without any control a region is told once at most, and everything else has no ground', () => {
  expect(listVerdicts({ release: '2025.1' }, 'open')).toEqual([]);
  expect(listVerdicts({ release: '2025.1' }, 'stopped')).toEqual([]);
});

test('each control closes something that is open without it', () => {
  const { cinderSignatures: _cinder, ...withoutCinder } = everything;
  expect(listVerdicts(withoutCinder, 'open')).toEqual(
    expect.arrayContaining(['sig-unsigned-volume', 'sig-verified-mark', 'sig-volume-reimage']),
  );
  const { novaSignatures: _nova, ...withoutNova } = everything;
  const { signatureProperties: _properties, ...importsOnly } = withoutNova;
  expect(listVerdicts(withoutNova, 'open')).not.toContain('sig-late-properties');
  expect(listVerdicts(importsOnly, 'open')).toEqual(
    expect.arrayContaining(['sig-altered-boot', 'sig-late-properties']),
  );
});

test.each([
  ['attachVolume', 'sig-volume-root-beside-image'],
  ['blockDeviceMapping', 'sig-volume-root-beside-image'],
  ['createFromImage', 'sig-unsigned-volume'],
  ['reimage', 'sig-volume-reimage'],
  ['setImageMetadata', 'sig-verified-mark'],
  ['directUpload', 'sig-unsigned-stored'],
])('the way out %s opens %s, and the report says so', (key, id) => {
  const open: RegionIntent = {
    ...everything,
    novaSignatures: { ...trusted, ...(key === 'attachVolume' && { attachVolume: 'default' }) },
    cinderSignatures: ['createFromImage', 'reimage', 'setImageMetadata'].includes(key) ? { [key]: 'default' } : {},
    signedImports: key === 'directUpload' ? { directUpload: 'default' } : {},
    signatureProperties: key === 'blockDeviceMapping' ? { blockDeviceMapping: 'everybody' } : {},
  };
  expect(listVerdicts(open, 'open')).toContain(id);
  expect(listVerdicts(everything, 'open')).not.toContain(id);
});

describe('Cinder', () => {
  test('the option is a word, and clones from locations are off', () => {
    expect(optionOf(everything, 'cinder/DEFAULT/verify_glance_signatures')).toBe('enabled');
    expect(optionOf(everything, 'cinder/DEFAULT/allowed_direct_url_schemes')).toEqual([]);
    const kept = { ...everything, cinderSignatures: { emptyDirectUrlSchemes: false } };
    expect(optionOf(kept, 'cinder/DEFAULT/allowed_direct_url_schemes')).toBeUndefined();
  });

  test('rules that a release lacks are not written', () => {
    const intent = (release: RegionIntent['release']): RegionIntent => ({ release, cinderSignatures: {} });
    expect(checkOf(intent('xena'), 'volume:reimage')).toBeUndefined();
    expect(checkOf(intent('yoga'), 'volume:reimage')).toBe('rule:context_is_admin');
    expect(checkOf(intent('wallaby'), 'volume_extension:volume_image_metadata')).toBe('rule:context_is_admin');
    expect(checkOf(intent('xena'), 'volume_extension:volume_image_metadata')).toBeUndefined();
  });
});

describe('Nova', () => {
  test('direct copies are closed where they pass the verifier', () => {
    const intent = (release: RegionIntent['release']): RegionIntent => ({ release, novaSignatures: trusted });
    expect(optionOf(intent('ussuri'), 'nova/glance/allowed_direct_url_schemes')).toEqual([]);
    expect(optionOf(intent('victoria'), 'nova/glance/allowed_direct_url_schemes')).toBeUndefined();
  });

  test('servers are not offloaded unless somebody says when', () => {
    expect(optionOf(everything, 'nova/DEFAULT/shelved_offload_time')).toBe(-1);
    const offloading = { ...everything, novaSignatures: { ...trusted, shelvedOffloadTime: 3600 } };
    expect(optionOf(offloading, 'nova/DEFAULT/shelved_offload_time')).toBe(3600);
  });
});

describe('imports', () => {
  test('the plugin is before what reads bytes, and the start check names all of them', () => {
    const intent = { ...everything, signedImports: { furtherPlugins: ['inject_image_metadata'] } };
    expect(optionOf(intent, 'glance/image_import_opts/image_import_plugins')).toEqual([
      'glacis_signature_required',
      'inject_image_metadata',
    ]);
    const script = collect(intent).artifacts.find(({ name }) => name.endsWith('.py'))?.text;
    expect(script).toContain("NAMES = ['glacis_signature_required', 'inject_image_metadata']");
  });

  test('PUT /file is closed for everybody, or open to services', () => {
    expect(checkOf(everything, 'upload_image')).toBe('!');
    const services: RegionIntent = { ...everything, signedImports: { directUpload: 'services' } };
    expect(checkOf(services, 'upload_image')).toBe('rule:context_is_admin or service_roles:service');
  });
});

describe('what is refused', () => {
  test.each<[string, RegionIntent, string]>([
    ['Cinder before rocky', { release: 'queens', cinderSignatures: {} }, 'not-in-release /cinderSignatures'],
    ['Nova before rocky', { release: 'queens', novaSignatures: trusted }, 'not-in-release /novaSignatures'],
    ['imports before ussuri', { release: 'train', signedImports: {} }, 'not-in-release /signedImports'],
    [
      'enable_rbd_download before victoria',
      { release: 'ussuri', novaSignatures: { ...trusted, enableRbdDownload: true } },
      'not-in-release /novaSignatures/enableRbdDownload',
    ],
    [
      'a plugin that changes signed bytes',
      { ...everything, signedImports: { furtherPlugins: ['no_op', 'image_conversion'] } },
      'contradiction /signedImports/furtherPlugins/1',
    ],
    [
      'conversion beside signed imports',
      { ...everything, imageConversion: { outputFormat: 'raw' } },
      'contradiction /imageConversion/outputFormat',
    ],
  ])('%s', (_, intent, problem) => {
    expect(problemsOf(intent)).toContain(problem);
  });
});

test.each(releaseNames.slice(releaseNames.indexOf('ussuri')))('every control settles in %s', (release) => {
  expect(problemsOf({ ...everything, release })).toEqual([]);
  expect(listVerdicts({ ...everything, release }, 'open')).toEqual(['sig-cached-base']);
});

test('no secret is ever written', () => {
  const documents = collect({
    ...everything,
    signatureKeyManager: { authEndpoint: 'https://keystone.example.org/v3' },
  });
  const options = documents.settings.map(({ option }) => option);
  expect(options.filter((option) => /password|secret|token|credential/.test(option))).toEqual([]);
});
