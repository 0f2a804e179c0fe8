// Three answers about a line: a wrong `unknown` would call a working line useless, a wrong `known` would trust a useless one.
import { knowsOption } from '../../../src/openstack/catalogue';

describe('knowsOption', () => {
  test.each([
    ['glance', 'import_filtering_opts', 'allowed_hosts', 'queens', 'known'],
    ['glance', 'import_filtering_opts', 'disallowed_uris', '2024.1', 'unknown'],
    ['glance', 'import_filtering_options', 'allowed_hosts', '2024.1', 'unknown'],
    ['glance', 'image_import_opts', 'allowed_hosts', '2025.1', 'unknown'],
    ['glance', 'DEFAULT', 'Allowed_hosts', 'zed', 'unknown'],
    ['glance', 'glance_download_opts', 'extra_properties', '2025.1', 'unknown'],
    ['glance', 'DEFAULT', 'owner_is_tenant', '2025.1', 'unknown'],
    ['glance', 'DEFAULT', 'debug', 'queens', 'known'],
    ['nova', 'api', 'enable_certificate_validation', '2024.1', 'unknown'],
    ['nova', 'DEFAULT', 'verify_glance_signatures', 'queens', 'unknown'],
    ['nova', 'oslo_policy', 'enforce_scope', '2026.1', 'known'],
    ['nova', 'oslo_policy', 'enforce_scope', '2026.2', 'unknown'],
    ['nova', 'glance', 'api_insecure', '2024.1', 'known'],
    ['nova', 'api_database', 'connection', '2023.1', 'known'],
    ['cinder', 'DEFAULT', 'rpc_response_timeout', 'train', 'known'],
    ['cinder', 'DEFAULT', 'image_introspection_cpu_limit', '2026.1', 'unknown'],
    ['cinder', 'DEFAULT', 'no_such_option', '2024.1', 'unknown'],
  ] as const)('%s [%s] %s in %s: %s', (service, section, name, release, expected) => {
    expect(knowsOption(service, section, name, release)).toBe(expected);
  });

  test('leaves to others what is theirs', () => {
    expect(knowsOption('glance', 'keystone_authtoken', 'password', '2025.1')).toBe('cannot-say');
    expect(knowsOption('glance', 'keystone_authtoken', 'passwort', '2025.1')).toBe('unknown');
    expect(knowsOption('cinder', 'oslo_messaging_rabbit', 'some_new_option', '2023.1')).toBe('cannot-say');
    expect(knowsOption('cinder', 'oslo_new_library', 'anything', '2023.1')).toBe('cannot-say');
    expect(knowsOption('cinder', 'DEFAULT', 'no_such_option', 'train')).toBe('cannot-say');
    expect(knowsOption('nova', 'vif_plug_ovs_privileged', 'helper_command', '2025.1')).toBe('cannot-say');
  });

  test('takes the back ends and stores of the caller', () => {
    expect(knowsOption('glance', 'fast', 'rbd_store_pool', '2025.1')).toBe('unknown');
    expect(knowsOption('glance', 'fast', 'rbd_store_pool', '2025.1', ['fast'])).toBe('known');
    expect(knowsOption('glance', 'FAST', 'rbd_store_pool', '2025.1', ['fast'])).toBe('known');
    expect(knowsOption('glance', 'fast', 'own_driver_option', '2025.1', ['fast'])).toBe('cannot-say');
    expect(knowsOption('cinder', 'lvm', 'image_volume_cache_enabled', '2025.1', ['lvm'])).toBe('known');
    expect(knowsOption('glance', 'os_glance_staging_store', 'filesystem_store_datadir', '2025.1')).toBe('known');
    expect(knowsOption('nova', 'mdev_nvidia-35', 'mdev_class', '2025.1')).toBe('known');
  });
});
