// `npm run sbom`: the CycloneDX bill of materials of what an installation brings, without the time and number that differ at each run.
import { spawnSync } from 'node:child_process';
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
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
