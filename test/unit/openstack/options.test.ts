// Spot facts of the option catalogue: defaults by release, sections, old spellings, backports and traps.
import {
  findOption,
  isOnlyInSample,
  listOptions,
  nearestNames,
  optionReleases,
  optionsNamed,
} from '../../../src/openstack/catalogue';
import { countEdits } from '../../../src/openstack/catalogue/count-edits';
import { openOptionFile } from '../../../src/openstack/catalogue/files';
import { openTables } from '../../../src/openstack/catalogue/options';
import { releaseNames } from '../../../src/openstack/releases';
import type { ReleaseName, Service } from '../../../src/openstack/types';

const first = (service: Service, section: string | null, name: string, release: ReleaseName) =>
  findOption(service, section, name, release)?.facts;

describe('defaults follow the release', () => {
  test.each([
    ['glance', 'DEFAULT', 'enabled_import_methods', 'train', ['glance-direct', 'web-download']],
    ['glance', 'DEFAULT', 'enabled_import_methods', 'ussuri', ['glance-direct', 'web-download', 'copy-image']],
    ['glance', 'image_format', 'gpt_safety_checks_nonfatal', '2026.1', ['mbr']],
    ['glance', 'image_format', 'gpt_safety_checks_nonfatal', '2026.2', []],
    ['glance', 'DEFAULT', 'image_cache_driver', '2023.2', 'sqlite'],
    ['glance', 'DEFAULT', 'image_cache_driver', '2024.1', 'centralized_db'],
    ['glance', 'DEFAULT', 'image_size_cap', 'queens', 1_099_511_627_776],
    ['glance', 'import_filtering_opts', 'allowed_ports', '2025.1', [80, 443]],
    ['glance', 'inject_metadata_properties', 'ignore_user_roles', 'zed', ['admin']],
    ['nova', 'libvirt', 'images_address_space_limit', '2026.1', 1],
    ['nova', 'libvirt', 'images_address_space_limit', '2026.2', 2],
    ['nova', 'glance', 'verify_glance_signatures', 'queens', false],
    ['cinder', 'DEFAULT', 'verify_glance_signatures', 'rocky', 'enabled'],
    ['cinder', 'DEFAULT', 'image_introspection_cpu_limit', '2026.2', 60],
    ['glance', 'oslo_policy', 'enforce_scope', 'zed', false],
    ['glance', 'oslo_policy', 'enforce_scope', '2023.1', true],
    ['cinder', 'oslo_policy', 'enforce_scope', '2025.1', false],
  ] as const)('%s [%s] %s in %s', (service, section, name, release, expected) => {
    expect(first(service, section, name, release)?.default).toEqual(expected);
  });

  test('a default that is computed at run time is undefined, one that is nothing is null', () => {
    expect(first('nova', 'DEFAULT', 'my_ip', '2025.1')?.default).toBeUndefined();
    expect(first('glance', 'DEFAULT', 'enabled_backends', '2025.1')?.default).toBeNull();
  });
});

/** Ends a range that is still open. A release that drops such an option needs a look at what names it. */
const newest = releaseNames.at(-1) as ReleaseName;

