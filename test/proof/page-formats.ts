// The part of docs/proof.md about crafted disks: under which labels real Glance stored what.
import { nameOfBed, type ProvedFormats } from './results';

/** The lines of the part; a mismatch is said first. */
export function describeFormats(formats: readonly ProvedFormats[]): string[] {
  const cells = formats.flatMap((proved) => proved.cells.map((cell) => ({ proved, cell })));
  const differ = cells.filter(({ cell }) => cell.observed !== cell.modelled);
  return [
    '## Crafted disks under every label',
    '',
    'Each file is uploaded with PUT under each disk_format, in containers bare and ovf, and what Glance stores is compared with the',
    `emulator of its format gate: ${cells.length} uploads, ${differ.length} where they differ.`,
    '',
    ...differ.map(
      ({ proved, cell }) =>
        `- ${nameOfBed(proved.bed)} ${proved.configuration}, ${cell.key}: ${cell.observed} with status ${cell.status}, modelled ${cell.modelled}`,
    ),
    ...(differ.length > 0 ? [''] : []),
    ...tableOfStored(formats),
    '',
  ];
}

function tableOfStored(formats: readonly ProvedFormats[]): string[] {
  const payloads = [...new Set(formats.flatMap(({ cells }) => cells.map(({ key }) => key.split(' as ')[0] as string)))];
  const columns = formats.map(({ bed, configuration }) => `${nameOfBed(bed)} ${configuration}`);
  return [
    `| stored: file | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...payloads.map(
      (payload) => `| ${payload} | ${formats.map((proved) => describeStored(proved, payload)).join(' | ')} |`,
    ),
  ];
}

/** `bare: raw, ploop; ovf: all`. */
function describeStored({ cells }: ProvedFormats, payload: string): string {
  const parts = ['bare', 'ovf'].flatMap((container) => {
    const own = cells.filter(({ key }) => key.startsWith(`${payload} as `) && key.endsWith(` in ${container}`));
    const stored = own.filter(({ observed }) => observed === 'stored');
    const labels = stored.map(({ key }) => key.slice(`${payload} as `.length, -` in ${container}`.length));
    return stored.length === 0 ? [] : [`${container}: ${stored.length === own.length ? 'all' : labels.join(', ')}`];
  });
  return parts.length === 0 ? 'never' : parts.join('; ');
}
