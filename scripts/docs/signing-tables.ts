// The tables of docs/signing.md, out of the emulators: `npx tsx scripts/docs/signing-tables.ts` writes them into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '../../src/checks/cloud/cloud';
import { judgeSignatures } from '../../src/checks/mechanisms/signature-table';
import { storeImage } from '../../src/emulators/signatures/glance-store';
import { imageStates, imageStateWords } from '../../src/emulators/signatures/image-state';
import { bootImage, findNovaMode } from '../../src/emulators/signatures/nova-boot';
import { takeSnapshot } from '../../src/emulators/signatures/snapshot';
import { bootVolume } from '../../src/emulators/signatures/volume-boot';
import type { ReleaseName } from '../../src/openstack/types';

const page = join(__dirname, '../../docs/signing.md');

/** The page with its tables renewed; the text between them is written by hand. */
export function renewSigningTables(text: string): string {
  const tables = {
    states: composeStates(),
    modes: composeModes(),
    ways: composeWays(),
    gates: composeGates(),
    volumes: composeVolumeBoots(),
    snapshots: composeSnapshots(),
  };
  return Object.entries(tables).reduce((renewed, [name, table]) => {
    const block = new RegExp(`(<!-- table: ${name} -->\\n)(?:(?!<!--)[^])*(<!-- end -->)`);
    if (!block.test(renewed)) throw new Error(`docs/signing.md has no place for the table ${name}`);
    return renewed.replace(block, (_, before: string, after: string) => `${before}\n${table}\n\n${after}`);
  }, text);
}

function composeStates(): string {
  return composeTable(
    ['state', 'what it means'],
    imageStates.map((state) => [state, imageStateWords[state]]),
  );
}

/** What an operator and a request may say; `-`: it does not matter. */
const switches = [
  ['off', 'off', '-', 'no'],
  ['off', 'on', 'empty', 'no'],
  ['off', 'on', 'filled', 'no'],
  ['on', 'off', '-', 'no'],
  ['on', 'on', 'empty', 'no'],
  ['on', 'on', 'filled', 'no'],
  ['-', '-', '-', 'yes'],
] as const;

const readSwitches = ([verify, validate, list]: (typeof switches)[number], release: ReleaseName = '2025.1') => ({
  release,
  verifies: verify === 'on',
  validates: validate === 'on',
  hasTrustedList: list === 'filled',
});

/** Image-backed boots on the path that is verified. */
function composeModes(): string {
  return composeTable(
    ['verify', 'validate', 'trusted list', 'list in the request', 'mode', ...imageStates],
    switches.map((row) => {
      const [facts, hasRequestList] = [readSwitches(row), row[3] === 'yes'];
      const ends = imageStates.map((state) => bootImage(facts, 'download', state, hasRequestList).ends);
      return [...row, findNovaMode(facts, hasRequestList), ...ends.map((end) => (end === 'error' ? 'ERROR' : end))];
    }),
  );
}

/** Imports under what a region may put in their way. */
function composeGates(): string {
  const gates = [
    ['nothing', {}],
    ['a plugin that changes bytes', { isConverting: true }],
    ['the plugin that demands signatures', { isSignatureRequired: true }],
  ] as const;
  return composeTable(
    ['import under', ...imageStates],
    gates.map(([name, gate]) => [
      name,
      ...imageStates.map((state) => {
        const { ends, isVerified } = storeImage('import', state, gate);
        return ends === 'refused' ? 'refused' : isVerified ? 'verified' : 'unverified';
      }),
    ]),
  );
}

/** Requests that end on a volume, as the API of Nova answers them. */
function composeVolumeBoots(): string {
  const requests = [
    'empty-image-ref',
    'image-ref-and-volume-root',
    'rebuild-with-list',
    'rebuild-with-null',
    'rebuild-new-image',
  ] as const;
  return composeTable(
    ['verify', 'validate', 'trusted list', 'list in the request', ...requests],
    switches.map((row) => [...row, ...requests.map((one) => bootVolume(readSwitches(row), one, row[3] === 'yes'))]),
  );
}

/** What createImage and shelving leave behind. */
function composeSnapshots(): string {
  const servers = [
    ['up to train', 'train', 'nothing', []],
    ['up to train', 'train', 'one of the four properties', ['img_signature']],
    ['ussuri and later', 'ussuri', '-', []],
  ] as const;
  return composeTable(
    ['release', 'non_inheritable_image_properties', 'server on an image', 'server on a volume'],
    servers.map(([words, release, option, names]) => [
      words,
      option,
      takeSnapshot(release, false, names),
      takeSnapshot(release, true, names),
    ]),
  );
}

/** Everything switched on, and what each way makes of it. */
function composeWays(): string {
  const files = new Map([
    [
      'nova/nova.conf',
      '[glance]\nverify_glance_signatures = true\nenable_certificate_validation = true\ndefault_trusted_certificate_ids = a\n',
    ],
    ['cinder/cinder.conf', '[DEFAULT]\nverify_glance_signatures = enabled\n'],
  ]);
  const cloud = new Cloud(files, { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 });
  return composeTable(
    ['service', 'way', ...imageStates],
    judgeSignatures(cloud).map(({ service, path, ends }) => [
      service,
      path,
      ...imageStates.map((state) => ends[state]),
    ]),
  );
}

function composeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (require.main === module) writeFileSync(page, renewSigningTables(readFileSync(page, 'utf8')));
