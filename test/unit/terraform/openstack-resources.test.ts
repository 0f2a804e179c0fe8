// The resources for the OpenStack provider: the same through both doors, by its schema, literal, and never a private key.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import * as cdktfDoor from '../../../src/terraform/cdktf';
import * as cdktnDoor from '../../../src/terraform/cdktn';
import { type Configuration, libraries, useDirectory } from './libraries';

type Doors = Pick<typeof cdktfDoor, 'RegisteredLimits' | 'ImporterRole' | 'SigningCertificates'>;
type Provided = Pick<Configuration, 'resource' | 'output' | 'terraform' | 'provider'> & {
  readonly data: Configuration['resource'];
};

/** The fork's types are other ones with the same members. */
const doors: Readonly<Record<string, Doors>> = { cdktf: cdktfDoor, cdktn: cdktnDoor as object as Doors };
const dollar = '$';

function synthesizeBoth(compose: (stack: Construct, door: Doors) => void): Provided {
  const [first, second] = libraries.map((library) => {
    const { region } = library.synthesize(({ addStack }) => compose(addStack('region'), doors[library.name] as Doors));
    const { backend: _backend, ...terraform } = (region as Configuration).terraform as Record<string, object>;
    return { ...region, terraform } as Provided;
  });
  expect(first).toEqual(second);
  return first as Provided;
}

/** A certificate of its own and its key, made by openssl. */
function makeCertificate(days = 2): { pem: string; key: string } {
  return useDirectory((directory) => {
    const [key, pem] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
    const subject = ['-subj', '/CN=signer', '-days', String(days), '-nodes', '-newkey', 'rsa:2048'];
    execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', pem], { stdio: 'ignore' });
    return { pem: readFileSync(pem, 'utf8'), key: readFileSync(key, 'utf8') };
  });
}

const { pem, key } = makeCertificate();

/** Arguments by type, `!` for required ones: read in the schemas of terraform-provider-openstack 3.4. */
const schemas: Readonly<Record<string, string>> = {
  openstack_identity_service_v3: 'region name type enabled',
  openstack_identity_registered_limit_v3: 'region service_id! resource_name! default_limit! description',
  openstack_identity_limit_v3: 'region domain_id project_id service_id! resource_name! resource_limit! description',
  openstack_identity_role_v3: 'region domain_id name!',
  openstack_identity_role_assignment_v3: 'region domain_id group_id project_id user_id role_id!',
  openstack_keymanager_secret_v1:
    'region name bit_length algorithm mode secret_type payload payload_content_type payload_content_encoding metadata acl expiration',
};
const metaArguments = ['depends_on', 'for_each', 'lifecycle', 'provider'];

test('every argument is one of the provider, none that it requires is missing, and the provider is declared once', () => {
  const { resource, data, provider, terraform } = synthesizeBoth((stack, door) => {
    new door.RegisteredLimits(stack, 'limits', { region: 'RegionOne', projects: { p1: { imageCountTotal: 0 } } });
    const importers = [
      { projectId: 'p1', userId: 'u1' },
      { projectId: 'p1', groupId: 'g1' },
    ];
    new door.ImporterRole(stack, 'importers', { importers });
    new door.SigningCertificates(stack, 'signers', { certificates: { signer: pem } });
  });
  const blocks = Object.entries({ ...resource, ...data });
  expect(blocks.map(([type]) => type).sort()).toEqual(Object.keys(schemas).sort());
  for (const [type, instances] of blocks) {
    const wanted = (schemas[type] as string).split(' ');
    const known = [...wanted.map((name) => name.replace('!', '')), ...metaArguments];
    const required = wanted.filter((name) => name.endsWith('!')).map((name) => name.replace('!', ''));
    for (const block of Object.values(instances)) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(block)));
      expect(Object.keys(block)).toEqual(expect.arrayContaining(required));
      expect(block.provider).toBe('openstack');
    }
  }
  expect(provider).toEqual({ openstack: [{}] });
  expect(terraform).toEqual({
    required_providers: { openstack: { source: 'terraform-provider-openstack/openstack', version: '~> 3.2' } },
  });
});

test('every limit is a resource of its own, named by what Glance asks for, and a project may have its own', () => {
  const { resource, data } = synthesizeBoth((stack, door) => {
    const projects = { '0b7c': { imageCountTotal: 500, imageStageTotal: 0 } };
    new door.RegisteredLimits(stack, 'limits', { region: 'RegionOne', imageCountTotal: 12, projects });
  });
  const [service] = Object.keys(data.openstack_identity_service_v3 ?? {});
  expect(Object.values(data.openstack_identity_service_v3 ?? {})).toEqual([{ provider: 'openstack', type: 'image' }]);
  const limits = Object.entries(resource.openstack_identity_registered_limit_v3 ?? {});
  expect(limits.map(([, limit]) => [limit.resource_name, limit.default_limit])).toEqual([
    ['image_count_total', 12],
    ['image_count_uploading', 10],
    ['image_size_total', 2 ** 20],
    ['image_stage_total', 2 ** 18],
  ]);
  const [address, first] = limits[0] as [string, object];
  expect(first).toEqual({
    provider: 'openstack',
    region: 'RegionOne',
    service_id: `${dollar}{data.openstack_identity_service_v3.${service}.id}`,
    resource_name: 'image_count_total',
    default_limit: 12,
    description: 'images that are not deleted',
  });
  const own = Object.values(resource.openstack_identity_limit_v3 ?? {});
  expect(own.map((limit) => [limit.project_id, limit.resource_name, limit.resource_limit])).toEqual([
    ['0b7c', 'image_count_total', 500],
    ['0b7c', 'image_stage_total', 0],
  ]);
  expect(own[0]?.depends_on).toEqual([`openstack_identity_registered_limit_v3.${address}`]);
});

