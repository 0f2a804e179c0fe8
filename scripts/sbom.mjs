// `npm run sbom`: the CycloneDX bill of materials of what an installation brings, without the time and number that differ at each run.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { status, stdout, stderr } = spawnSync(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'],
  { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
);
if (status !== 0) {
  process.stderr.write(stderr);
  process.exit(status ?? 1);
}
const bill = JSON.parse(stdout);
delete bill.serialNumber;
delete bill.metadata.timestamp;
// npm names the checkout's directory; its path says nothing about the package either.
bill.metadata.component.name = 'glacis';
for (const component of [bill.metadata.component, ...bill.components]) {
  component.properties = component.properties?.filter(({ name }) => name !== 'cdx:npm:package:path');
}
addRequiredPeers();
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);

/** npm installs required peers (constructs) with the package and leaves them out of its bill. */
function addRequiredPeers() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const known = new Set(bill.components.map((component) => component['bom-ref']));
  for (const [path, { version, integrity, license, peer, dev, optional }] of Object.entries(packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const ref = `${name}@${version}`;
    if (!peer || dev || optional || known.has(ref)) continue;
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const content = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
    const hashes = [{ alg: 'SHA-512', content }];
    const licenses = [{ license: { id: license } }];
    bill.components.push({ 'bom-ref': ref, type: 'library', name, version, scope: 'required', purl, hashes, licenses });
    bill.dependencies.push({ ref, dependsOn: [] });
    bill.dependencies.find((one) => one.ref === bill.metadata.component['bom-ref'])?.dependsOn.push(ref);
  }
}
