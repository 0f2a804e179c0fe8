// A real `terraform plan` fails while an attack is open that the stack calls stopped, and when other bytes than the judged ones are planned.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdktf from 'cdktf';
import { HardenedGlance } from '../../src/constructs/hardened-glance';
import { HardeningStack, type HardeningStackProps } from '../../src/constructs/hardening-stack';
import { ImagePolicy } from '../../src/constructs/image-policy';
import { HardenedFiles, ImporterRole, RegisteredLimits, SigningCertificates } from '../../src/terraform/cdktf';
import type { StoppedAttacks } from '../../src/terraform/verdict-gate';
import { hasTerraform, runTerraform } from './terraform-binary';

if (hasTerraform() || (process.env.GLACIS_REQUIRE_REAL === '1' && process.env.GLACIS_MAY_SKIP_TERRAFORM !== '1'))
  describe('terraform plan', declareTests);
else {
  test('terraform is missing, and nobody required it', () => {
    process.stderr.write('SKIPPED: terraform is not on PATH; no precondition was evaluated\n');
    expect(hasTerraform()).toBe(false);
  });
}

/** One stack to plan. */
interface Composed {
  readonly allowedHosts?: readonly string[];
  readonly mustStop: StoppedAttacks;
  readonly acceptedRisks?: HardeningStackProps['acceptedRisks'];
  readonly change?: (files: HardenedFiles) => void;
}

interface Shown {
  readonly resource_changes: readonly { readonly address: string; readonly change: { readonly after: unknown } }[];
}

