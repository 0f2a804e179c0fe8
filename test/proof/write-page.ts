// Writes docs/proof.md from the kept results of the proof: what was observed, what the judge said, and where they differ.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { attackIds } from '../../src/checks';
import { compareText } from '../../src/problems';
import { configurations } from './configurations';
import { describeFormats } from './page-formats';
import { beds, nameOfBed, type ProvedFlood, type ProvedFormats, type ProvedTree, readResults } from './results';
import { agrees, type Cell } from './run-attacks';

const page = resolve(__dirname, '../../docs/proof.md');

/** One cell that differs, with where it stands. */
interface Mismatch {
  readonly tree: ProvedTree;
  readonly cell: Cell;
}

/** The page for these results. */
export function composeProofPage(
  trees: readonly ProvedTree[],
  floods: readonly ProvedFlood[],
  formats: readonly ProvedFormats[],
): string {
  const mismatches = listMismatches(trees);
  const cells = trees.flatMap((tree) => tree.cells);
  const worked = cells.filter(({ observed }) => observed === 'worked').length;
  return `${[
    '# Proof on real services',
    '',
    'Written by `npm run proof`: real Glance of three Debian suites in network namespaces, attacked request by request, and the',
    'answer held against what the judge says about the same files. Root, Debian and some minutes are needed; userlands are kept in',
    '`/var/cache/glacis-bed` (`GLACIS_BED`). The witness is a server that owns every address of the namespace and notes each',
    'connection with the address Glance chose, or a row in its database, or the status of the answer.',
    '',
    'A full run takes about half an hour on two processors, the first one ten minutes more. `GLACIS_PROOF=trixie/eventlet,sid/uwsgi` runs',
    'some beds, `GLACIS_PROOF_TREES=stock,glacis` some configurations; results of others are kept. Exit code 2: something differs.',
    'Remove a suite from the directory to build it again with newer packages.',
    '',
    `${trees.length} trees on ${new Set(trees.map(({ bed }) => nameOfBed(bed))).size} beds: ${cells.length} attacks run, ${worked} of them worked, ` +
      `${mismatches.length} where the judge says something else.`,
    '',
    '## What ran',
    '',
    ...tableOfVersions(trees, floods),
    '',
    '## Configurations',
    '',
    ...configurations.map(({ name, words }) => `- **${name}**: ${words}`),
    '',
    '## Where the judge and reality differ',
    '',
    ...describeMismatches(mismatches),
    '',
    '## Attack by attack',
    '',
    '`worked` and `failed` are what happened, alone where the judge agrees (open or stopped; an attack it calls not applicable must',
    'not work). `≠` is followed by its verdict where it does not agree. `·`: the attack has nothing to try in this tree.',
    '',
    ...configurations.flatMap(({ name }) => tableOfConfiguration(name, trees)),
    '## Image records without end',
    '',
    'Every spelling of the request that creates an image, from four clients at once, each with another token and another',
    'X-Forwarded-For, through the proxy of the suite with the limit that Glacis renders, to real Glance. Rows are those that its database gained.',
    '',
    '| bed | proxy | sent | limit | created | rows | refused with 429 | the edge emulator says |',
    '|---|---|---|---|---|---|---|---|',
    ...floods.map(
      (flood) =>
        `| ${nameOfBed(flood.bed)} | ${flood.proxy} ${flood.versions[flood.proxy] ?? ''} | ${flood.sent} | ${flood.limit} | ${flood.created} | ${flood.rows} | ${flood.refused} | ${flood.modelled} |`,
    ),
    '',
    ...describeFormats(formats),
    '## What this does not prove',
    '',
    '- Nobody asks keystone: the requests carry the headers that its middleware would set, roles as keystone implies them.',
    '- The database is sqlite: a 500 or a task that never ends is tried again, three times at most. What failed where the judge says open is run once more; a positive is never in doubt.',
    '- Every address is local, so `worked` means that Glance opened the connection and sent its request, not that somebody would answer.',
    ...listUntried(trees),
    '- Only these package versions; the levels in between stand in the measured matrix of the tests.',
  ].join('\n')}\n`;
}

/** The attacks of the catalogue that no bed tries, by what they are aimed at. */
function listUntried(trees: readonly ProvedTree[]): string[] {
  const tried = new Set(trees.flatMap(({ cells }) => cells.map(({ id }) => id)));
  const layers = new Map<string, number>();
  for (const id of attackIds.filter(
    (one) => !tried.has(one) && !floodAttacks.has(one) && !one.startsWith('formats-'),
  )) {
    const layer = id.slice(0, id.indexOf('-'));
    layers.set(layer, (layers.get(layer) ?? 0) + 1);
  }
  const counts = [...layers].map(([layer, count]) => `${count} ${layer}`).join(', ');
  return [
    `- Attacks of the catalogue that are judged and not run here: ${counts}. Nova and Cinder do not run in the bed.`,
  ];
}

