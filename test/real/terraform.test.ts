// The real terraform takes what is synthesized, keeps every byte, and plans exactly the files that changed.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdktf from 'cdktf';
import fc from 'fast-check';
import { HardenedGlance } from '../../src/constructs/hardened-glance';
import { HardeningStack } from '../../src/constructs/hardening-stack';
import { ImageCreateRateLimit } from '../../src/constructs/image-create-rate-limit';
import { ImagePolicy } from '../../src/constructs/image-policy';
import { HardenedFiles, type HardenedRegion } from '../../src/terraform/cdktf';
import { hostileText } from '../properties/terraform-arbitraries';
import { addRegionWithTexts, layOutForHosts } from '../unit/terraform/regions';
import { hasTerraform, runTerraform } from './terraform-binary';

/** A run that failed is repeated with GLACIS_SEED. */
const seed = Number(process.env.GLACIS_SEED ?? 20261121);

if (hasTerraform() || (process.env.GLACIS_REQUIRE_REAL === '1' && process.env.GLACIS_MAY_SKIP_TERRAFORM !== '1'))
  describe('terraform', declareTests);
else {
  test('terraform is missing, and nobody required it', () => {
    process.stderr.write('SKIPPED: terraform is not on PATH; no synthesized stack was applied\n');
    expect(hasTerraform()).toBe(false);
  });
}

/** What `terraform show -json` says of the state, as far as the tests read it. */
interface State {
  readonly values: {
    readonly outputs: Record<string, { readonly value: unknown }>;
    readonly root_module: {
      readonly resources: readonly {
        readonly address: string;
        readonly values: { readonly input: Record<string, string>; readonly output: Record<string, string> };
      }[];
    };
  };
}

interface Plan {
  readonly resource_changes: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
}