describe('existence follows the release', () => {
  test.each([
    ['glance', 'DEFAULT', 'enable_v1_api', [['queens', 'queens']]],
    ['glance', 'DEFAULT', 'owner_is_tenant', [['queens', 'victoria']]],
    ['glance', 'image_format', 'vmdk_allowed_types', [['train', newest]]],
    ['glance', 'image_format', 'require_image_format_match', [['2025.1', newest]]],
    ['glance', 'DEFAULT', 'enforce_secure_rbac', [['wallaby', 'zed']]],
    ['glance', 'DEFAULT', 'bind_host', [['queens', '2026.1']]],
    ['glance', 'glance_download_opts', 'extra_properties', []],
    ['glance', 'DEFAULT', 'disallowed_uris', []],
    ['nova', 'api', 'enable_certificate_validation', []],
    ['nova', 'glance', 'enable_certificate_validation', [['queens', newest]]],
    ['nova', 'workarounds', 'disable_deep_image_inspection', [['yoga', newest]]],
    ['cinder', 'DEFAULT', 'verify_glance_signatures', [['rocky', newest]]],
    ['cinder', 'DEFAULT', 'image_introspection_address_space_limit', [['2026.2', newest]]],
    ['nova', 'compute', 'update_resources_max_workers', [['2026.2', newest]]],
  ] as const)('%s [%s] %s', (service, section, name, ranges) => {
    expect(optionReleases(service, section, name)).toEqual(ranges);
  });

  test('what a stable branch gained says which point release has it', () => {
    expect(first('glance', 'image_format', 'vmdk_allowed_types', 'zed')?.addedInPointRelease).toBe('25.1.0');
    expect(first('glance', 'image_format', 'vmdk_allowed_types', 'train')?.addedInPointRelease).toBeNull();
    expect(first('glance', 'image_format', 'vmdk_allowed_types', '2023.1')).not.toHaveProperty('addedInPointRelease');
    expect(first('nova', 'libvirt', 'images_cpu_time_limit', '2025.1')?.addedInPointRelease).toBeNull();
    expect(first('nova', 'glance', 'num_retries', 'ussuri')).toMatchObject({ default: 3, defaultAtFirstRelease: 0 });
  });

  test('the sample of zed to 2025.1 names a group that nothing reads', () => {
    expect(isOnlyInSample('glance', 'glance_download_opts', 'extra_properties', '2025.1')).toBe(true);
    expect(isOnlyInSample('glance', 'glance_download_opts', 'extra_properties', '2025.2')).toBe(false);
    expect(isOnlyInSample('glance', 'image_format', 'disk_formats', '2025.1')).toBe(false);
  });
});

describe('spelling', () => {
  test('the case of a section does not matter, that of a name and of DEFAULT does', () => {
    expect(first('glance', 'Image_Format', 'disk_formats', 'zed')?.section).toBe('image_format');
    expect(first('glance', 'image_format', 'Disk_formats', 'zed')).toBeUndefined();
    expect(first('glance', 'default', 'image_size_cap', 'zed')).toBeUndefined();
    expect(first('glance', 'DEFAULT', 'log-dir', 'zed')).toBeUndefined();
    expect(first('glance', 'DEFAULT', 'log_dir', 'zed')).toBeDefined();
  });

  test('old spellings reach the option of today', () => {
    const found = findOption('glance', 'DEFAULT', 'disk_formats', '2025.1');
    expect(found).toMatchObject({ via: 'deprecated', facts: { section: 'image_format', name: 'disk_formats' } });
    const insecure = findOption('nova', 'glance', 'api_insecure', 'queens');
    expect(insecure).toMatchObject({ via: 'deprecated', facts: { section: 'glance', name: 'insecure' } });
    expect(findOption('nova', 'ssl', 'ca_file', '2025.1')).toMatchObject({ facts: { name: 'cafile' } });
    expect(findOption('cinder', null, 'iscsi_helper', 'rocky')).toMatchObject({ facts: { name: 'target_helper' } });
    expect(findOption('cinder', null, 'iscsi_helper', 'stein')).toBeUndefined();
  });

  test('near misses lead to the name', () => {
    expect(nearestNames('glance', 'alowed_hosts', '2025.1')[0]).toBe('allowed_hosts');
    expect(nearestNames('nova', 'verify_glance_signature', '2025.1')).toContain('verify_glance_signatures');
    expect(nearestNames('nova', 'nothing_like_it_at_all_in_here', '2025.1')).toEqual([]);
  });

  test('counting letters first loses no near miss: swaps, capitals, dashes, letters at either end', () => {
    const names = [...new Set(listOptions('cinder', 'zed').map(({ name }) => name))].filter((_, at) => at % 211 === 0);
    const misspell = (name: string) => [
      name.slice(1),
      `${name}s`,
      `${name[1]}${name[0]}${name.slice(2)}`,
      name.toUpperCase().replaceAll('_', '-'),
      name.slice(0, -2),
      name.replace(/[aeiou]/, 'xy'),
    ];
    const meant = (name: string) => {
      const folded = name.toLowerCase().replaceAll('-', '_');
      const limit = Math.max(1, Math.min(4, Math.floor(folded.length / 4)));
      const all = [...new Set(listOptions('cinder', 'zed').map((facts) => facts.name))];
      const near = all.map((one) => ({ one, edits: countEdits(folded, one.toLowerCase(), limit) }));
      const sorted = near.filter(({ edits }) => edits <= limit);
      return sorted.sort((a, b) => a.edits - b.edits || (a.one < b.one ? -1 : 1)).map(({ one }) => one);
    };
    expect(names.length).toBeGreaterThan(2);
    for (const wrong of names.flatMap(misspell)) {
      expect({ wrong, near: nearestNames('cinder', wrong, 'zed', 1000) }).toEqual({ wrong, near: meant(wrong) });
    }
  });

  test('a name in the wrong section is found where it lives', () => {
    expect(optionsNamed('nova', 'enable_certificate_validation')).toEqual([
      { section: 'glance', owner: 'service', ranges: [['queens', newest]] },
    ]);
    const sections = optionsNamed('cinder', 'image_upload_use_cinder_backend').map((home) => home.section);
    expect(sections).toEqual(expect.arrayContaining(['DEFAULT', 'backend_defaults']));
  });
});

