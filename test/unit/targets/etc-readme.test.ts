// What the README of plain /etc tells a person to do is done here: the copies, and the order of what follows.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { etc } from '../../../src/targets/etc';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-etc-readme-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function layOut(intent: RegionIntent) {
  const files = etc.layOut(hardenRegion(undefined, settleIntent(intent, 'region.yaml')).collect());
  return { files, readme: files.get('README.md') as string };
}

const signed: RegionIntent = {
  release: '2025.1',
  novaSignatures: { defaultTrustedCertificateIds: ['5f3b1c2e-8a4d-4c6f-9b7e-2d1a0c9e8f7b'] },
  cinderSignatures: {},
  signedImports: {},
  stagingBounds: { device: '/dev/vg0/staging' },
  importEgress: { resolvers: ['10.0.0.53'], mirrors: ['10.0.1.0/24'] },
};

test('the lines that copy bring a host the files of what it runs, and no directory of another service', () => {
  const { files, readme } = layOut(signed);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, 'out', path)), { recursive: true });
    writeFileSync(join(root, 'out', path), text);
  }
  for (const directory of ['glance', 'nginx', 'systemd/system']) {
    mkdirSync(join(root, 'etc', directory), { recursive: true });
  }
  const copies = readme.split('\n').filter((line) => line.startsWith('    for dir'));
  expect(copies).toHaveLength(2);
  const script = copies.join('\n').replaceAll('/etc/', `${root}/etc/`);
  execFileSync('sh', ['-c', `${script}\ntrue`], { cwd: join(root, 'out') });
  expect(readdirSync(join(root, 'etc')).sort()).toEqual(['glance', 'nftables.d', 'nginx', 'systemd']);
  for (const path of ['glance/glance.conf.d/90-glacis.conf', 'systemd/system/glacis-import-egress.service']) {
    expect(existsSync(join(root, 'etc', path))).toBe(true);
  }
});

test('glance-api restarts once, after its plugin, its units, its filesystem and its guard are there', () => {
  const steps = layOut(signed)
    .readme.split('\n')
    .filter((line) => line.startsWith('* '));
  const at = (words: string) => steps.findIndex((line) => line.includes(words));
  const order = ['pip install', '`systemctl daemon-reload`', 'chown glance:glance', 'glacis-import-egress.service`'];
  const restart = at('restart every glance-api');
  expect(order.map(at)).toEqual([0, 1, 2, 3]);
  expect(at('/etc/default/glance-api')).toBe(4);
  expect(restart).toBe(5);
  expect(steps.filter((line) => /restart (every )?glance-api/.test(line))).toHaveLength(1);
});

test('a region without units is told of none', () => {
  const { readme } = layOut({ release: '2025.1' });
  expect(readme).not.toMatch(/daemon-reload|chown|pip install/);
});
