// The script that stores certificates, with the arguments of the real barbicanclient, a real openssl and a real shell.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderStoreScript } from '../../src/documents/certificates/store-script';
import { certificateOf, pemOf } from '../data/certificates';

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const isThere = spawnSync(python, ['-W', 'ignore', '-c', 'import barbicanclient, cryptography']).status === 0;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const isTried = isRequired || (isThere && hasOpenssl);
if (!isTried) process.stderr.write('SKIPPED: no barbicanclient or openssl (apt-get install python3-glance openssl)\n');

const directory = mkdtempSync(join(tmpdir(), 'glacis-store-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const id = '66666666-7777-4888-9999-aaaaaaaaaaaa';

test('every argument is one the client has, and what arrives is the certificate', () => {
  if (!isTried) return expect(isThere && hasOpenssl).toBe(false);
  const bin = join(directory, 'bin');
  const asked = join(directory, 'asked');
  mkdirSync(bin);
  mkdirSync(join(directory, 'certificates'));
  const witness = join(__dirname, 'store-certificates.py');
  writeFileSync(join(bin, 'openstack'), `#!/bin/sh\nexec ${python} -W ignore ${witness} "$@"\n`);
  chmodSync(join(bin, 'openstack'), 0o755);
  writeFileSync(join(directory, 'certificates', 'signer.pem'), `# header\n# signer\n${pemOf('signer')}`);
  const certificates = [
    { name: 'signer', file: 'signer.pem', id: null },
    { name: 'issuing', file: `${id}.pem`, id },
  ];
  const reader = '0123456789abcdef0123456789abcdef';
  writeFileSync(join(directory, 'store.sh'), renderStoreScript(certificates, [reader]));
  const { status, stdout, stderr } = spawnSync('sh', [join(directory, 'store.sh')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, ASKED: asked },
  });
  expect([status, stdout, stderr]).toEqual([0, `signer ${id}\nissuing ${id}\n`, '']);
  const told = readFileSync(asked, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const address = `http://keys.example.org/v1/secrets/${id}`;
  const grant = { command: 'AddACLUsers', users: [reader], operation: 'read', address };
  expect(told).toMatchObject([
    { command: 'StoreSecret', name: 'signer', fingerprint: certificateOf('signer').fingerprint },
    grant,
    { command: 'ListSecret', name: 'issuing', columns: ['Secret href'] },
    grant,
  ]);
});