test('a region that is an expression and a limit below 0, which means none, are refused', () => {
  const compose = (props: object) => () =>
    synthesizeBoth((stack, door) => {
      new door.RegisteredLimits(stack, 'limits', { region: 'RegionOne', ...props });
    });
  expect(compose({ region: `${dollar}{file("/etc/passwd")}` })).toThrow(/the id of a region/);
  expect(compose({ imageCountTotal: -1 })).toThrow(/imageCountTotal/);
  expect(compose({ projects: { p1: { imageCountTotal: -1 } } })).toThrow(/imageCountTotal/);
  expect(compose({ projects: { 'demo project': {} } })).toThrow(/an id of Keystone/);
});

test('a registered limit of 0, which the provider cannot create, is refused; 0 for one project is not', () => {
  const compose = (props: object) => () =>
    synthesizeBoth((stack, door) => {
      new door.RegisteredLimits(stack, 'limits', { region: 'RegionOne', ...props });
    });
  expect(compose({ imageStageTotal: 0 })).toThrow(/imageStageTotal\)?: bad-value: got 0; wanted at least 1/);
  expect(compose({ imageStageTotal: 1, projects: { p1: { imageStageTotal: 0 } } })).not.toThrow();
});

test('the role is the one that the policy of importers asks for; assignments refer to it', () => {
  const { resource } = synthesizeBoth((stack, door) => {
    new door.ImporterRole(stack, 'importers', { importers: [{ projectId: 'p1', groupId: 'g1' }] });
  });
  expect(resource.openstack_identity_role_v3).toEqual({ importers: { provider: 'openstack', name: 'image_importer' } });
  expect(Object.values(resource.openstack_identity_role_assignment_v3 ?? {})).toEqual([
    {
      provider: 'openstack',
      project_id: 'p1',
      group_id: 'g1',
      role_id: `${dollar}{openstack_identity_role_v3.importers.id}`,
    },
  ]);
  const compose = (importer: object) => () =>
    synthesizeBoth((stack, door) => {
      new door.ImporterRole(stack, 'importers', { importers: [{ projectId: 'p1', ...importer }] });
    });
  expect(compose({})).toThrow(/neither userId nor groupId/);
  expect(compose({ userId: 'u', groupId: 'g' })).toThrow(/both userId and groupId/);
  expect(compose({ userId: `${dollar}{file("/etc/passwd")}` })).toThrow(/an id of Keystone/);
});

test('an id may be that of another resource of the stack', () => {
  const { resource } = synthesizeBoth((stack, door) => {
    const { role } = new door.ImporterRole(stack, 'first');
    const projectId = role.getStringAttribute('id');
    new door.ImporterRole(stack, 'second', { importers: [{ projectId, userId: 'u1' }] });
  });
  const [assignment] = Object.values(resource.openstack_identity_role_assignment_v3 ?? {});
  expect(assignment?.project_id).toBe(`${dollar}{openstack_identity_role_v3.first.id}`);
});

test('a certificate is stored in the form that castellan reads, and a plan fails once it has expired', () => {
  const { resource, output } = synthesizeBoth((stack, door) => {
    new door.SigningCertificates(stack, 'signers', { certificates: { 'signer-1': pem } });
  });
  const { signers } = resource.openstack_keymanager_secret_v1 as unknown as Record<string, Record<string, unknown>>;
  const { lifecycle, for_each, ...attributes } = signers as Record<string, unknown>;
  expect(attributes).toEqual({
    provider: 'openstack',
    name: `${dollar}{each.key}`,
    secret_type: 'certificate',
    payload: `${dollar}{each.value.payload}`,
    payload_content_type: 'application/octet-stream',
    payload_content_encoding: 'base64',
  });
  const until = new Date(new X509Certificate(pem).validTo).toISOString().replace('.000Z', 'Z');
  expect(for_each).toEqual({ 'signer-1': { payload: Buffer.from(pem).toString('base64'), until } });
  const { precondition } = lifecycle as { precondition: { condition: string }[] };
  expect(precondition[0]?.condition).toBe(`${dollar}{timecmp(plantimestamp(), each.value.until) < 0}`);
  const ids = '{ for name, secret in openstack_keymanager_secret_v1.signers : name => secret.id }';
  expect(Object.values(output).map(({ value }) => value)).toEqual([`${dollar}{${ids}}`]);
});

test.each([
  ['a key', 'signer', key, /a private key/],
  ['a certificate with its key', 'signer', `${pem}${key}`, /a private key/],
  ['a chain', 'signer', `${pem}${pem}`, /one certificate in PEM form/],
  ['no certificate', 'signer', pem.replace(/[A-Za-z]/g, 'A').replace(/A{5} A{11}/g, 'BEGIN CERTIFICATE'), /one cert/],
  ['a name that is an expression', `${dollar}{x}`, pem, /letters, digits/],
])('refuses %s', (_what, name, text, words) => {
  for (const library of libraries) {
    const compose = () =>
      library.synthesize(({ addStack }) => {
        const certificates = { [name]: text };
        new (doors[library.name] as Doors).SigningCertificates(addStack('region'), 'signers', { certificates });
      });
    expect(compose).toThrow(words);
    try {
      compose();
    } catch (error) {
      expect(String(error)).not.toContain(key.split('\n')[1]);
    }
  }
});
