// Both libraries get the same resources from a region, refuse the same problems, and hold a fleet.
import { createHash } from 'node:crypto';
import { TerraformOutput, TerraformProvider } from 'cdktf';
import { HardenedGlance } from '../../../src/constructs/hardened-glance';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { HardenedFiles } from '../../../src/terraform/cdktf';
import type { HardenedFilesProps } from '../../../src/terraform/hardened-files';
import { type Composition, type Configuration, libraries } from './libraries';
import { addRegion, layOutForHosts } from './regions';
import { readForEach } from './template-reader';

const byLibrary = libraries.map((library) => [library.name, library] as const);

function composeFiles(props: Omit<HardenedFilesProps, 'region'> = {}): (to: Composition) => void {
  return ({ addStack, addFiles }) => {
    const stack = addStack('region');
    addFiles(stack, 'files', { region: addRegion(stack), ...props });
  };
}

function synthesizeOne(props: Omit<HardenedFilesProps, 'region'> = {}): Configuration[] {
  return libraries.map((library) => {
    const configuration = library.synthesize(composeFiles(props)).region as Configuration;
    const { backend: _backend, ...terraform } = configuration.terraform as Record<string, object>;
    return { ...configuration, terraform };
  });
}

const gate = { mustStop: ['ssrf-decimal-address', 'ssrf-allowlisted-name-inside'] } as const;

test.each([{}, { resource: 'local_file' }, { directory: '/srv/etc/' }, gate] as const)(
  'cdktf and cdktn say the same with %j',
  (props) => {
    const [first, second] = synthesizeOne(props);
    expect(first).toEqual(second);
  },
);

test('terraform_data holds path, bytes, digest and mode of every file for hosts', () => {
  const [configuration] = synthesizeOne();
  let expected = new Map<string, string>();
  libraries[0]?.synthesize(({ addStack }) => {
    expected = layOutForHosts(addRegion(addStack('expected')));
  });
  expect([...expected.keys()]).toEqual(['glance/glance.conf.d/90-glacis.conf', 'glance/policy.d/90-glacis.yaml']);
  const resource = configuration?.resource.terraform_data?.files;
  expect(resource?.input).toBe('${each.value}');
  expect(readForEach(resource?.for_each)).toEqual(
    new Map(
      [...expected].map(([path, content]) => [
        path,
        {
          path: `/etc/${path}`,
          content,
          sha256: createHash('sha256').update(content).digest('hex'),
          mode: '0640',
        },
      ]),
    ),
  );
  expect(configuration?.provider).toBeUndefined();
  expect(configuration?.terraform).toEqual({});
});

test('local_file brings the provider and tight permissions', () => {
  const [configuration] = synthesizeOne({ resource: 'local_file', directory: '/srv/etc/' });
  const { for_each: forEach, ...attributes } = configuration?.resource.local_file?.files ?? {};
  expect(attributes).toEqual({
    filename: '${each.value.path}',
    content: '${each.value.content}',
    file_permission: '${each.value.mode}',
    directory_permission: '0750',
    provider: 'local',
  });
  expect([...readForEach(forEach).values()].map(({ path, mode }) => [path, mode])).toEqual([
    ['/srv/etc/glance/glance.conf.d/90-glacis.conf', '0640'],
    ['/srv/etc/glance/policy.d/90-glacis.yaml', '0640'],
  ]);
  expect(configuration?.provider).toEqual({ local: [{}] });
  expect(configuration?.terraform).toEqual({
    required_providers: { local: { source: 'hashicorp/local', version: '~> 2.4' } },
  });
});

test('mustStop adds an instance for each attack, told before the files, and the digest of what was judged', () => {
  const [configuration] = synthesizeOne(gate);
  const { files, files_attacks: attacks, files_judged: judged } = configuration?.resource.terraform_data ?? {};
  expect(files?.depends_on).toEqual(['terraform_data.files_attacks']);
  expect(Object.entries((attacks?.for_each ?? {}) as Record<string, { verdict: string }>)).toEqual([
    ['ssrf-allowlisted-name-inside', expect.objectContaining({ verdict: 'open' })],
    ['ssrf-decimal-address', expect.objectContaining({ verdict: 'stopped' })],
  ]);
  const lines = [...readForEach(files?.for_each)].map(([path, file]) => `${file.sha256}  ${path}\n`).join('');
  expect(judged?.for_each).toEqual({ sha256: createHash('sha256').update(lines).digest('hex') });
  expect(synthesizeOne({ mustStop: [] })[0]?.resource.terraform_data?.files_attacks?.for_each).toEqual({});
});

