// The part of docs/proof.md about crafted disks: under which labels real Glance stored what.
import { nameOfBed } from './beds';
import type { JudgedTree } from './judged-trees';

/** The lines of the part. */
export function describeFormats(trees: readonly JudgedTree[]): string[] {
  const uploads = trees.flatMap((tree) => tree.uploads);
  const differ = uploads.filter(({ stored, modelled }) => stored !== (modelled === 'stored'));
  return [
    '## Crafted disks under every label',
    '',
    'Each file is uploaded with PUT under each disk_format, in containers bare and ovf, and what Glance stores is compared with the',
    `emulator of its format gate: ${uploads.length} uploads, ${differ.length} where they differ.`,
    '',
    ...tableOfStored(trees),
    '',
  ];
}

function tableOfStored(trees: readonly JudgedTree[]): string[] {
  const payloads = [
    ...new Set(trees.flatMap(({ uploads }) => uploads.map(({ key }) => key.split(' as ')[0] as string))),
  ];
  const columns = trees.map(({ bed, configuration }) => `${nameOfBed(bed)} ${configuration}`);
  return [
    `| stored: file | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...payloads.map((payload) => `| ${payload} | ${trees.map((tree) => describeStored(tree, payload)).join(' | ')} |`),
  ];
}

/** `bare: raw, ploop; ovf: all`. */
function describeStored({ uploads }: JudgedTree, payload: string): string {
  const parts = ['bare', 'ovf'].flatMap((container) => {
    const own = uploads.filter(({ key }) => key.startsWith(`${payload} as `) && key.endsWith(` in ${container}`));
    const stored = own.filter((upload) => upload.stored);
    const labels = stored.map(({ key }) => key.slice(`${payload} as `.length, -` in ${container}`.length));
    return stored.length === 0 ? [] : [`${container}: ${stored.length === own.length ? 'all' : labels.join(', ')}`];
  });
  return parts.length === 0 ? 'never' : parts.join('; ');
}