function declareTests(): void {
  let root = '';
  let directory = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'glacis-gate-'));
    directory = join(root, 'stacks', 'region');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function addFiles(stack: cdktf.TerraformStack, { allowedHosts = [], mustStop, acceptedRisks, change }: Composed) {
    const region = new HardeningStack(stack, 'glacis', {
      release: '2025.1',
      packages: { glance: '30.2.0' },
      ...(acceptedRisks && { acceptedRisks }),
    });
    new HardenedGlance(region, 'glance', { imageImport: { allowedHosts } });
    new ImagePolicy(region, 'policy', {});
    change?.(new HardenedFiles(stack, 'files', { region, mustStop }));
  }

  function synthesize(composed: Composed): void {
    const app = new cdktf.App({ outdir: root });
    const stack = new cdktf.TerraformStack(app, 'region');
    new cdktf.LocalBackend(stack, { path: join(root, 'terraform.tfstate') });
    addFiles(stack, { change: () => undefined, ...composed });
    app.synth();
  }

  /** Plans; answers with what terraform said, `undefined` when it was content. */
  function plan(): string | undefined {
    runTerraform(directory, ['init', '-no-color']);
    runTerraform(directory, ['validate', '-no-color']);
    const { exitCode, stdout, stderr } = runTerraform(directory, ['plan', '-no-color', '-out=changes'], [0, 1]);
    return exitCode === 0 ? undefined : `${stdout}${stderr}`.replace(/[│╷╵\s]+/g, ' ');
  }

  const claimed = ['ssrf-allowlisted-name-inside', 'ssrf-decimal-address'] as const;

  test('passes while the attacks are stopped, and says so instance by instance', () => {
    synthesize({ mustStop: claimed });
    expect(plan()).toBeUndefined();
    const shown = JSON.parse(runTerraform(directory, ['show', '-json', 'changes']).stdout) as Shown;
    const verdicts = shown.resource_changes.filter(({ address }) =>
      address.startsWith('terraform_data.files_attacks['),
    );
    expect(verdicts.map(({ address, change }) => [address, change.after])).toEqual(
      claimed.map((id) => [
        `terraform_data.files_attacks["${id}"]`,
        { input: expect.stringMatching(/^(stopped|not-applicable)$/), triggers_replace: null },
      ]),
    );
  }, 60_000);

  test('fails when a changed intent opens one of them, and names no other', () => {
    synthesize({ mustStop: claimed });
    runTerraform(directory, ['init', '-no-color']);
    runTerraform(directory, ['apply', '-auto-approve', '-no-color']);
    synthesize({ mustStop: claimed, allowedHosts: ['images.example.org'] });
    const said = plan();
    expect(said).toContain('ssrf-allowlisted-name-inside is called stopped and is open: web-download of https://');
    expect(said).toContain('Fix: set importEgress in the intent, which writes nftables.d/glacis-import-egress.nft');
    expect(said).not.toContain('ssrf-decimal-address is called');
    expect(runTerraform(directory, ['plan', '-target=terraform_data.files'], [0, 1]).exitCode).toBe(1);
  }, 60_000);

  test('fails when the plan keeps other bytes than those that were judged', () => {
    synthesize({ mustStop: claimed, allowedHosts: [] });
    runTerraform(directory, ['init', '-no-color']);
    runTerraform(directory, ['apply', '-auto-approve', '-no-color']);
    const change = (files: HardenedFiles) => {
      files.resource.lifecycle = { ignoreChanges: ['input'] };
    };
    synthesize({ mustStop: ['ssrf-decimal-address'], allowedHosts: ['images.example.org'], change });
    expect(plan()).toContain('The files of this plan are not the bytes that were judged');
    synthesize({ mustStop: claimed, allowedHosts: [], change });
    expect(plan()).toBeUndefined();
  }, 60_000);

  test('all: what is open fails until it is accepted, and from the day after the last day of a risk again', () => {
    synthesize({ mustStop: 'all' });
    const open = [...(plan() ?? '').matchAll(/(\S+) is called stopped and is open/g)].map(([, id]) => id as string);
    expect(open).toContain('dos-image-create-flood');
    const accept = (until: string) => open.map((risk) => ({ risk, reason: 'told in ${review} 12', until }));
    synthesize({ mustStop: 'all', acceptedRisks: accept('9998-12-31') });
    expect(plan()).toBeUndefined();
    synthesize({ mustStop: 'all', acceptedRisks: accept('2020-02-29') });
    expect(plan()).toContain('dos-image-create-flood was accepted until 2020-03-01T00:00:00Z: told in ${review} 12');
  }, 60_000);

  test('the same in HCL syntax', () => {
    for (const allowedHosts of [[], ['images.example.org']]) {
      const stack = new cdktf.TerraformStack(cdktf.Testing.app({ outdir: join(root, 'unused') }), 'region');
      addFiles(stack, { mustStop: claimed, allowedHosts, change: () => undefined });
      directory = join(root, `hcl-${allowedHosts.length}`);
      mkdirSync(directory);
      writeFileSync(join(directory, 'main.tf'), cdktf.Testing.synthHcl(stack, true));
      const said = plan();
      if (allowedHosts.length === 0) expect(said).toBeUndefined();
      else expect(said).toContain('ssrf-allowlisted-name-inside is called stopped and is open');
    }
  }, 60_000);

  test.each(['json', 'hcl'])(
    'terraform reads the OpenStack resources in %s, whose provider it cannot ask',
    (syntax) => {
      const pem = execFileSync('sh', ['-c', makeCertificate], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const app =
        syntax === 'json' ? new cdktf.App({ outdir: root }) : cdktf.Testing.app({ outdir: join(root, 'unused') });
      const stack = new cdktf.TerraformStack(app, 'region');
      new RegisteredLimits(stack, 'limits', { region: 'RegionOne', projects: { p1: { imageCountTotal: 0 } } });
      new ImporterRole(stack, 'importers', { importers: [{ projectId: 'p1', groupId: 'g1' }] });
      new SigningCertificates(stack, 'signers', { certificates: { signer: pem, 'signer.2': pem } });
      if (syntax === 'json') app.synth();
      else {
        directory = join(root, 'hcl');
        mkdirSync(directory);
        writeFileSync(join(directory, 'main.tf'), cdktf.Testing.synthHcl(stack, true));
      }
      // Loads and checks the whole configuration, and needs no provider for it.
      runTerraform(directory, ['get', '-no-color']);
      if (syntax === 'json') return;
      runTerraform(directory, ['fmt', '-no-color', 'main.tf']);
      const text = readFileSync(join(directory, 'main.tf'), 'utf8').replace(/ +/g, ' ');
      expect(text).toMatch(/service_id = "?\$?\{?data\.openstack_identity_service_v3\.limits_image_\w+\.id/);
      expect(text).toContain('default_limit = 100\n');
      expect(text).toContain('resource_limit = 0\n');
      expect(text).toContain('name = "image_importer"\n');
      expect(text).toContain(`payload = "${Buffer.from(pem).toString('base64')}", until = "`);
      expect(text).toMatch(
        /lifecycle \{\s+precondition \{\s+condition = timecmp\(plantimestamp\(\), each\.value\.until\)/,
      );
    },
  );
}

const makeCertificate = 'openssl req -x509 -subj /CN=signer -days 2 -nodes -newkey rsa:2048 -keyout /dev/null';