test('an attack that does not exist is refused: from JavaScript, or after it got another name', () => {
  const mustStop = JSON.parse('["ssrf-decimal"]') as [];
  for (const library of libraries) {
    expect(() => library.synthesize(composeFiles({ mustStop }))).toThrow(/bad-value: got ssrf-decimal; .* Fix: /s);
  }
});

test('the outputs are computed from what the resource holds', () => {
  const [configuration] = synthesizeOne();
  expect(Object.keys(configuration?.output ?? {}).sort()).toEqual(['files_file_sha256', 'files_sha256']);
  for (const { value } of Object.values(configuration?.output ?? {})) {
    expect(value).toContain('in terraform_data.files : ');
    expect(value).toContain('sha256(file.input.content)');
  }
});

describe.each(byLibrary)('%s', (_name, library) => {
  test('controls added after the files are in the files', () => {
    const { region } = library.synthesize(({ addStack, addFiles }) => {
      const stack = addStack('region');
      const hardening = new HardeningStack(stack, 'glacis', { release: '2025.1' });
      addFiles(stack, 'files', { region: hardening });
      new HardenedGlance(hardening, 'glance');
    });
    const files = readForEach(region?.resource.terraform_data?.files?.for_each);
    expect([...files.keys()]).toContain('glance/glance.conf.d/90-glacis.conf');
  });

  test('synth refuses the problems of the region', () => {
    const refuse = () =>
      library.synthesize(({ addStack, addFiles }) => {
        const stack = addStack('region');
        addFiles(stack, 'files', { region: addRegion(stack, ['https://images.example.org/']) });
      });
    expect(refuse).toThrow(/region\/glacis\/glance\/import-filter.*images\.example\.org.* Fix: /s);
    const withUnknownVersion = () =>
      library.synthesize(({ addStack, addFiles }) => {
        const stack = addStack('region');
        const region = new HardeningStack(stack, 'glacis', { release: '2025.1', packages: { glance: 'newest' } });
        addFiles(stack, 'files', { region });
      });
    expect(withUnknownVersion).toThrow(/Validation failed.*unknown-package-version: got newest.* Fix: /s);
  });

  test('a region elsewhere is refused all the same, and once when it is below the stack', () => {
    const broken = { release: '2025.1', packages: { glance: 'newest' } } as const;
    const messageOf = (compose: (to: Composition) => void): string => {
      try {
        library.synthesize(compose);
      } catch (error) {
        return (error as Error).message;
      }
      return 'synthesized';
    };
    const elsewhere = messageOf(({ addStack, addFiles }) => {
      addFiles(addStack('region'), 'files', { region: new HardeningStack(undefined, 'alone', broken) });
    });
    const below = messageOf(({ addStack, addFiles }) => {
      const stack = addStack('region');
      addFiles(stack, 'files', { region: new HardeningStack(stack, 'glacis', broken) });
    });
    expect(elsewhere).toMatch(/Validation failed.* Fix: /s);
    expect(elsewhere.match(/unknown-package-version/g)).toHaveLength(1);
    expect(below.match(/unknown-package-version/g)).toHaveLength(1);
  });

  test('without validation it still does not write an empty map, which would delete the files', () => {
    const unvalidated = () =>
      library.synthesize(
        ({ addStack, addFiles }) => {
          const stack = addStack('region');
          const region = new HardeningStack(stack, 'glacis', { release: '2025.1', packages: { glance: 'newest' } });
          addFiles(stack, 'files', { region });
        },
        { skipValidation: true },
      );
    expect(unvalidated).toThrow(/unknown-package-version/);
  });

  test.each([
    ['', 'bad-value'],
    ['/etc\n/x', 'unsafe-text'],
    ['/e\u0301tc', 'unsafe-text'],
  ])('refuses the directory %j', (directory, code) => {
    const refusal = new RegExp(`Validation failed.*${code}: .* Fix: `, 's');
    expect(() => library.synthesize(composeFiles({ directory }))).toThrow(refusal);
  });

  test('a fleet: one stack a region, addresses the same in each', () => {
    const configurations = library.synthesize(({ addStack, addFiles }) => {
      for (let n = 0; n < 40; n += 1) {
        const stack = addStack(`region-${n}`);
        addFiles(stack, 'files', { region: addRegion(stack, [`mirror-${n}.example.org`]) });
      }
    });
    expect(Object.keys(configurations)).toHaveLength(40);
    for (const [id, configuration] of Object.entries(configurations)) {
      const files = readForEach(configuration.resource.terraform_data?.files?.for_each);
      const mirror = id.replace('region', 'mirror');
      expect(files.get('glance/glance.conf.d/90-glacis.conf')?.content).toContain(`[${mirror}.example.org]`);
    }
  });

  test('two regions in one stack share the provider and keep their own resources', () => {
    const { both } = library.synthesize(({ addStack, addFiles }) => {
      const stack = addStack('both');
      for (const name of ['north', 'south']) {
        const region = new HardeningStack(stack, name, { release: '2025.1' });
        new HardenedGlance(region, 'glance');
        addFiles(stack, `${name}-files`, { region, resource: 'local_file', directory: `/srv/${name}` });
      }
    });
    expect(both?.provider).toEqual({ local: [{}] });
    expect(Object.keys(both?.resource.local_file ?? {})).toEqual(['north-files', 'south-files']);
    expect(Object.keys(both?.output ?? {})).toHaveLength(4);
  });
});