describe('sections of back ends and stores', () => {
  test('answer for null', () => {
    expect(first('cinder', null, 'volume_driver', '2025.1')).toMatchObject({ perBackend: true });
    expect(first('cinder', null, 'rbd_pool', '2025.1')).toMatchObject({ owner: 'service' });
    expect(first('cinder', null, 'verify_glance_signatures', '2025.1')).toBeUndefined();
    expect(first('glance', null, 'rbd_store_pool', 'queens')).toMatchObject({ certainty: 'sample', default: 'images' });
    expect(first('glance', null, 'https_insecure', '2025.1')).toMatchObject({ default: true });
  });
});

test('the number of service options is that of the trees', () => {
  const count = (service: Service, release: ReleaseName) =>
    listOptions(service, release).filter((facts) => facts.owner === 'service').length;
  expect([count('glance', 'queens'), count('glance', '2023.1')]).toEqual([111, 91]);
  // The released 2026.2 has 3 options more than the 452 of the tree it was taken from.
  expect([count('nova', 'queens'), count('nova', '2024.1'), count('nova', '2026.2')]).toEqual([567, 448, 455]);
});

describe('rows are found by halves', () => {
  const tables = (['glance', 'nova', 'cinder'] as const).flatMap((service) => [...openTables(service)]);

  test('every stored row of every service by its own section and name, in whatever case the section is written', () => {
    expect(tables).toHaveLength(4);
    for (const table of tables) {
      for (const row of table.file.options) {
        const section = table.sectionOf(row);
        expect(table.rowAt(section, row[1])).toBe(row);
        if (section !== null && section !== 'DEFAULT') expect(table.rowAt(section.toUpperCase(), row[1])).toBe(row);
      }
    }
  });

  test('a row that was found is the same object among all of them', () => {
    const { options } = openOptionFile('glance');
    const found = options.find(0, 'debug');
    expect(found?.[1]).toBe('debug');
    expect([...options].filter((row) => row === found)).toHaveLength(1);
    expect(options.find(0, 'debug')).toBe(found);
  });

  test('nothing beside them: another section, a name cut short or longer, none at all', () => {
    const wrong: string[] = [];
    for (const table of tables) {
      const stored = new Set([...table.file.options].map((row) => `${table.sectionOf(row)}\n${row[1]}`));
      for (const row of table.file.options) {
        for (const section of [null, 'DEFAULT', 'no_such_section', table.sectionOf(row)]) {
          for (const name of [row[1], row[1].slice(0, -1), `${row[1]}_`, '']) {
            const key = `${section}\n${name}`;
            if ((table.rowAt(section, name) !== undefined) !== stored.has(key)) wrong.push(key);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