/** What the flood stands for. */
const floodAttacks: ReadonlySet<string> = new Set([
  'dos-image-create-flood',
  'dos-limit-forged-project',
  'dos-limit-left-out-header',
  'dos-limit-many-tokens',
  'dos-limit-version-alias',
  'dos-limit-media-type',
  'dos-limit-forged-address',
]);

function listMismatches(trees: readonly ProvedTree[]): Mismatch[] {
  return trees.flatMap((tree) => tree.cells.filter((cell) => !agrees(cell)).map((cell) => ({ tree, cell })));
}

function tableOfVersions(trees: readonly ProvedTree[], floods: readonly ProvedFlood[]): string[] {
  const suites = new Map([...trees, ...floods].map(({ bed, versions }) => [bed.suite, versions]));
  const packages = ['python3-glance', 'python', 'nginx', 'haproxy', 'python3-oslo.config', 'python3-oslo.policy'];
  return [
    `| suite | ${packages.join(' | ')} |`,
    `|---|${packages.map(() => '---|').join('')}`,
    ...[...suites]
      .sort(([a], [b]) => compareText(a, b))
      .map(([suite, versions]) => `| ${suite} | ${packages.map((name) => versions[name] ?? '').join(' | ')} |`),
  ];
}

function describeMismatches(mismatches: readonly Mismatch[]): string[] {
  if (mismatches.length === 0) return ['Nowhere.'];
  const groups = new Map<string, Mismatch[]>();
  for (const mismatch of mismatches) {
    const { id, observed, modelled } = mismatch.cell;
    const title = `${id}: observed **${observed}**, modelled **${modelled}**`;
    groups.set(title, [...(groups.get(title) ?? []), mismatch]);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([title, group]) => {
      const first = group[0] as Mismatch;
      const where = group.map(({ tree }) => `${nameOfBed(tree.bed)} ${tree.configuration}`);
      return [
        `### ${title}`,
        '',
        `On ${where.join(', ')}. The judge: ${first.cell.because}`,
        '',
        ...first.cell.steps.map(
          ({ url, outcome, connections }) =>
            `- \`${url}\`: status ${outcome.status}${outcome.task ? `, task ${outcome.task}` : ''}; connections: ${connections.join(', ') || 'none'}`,
        ),
        '',
      ];
    });
}

function tableOfConfiguration(name: string, trees: readonly ProvedTree[]): string[] {
  const own = beds.flatMap((bed) =>
    trees.filter((tree) => tree.configuration === name && nameOfBed(tree.bed) === nameOfBed(bed)),
  );
  if (own.length === 0) return [];
  const ids = [...new Set(own.flatMap(({ cells }) => cells.map(({ id }) => id)))].sort(compareText);
  const count = (tree: ProvedTree) => tree.cells.filter(({ observed }) => observed === 'worked').length;
  return [
    `### ${name}`,
    '',
    `| attack | ${own.map(({ bed }) => nameOfBed(bed)).join(' | ')} |`,
    `|---|${own.map(() => '---|').join('')}`,
    `| *an ordinary import* | ${own.map(({ ordinaryImport }) => `*${ordinaryImport}*`).join(' | ')} |`,
    ...ids.map(
      (id) => `| ${id} | ${own.map((tree) => describeCell(tree.cells.find((cell) => cell.id === id))).join(' | ')} |`,
    ),
    `| **worked** | ${own.map((tree) => `**${count(tree)} of ${tree.cells.length}**`).join(' | ')} |`,
    '',
  ];
}

function describeCell(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (!agrees(cell)) return `${cell.observed} ≠ ${cell.modelled}`;
  return cell.observed === 'nothing-tried' ? '·' : cell.observed;
}

const trees = readResults('tree');
const floods = readResults('flood');
writeFileSync(page, composeProofPage(trees, floods, readResults('formats')));
const mismatches = listMismatches(trees);
for (const { tree, cell } of mismatches) {
  process.stdout.write(
    `${nameOfBed(tree.bed)} ${tree.configuration} ${cell.id}: observed ${cell.observed}, modelled ${cell.modelled}\n`,
  );
}
process.stdout.write(
  `docs/proof.md: ${trees.length} trees, ${floods.length} floods, ${mismatches.length} mismatches\n`,
);
