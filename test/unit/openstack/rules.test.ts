// Spot facts of the policy rules and the oslo.policy defaults in effect.
import { findRule, listRules, nearestRules, ruleReleases } from '../../../src/openstack/catalogue';
import { policyDefaults } from '../../../src/openstack/policy-defaults';
import { releaseNames } from '../../../src/openstack/releases';

/** Ends a range that is still open. A release that drops such a rule needs a look at what names it. */
const newest = releaseNames.at(-1);

describe('rules', () => {
  test.each([
    ['glance', 'import_image', []],
    ['glance', 'stage_image', []],
    ['glance', 'copy_from', [['queens', 'ussuri']]],
    ['glance', 'copy_image', [['victoria', newest]]],
    ['glance', 'add_image_location', [['2024.2', newest]]],
    ['nova', 'os_compute_api:servers:create:trusted_certs', [['rocky', newest]]],
    ['cinder', 'volume_extension:volume_image_metadata', [['queens', 'wallaby']]],
    ['cinder', 'volume_extension:volume_actions:reimage', []],
    ['cinder', 'volume:reimage', [['yoga', newest]]],
  ] as const)('%s %s', (service, name, ranges) => {
    expect(ruleReleases(service, name)).toEqual(ranges);
  });

  test.each([
    ['glance', 'publicize_image', '2023.1', 'role:admin'],
    ['glance', 'publicize_image', '2023.2', 'rule:context_is_admin'],
    ['glance', 'communitize_image', 'train', ''],
    ['glance', 'default', 'train', 'role:admin'],
    ['glance', 'default', 'ussuri', ''],
    ['glance', 'service_api', '2025.2', 'service_roles:service'],
    ['nova', 'os_compute_api:servers:create', 'xena', 'rule:project_member_api'],
    ['cinder', 'volume:create', 'wallaby', ''],
    ['cinder', 'volume:create', 'xena', 'rule:xena_system_admin_or_project_member'],
  ] as const)('%s %s in %s', (service, name, release, check) => {
    expect(findRule(service, name, release)?.check).toBe(check);
  });

  test('carry scope, calls and what they replace', () => {
    expect(findRule('glance', 'add_image', '2025.1')).toMatchObject({
      scopeTypes: ['project'],
      operations: [{ method: 'POST', path: '/v2/images' }],
      deprecatedRule: { name: 'add_image', check: 'rule:default' },
    });
    expect(findRule('glance', 'add_image', 'train')).toMatchObject({ scopeTypes: [], operations: [] });
  });

  test('say what the first release of a branch had', () => {
    expect(findRule('glance', 'service_api', '2025.1')).toMatchObject({
      check: 'role:service or role:admin',
      checkAtFirstRelease: 'role:service',
    });
    expect(findRule('nova', 'os_compute_api:servers:create:zero_disk_flavor', 'queens')).toMatchObject({
      addedInPointRelease: '17.0.6',
    });
  });

  test('are as many as in the code', () => {
    expect(listRules('glance', '2025.1')).toHaveLength(63);
    expect(listRules('nova', '2025.1')).toHaveLength(206);
    expect(listRules('cinder', 'zed')).toHaveLength(166);
    // The released 2026.2 mends the method of this call.
    expect(findRule('glance', 'modify_metadef_property', '2026.2')?.operations[0]?.method).toBe('PUT');
  });

  test('near misses lead to the name', () => {
    expect(nearestRules('glance', 'publicise_image', '2025.1')[0]).toBe('publicize_image');
  });
});

describe('policyDefaults', () => {
  test.each([
    ['glance', 'queens', 'policy.json', false, false],
    ['glance', 'victoria', 'policy.json', false, false],
    ['glance', 'wallaby', 'policy.yaml', false, false],
    ['glance', 'zed', 'policy.yaml', false, false],
    ['glance', '2023.1', 'policy.yaml', true, true],
    ['nova', 'ussuri', 'policy.json', false, false],
    ['nova', 'victoria', 'policy.yaml', false, false],
    ['nova', '2024.2', 'policy.yaml', true, true],
    ['cinder', 'queens', 'policy.yaml', false, false],
    ['cinder', '2026.1', 'policy.yaml', false, false],
    ['cinder', '2026.2', 'policy.yaml', true, true],
  ] as const)('%s %s', (service, release, policyFile, enforceScope, enforceNewDefaults) => {
    expect(policyDefaults(service, release)).toMatchObject({ policyFile, enforceScope, enforceNewDefaults });
  });

  test('2026.2 has no switch for scope any more', () => {
    expect(policyDefaults('nova', '2026.1').hasEnforceScopeOption).toBe(true);
    expect(policyDefaults('nova', '2026.2').hasEnforceScopeOption).toBe(false);
  });
});