describe('the provider of local_file', () => {
  class LocalProvider extends TerraformProvider {
    override get alias(): string | undefined {
      return this.node.id === 'plain' ? undefined : this.node.id;
    }
  }
  const config = {
    terraformResourceType: 'local',
    terraformProviderSource: 'mirror.example/hashicorp/local',
    terraformGeneratorMetadata: { providerName: 'local', providerVersion: '2.5.1' },
  };
  const synthesizeWith = (id: string, isGiven: boolean): Configuration | undefined =>
    libraries[0]?.synthesize(({ addStack, addFiles }) => {
      const stack = addStack('region');
      const provider = new LocalProvider(stack, id, config);
      addFiles(stack, 'files', { region: addRegion(stack), resource: 'local_file', ...(isGiven && { provider }) });
    }).region;

  test('is the one that the stack has, with its source and version', () => {
    const configuration = synthesizeWith('plain', false);
    expect(configuration?.provider).toEqual({ local: [{}] });
    expect(configuration?.terraform.required_providers).toEqual({
      local: { source: 'mirror.example/hashicorp/local', version: '2.5.1' },
    });
  });

  test('is the one that is given', () => {
    const configuration = synthesizeWith('second', true);
    expect(configuration?.resource.local_file?.files?.provider).toBe('local.second');
    expect(configuration?.provider).toEqual({ local: [{ alias: 'second' }] });
  });
});

test('the resource is one of the library: lifecycle and depends_on work on it', () => {
  const { region } = (libraries[0] as (typeof libraries)[number]).synthesize(({ addStack }) => {
    const stack = addStack('region');
    const before = new HardenedFiles(stack, 'before', { region: addRegion(stack) });
    const after = new TerraformOutput(stack, 'after', { value: 'x', dependsOn: [before.resource] });
    before.resource.lifecycle = { preventDestroy: true };
    after.overrideLogicalId('after');
  }) as { region: Configuration };
  expect(region.resource.terraform_data?.before?.lifecycle).toEqual({ prevent_destroy: true });
  expect(region.output.after).toEqual({ value: 'x', depends_on: ['${terraform_data.before}'] });
});

test.each([
  [{ mustStop: '' }, '/mustStop'],
  [{ mustStop: 'ssrf-decimal-address' }, '/mustStop'],
  [{ directory: 5 }, '/directory'],
  [{ resource: 'localfile' }, '/resource'],
  [{ region: undefined }, '/region'],
  [{ region: {} }, '/region'],
])('what plain JavaScript gives in the wrong type is a problem: %j', (props, pointer) => {
  for (const library of libraries) {
    const compose = ({ addStack, addFiles }: Composition): void => {
      const stack = addStack('region');
      Reflect.apply(addFiles, undefined, [stack, 'files', { region: addRegion(stack), ...props }]);
    };
    expect(() => library.synthesize(compose)).toThrow(`region/files (${pointer}): wrong-type`);
  }
});