function declareTests(): void {
  let root = '';
  let directory = '';

  beforeAll(() => process.stderr.write(`terraform: GLACIS_SEED=${seed}\n`));
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'glacis-terraform-'));
    directory = join(root, 'stacks', 'region');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Synthesizes one stack; answers with the bytes that the etc target lays out for it. */
  function synthesize(addRegion: (stack: cdktf.TerraformStack) => HardenedRegion): Map<string, string> {
    const app = new cdktf.App({ outdir: root });
    const stack = new cdktf.TerraformStack(app, 'region');
    new cdktf.LocalBackend(stack, { path: join(root, 'terraform.tfstate') });
    const region = addRegion(stack);
    new HardenedFiles(stack, 'files', { region });
    app.synth();
    return layOutForHosts(region);
  }

  function apply(): State {
    runTerraform(directory, ['init', '-no-color']);
    runTerraform(directory, ['validate', '-no-color']);
    runTerraform(directory, ['apply', '-auto-approve', '-no-color']);
    return JSON.parse(runTerraform(directory, ['show', '-json']).stdout) as State;
  }

  function contentOf(state: State): Map<string, string> {
    return new Map(
      state.values.root_module.resources.map(({ address, values }) => {
        const { path = '', content = '', sha256: digest, mode } = values.output;
        const key = path.replace(/^\/etc\//, '');
        expect(address).toBe(`terraform_data.files[${JSON.stringify(key).replace(/[$%](?=\{)/g, '$&$&')}]`);
        expect(digest).toBe(sha256(content));
        expect(mode).toBe('0640');
        return [key, content];
      }),
    );
  }

  test('keeps the bytes of a region, says their digests, and has nothing to do the second time', () => {
    const expected = synthesize((stack) => addWholeRegion(stack, ['images.example.org']));
    const state = apply();
    expect(expected.size).toBeGreaterThanOrEqual(4);
    expect(contentOf(state)).toEqual(expected);
    const digests = [...expected].map(([path, text]) => [path, sha256(text)] as const);
    expect(state.values.outputs.files_file_sha256?.value).toEqual(Object.fromEntries(digests));
    const lines = digests.map(([path, digest]) => `${digest}  ${path}\n`).join('');
    expect(state.values.outputs.files_sha256?.value).toBe(sha256(lines));
    expect(runTerraform(directory, ['plan', '-detailed-exitcode'], [0, 2]).exitCode).toBe(0);
  }, 120_000);

  test('plans the files whose bytes changed, and no other', () => {
    const before = synthesize((stack) => addWholeRegion(stack, ['images.example.org']));
    apply();
    const after = synthesize((stack) => addWholeRegion(stack, ['images.example.org', 'mirror.example.org'], 'nova'));
    expect(runTerraform(directory, ['plan', '-detailed-exitcode', '-out=changes'], [0, 2]).exitCode).toBe(2);
    const plan = JSON.parse(runTerraform(directory, ['show', '-json', 'changes']).stdout) as Plan;
    const planned = plan.resource_changes.map(({ address, change }) => [address, change.actions.join()]);
    const expected = [...new Set([...before.keys(), ...after.keys()])].sort().map((path) => {
      const [old, young] = [before.get(path), after.get(path)];
      const action = old === undefined ? 'create' : young === undefined ? 'delete' : old === young ? 'no-op' : 'update';
      return [`terraform_data.files["${path}"]`, action];
    });
    expect(planned).toEqual(expected);
    expect(new Set(expected.map(([, action]) => action))).toContain('create');
    runTerraform(directory, ['apply', '-auto-approve', 'changes']);
    const state = JSON.parse(runTerraform(directory, ['show', '-json']).stdout) as State;
    expect(contentOf(state)).toEqual(after);
  }, 120_000);

  test('leaves a file alone whose bytes stay', () => {
    synthesize((stack) => addRegionWithTexts(stack, { 'a.conf': 'the same', 'b.conf': 'old' }));
    apply();
    synthesize((stack) => addRegionWithTexts(stack, { 'a.conf': 'the same', 'b.conf': 'new' }));
    runTerraform(directory, ['plan', '-out=changes']);
    const plan = JSON.parse(runTerraform(directory, ['show', '-json', 'changes']).stdout) as Plan;
    expect(plan.resource_changes.map(({ address, change }) => [address, change.actions])).toEqual([
      ['terraform_data.files["nginx/a.conf"]', ['no-op']],
      ['terraform_data.files["nginx/b.conf"]', ['update']],
    ]);
  }, 120_000);

  test('hostile text comes back byte for byte, through JSON and through HCL', () => {
    const alphabet = ['$', '%', '{', '"', '\\', '\r'];
    let combinations = [''];
    for (let length = 0; length < 4; length += 1) {
      combinations = combinations.flatMap((text) => [text, ...alphabet.map((letter) => text + letter)]);
    }
    const texts = [
      [...new Set(combinations)].join('\n'),
      '${TfToken[TOKEN.0]} #{TfToken[TOKEN.0]} &{TfToken[TOKEN.0]} -8.1e+298 -1.8881545897087503e+289',
      '\u0000\u0001\b\f\t\r\n\u007f\u0085\u2028\ufeffü😀',
      '<<EOF\nEOF\n%{ if true }x%{ endif } ${each.key} ${file("/etc/passwd")}',
      ...fc.sample(hostileText, { seed, numRuns: 4 }),
      ...fc.sample(
        fc.array(hostileText, { minLength: 150, maxLength: 150 }).map((parts) => parts.join('\n')),
        { seed, numRuns: 4 },
      ),
    ];
    const files = Object.fromEntries(texts.map((text, n) => [`${n} \${x} %{y}.conf`, text]));
    const expected = synthesize((stack) => addRegionWithTexts(stack, files));
    expect(expected.size).toBe(texts.length);
    expect(contentOf(apply())).toEqual(expected);

    const stack = new cdktf.TerraformStack(cdktf.Testing.app({ outdir: join(root, 'unused') }), 'region');
    new HardenedFiles(stack, 'files', { region: addRegionWithTexts(stack, files) });
    directory = join(root, 'hcl');
    mkdirSync(directory);
    writeFileSync(join(directory, 'main.tf'), cdktf.Testing.synthHcl(stack, true));
    expect(contentOf(apply())).toEqual(expected);
  }, 120_000);
}

function addWholeRegion(stack: cdktf.TerraformStack, allowedHosts: readonly string[], more?: 'nova'): HardeningStack {
  const region = new HardeningStack(stack, 'glacis', { release: '2025.1' });
  new HardenedGlance(region, 'glance', {
    imageImport: { allowedHosts },
    importEgress: { resolvers: ['192.0.2.53'], mirrors: ['198.51.100.0/24'] },
  });
  new ImagePolicy(region, 'policy', {
    ...(more && { rules: { nova: { 'os_compute_api:servers:create:trusted_certs': '!' } } }),
  });
  new ImageCreateRateLimit(region, 'rate', {});
  return region;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
