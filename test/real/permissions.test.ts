// The rendered script really sets owner, group and mode, below a root of its own and with the groups of OpenStack hosts.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HardenedGlance } from '../../src/constructs/hardened-glance';
import { HardeningStack } from '../../src/constructs/hardening-stack';
import { ImageCreateRateLimit } from '../../src/constructs/image-create-rate-limit';
import { ImagePolicy } from '../../src/constructs/image-policy';
import { SignatureEnforcingNova } from '../../src/constructs/signature-enforcing-nova';
import { PERMISSIONS_SCRIPT } from '../../src/documents/permissions/script';
import { loadTarget } from '../../src/targets';
import { composePermissions } from '../../src/targets/permissions';

const groups = { root: 0, glance: 64062, nova: 64060, cinder: 64061 } as const;
const canRun = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
const directory = mkdtempSync(join(tmpdir(), 'glacis-permissions-'));
const root = join(directory, 'root, with a space');
const groupFile = join(directory, 'group');

beforeAll(() => {
  writeFileSync(
    groupFile,
    Object.entries(groups)
      .map(([name, id]) => `${name}:x:${id}:\n`)
      .join(''),
  );
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => rmSync(root, { recursive: true, force: true }));

function layOut(): ReadonlyMap<string, string> {
  const region = new HardeningStack(undefined, 'region', { release: '2025.1' });
  new HardenedGlance(region, 'glance', {});
  new ImagePolicy(region, 'policy', {});
  new ImageCreateRateLimit(region, 'rate', {});
  new SignatureEnforcingNova(region, 'nova', {
    defaultTrustedCertificateIds: ['6f1c0a52-3a4e-4b7c-9a68-1d3f5b7c9e01'],
  });
  return loadTarget('etc').layOut(region.collect());
}

/** Copied by somebody with other permissions, as a careless copy would. */
function place(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(root, 'etc', path);
    mkdirSync(dirname(file), { recursive: true, mode: 0o777 });
    chmodSync(dirname(file), 0o777);
    writeFileSync(file, text);
    chmodSync(file, 0o666);
    chownSync(file, 65534, 65534);
  }
}

/** Runs the script in a mount namespace where /etc/group has the groups of OpenStack hosts. */
function runScript(script: string): { status: number | null; said: string } {
  const file = join(directory, 'script.sh');
  writeFileSync(file, script);
  const inside = 'mount --bind "$1" /etc/group && exec sh "$2" "$3"';
  const args = ['--mount', 'sh', '-c', inside, 'sh', groupFile, file, root];
  const { status, stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

function modeOf(path: string): string {
  const { uid, gid, mode } = statSync(join(root, 'etc', path));
  const group = Object.entries(groups).find(([, id]) => id === gid)?.[0] ?? String(gid);
  return `${uid} ${group} 0${(mode & 0o7777).toString(8)}`;
}

if (canRun || process.env.GLACIS_REQUIRE_REAL === '1') describe('the script', declareTests);
else {
  test('nobody required it', () => {
    process.stderr.write('SKIPPED: not root, or no mount namespaces; no owner was set\n');
    expect(canRun).toBe(false);
  });
}

function declareTests(): void {
  test('gives every file of the tree to root and the group of its service, and the second run changes nothing', () => {
    const files = layOut();
    place(files);
    const script = files.get(PERMISSIONS_SCRIPT) as string;
    for (let run = 0; run < 2; run += 1) {
      expect(runScript(script)).toEqual({ status: 0, said: '' });
      const placed = [...files.keys()].filter((path) => path.includes('/'));
      expect(Object.fromEntries(placed.map((path) => [path, modeOf(path)]))).toEqual({
        'glance/glance.conf.d/90-glacis.conf': '0 glance 0640',
        'glance/policy.d/90-glacis.yaml': '0 glance 0640',
        'nginx/conf.d/90-glacis-image-create.conf': '0 root 0640',
        'nova/nova.conf.d/90-glacis.conf': '0 nova 0640',
        'nova/policy.d/90-glacis.yaml': '0 nova 0640',
      });
      expect(modeOf('glance/glance.conf.d')).toBe('0 glance 0750');
      expect(modeOf('nova/policy.d')).toBe('0 nova 0750');
      expect(statSync(join(root, 'etc', 'nginx', 'conf.d')).mode & 0o777).toBe(0o777);
    }
  });

  test('leaves everything else alone, and a host without the files too', () => {
    const files = layOut();
    place(new Map([['glance/glance.conf.d/80-own.conf', '']]));
    expect(runScript(files.get(PERMISSIONS_SCRIPT) as string)).toEqual({ status: 0, said: '' });
    expect(modeOf('glance/glance.conf.d/80-own.conf')).toBe('65534 65534 0666');
    rmSync(root, { recursive: true });
    expect(runScript(files.get(PERMISSIONS_SCRIPT) as string).status).toBe(0);
    expect(existsSync(root)).toBe(false);
  });

  test('refuses a link instead of opening what it points to', () => {
    place(new Map([['victim', '']]));
    mkdirSync(join(root, 'etc', 'glance', 'policy.d'), { recursive: true });
    symlinkSync('../../victim', join(root, 'etc', 'glance', 'policy.d', '90-glacis.yaml'));
    const { status, said } = runScript(layOut().get(PERMISSIONS_SCRIPT) as string);
    expect(status).toBe(1);
    expect(said).toContain('90-glacis.yaml is a link');
    expect(modeOf('victim')).toBe('65534 65534 0666');
  });

  test('a path is a word, whatever it says', () => {
    const path = "glance/glance.conf.d/a'; touch pwned; '.conf";
    place(new Map([[path, '']]));
    expect(runScript(composePermissions('2025.1', [path]))).toEqual({ status: 0, said: '' });
    expect(modeOf(path)).toBe('0 glance 0640');
    expect(existsSync('pwned')).toBe(false);
  });

  test('a group that is missing is told, and the file stays closed to others', () => {
    place(new Map([['glance/glance.conf.d/90-glacis.conf', '']]));
    writeFileSync(groupFile, 'root:x:0:\n');
    expect(runScript(composePermissions('2025.1', ['glance/glance.conf.d/90-glacis.conf'])).status).toBe(1);
    expect(statSync(join(root, 'etc/glance/glance.conf.d')).mode & 0o077).toBe(0);
  });
}
