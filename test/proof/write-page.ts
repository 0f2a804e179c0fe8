// docs/proof.md: what was observed, what the judge says of the same files, and where they differ.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { attackIds } from '../../src/checks';
import { compareText } from '../../src/problems';
import { allBeds, beds, levelBeds, nameOfBed, suites } from './beds';
import { configurations, configurationsOf } from './configurations';
import type { JudgedTree, Mismatch } from './judged-trees';
import { floodedAttacks } from './live-attacks';
import { tableOfCells } from './page-cells';
import { describeFormats } from './page-formats';
import { describeLevels } from './page-levels';
import { describeLoads, readLoads } from './page-load';
import { describeProxying, readProxying } from './page-proxies';
import { describeSigning } from './page-signing';
import { admittedAtOnce } from './proxies';
import { untried } from './untried';

const page = resolve(__dirname, '../../docs/proof.md');

/** Whether every configuration was run on every bed, and the proxies of every suite. */
export function isWholePage(trees: readonly JudgedTree[]): boolean {
  const isLoaded = suites.every((suite) => readLoads().some(({ bed }) => bed.suite === suite));
  return trees.length === allBeds.flatMap(configurationsOf).length && isLoaded && readProxying().length > 0;
}

/** Writes the page. */
export function writePage(trees: readonly JudgedTree[]): void {
  writeFileSync(page, composeProofPage(trees));
}

function composeProofPage(trees: readonly JudgedTree[]): string {
  const mismatches = trees.flatMap((tree) => tree.mismatches);
  const cells = trees.flatMap((tree) => tree.cells);
  const worked = cells.filter(({ observed }) => observed === 'worked').length;
  const attacks = new Set(cells.map(({ id }) => id)).size;
  const packaged = beds.flatMap((bed) => trees.filter((tree) => nameOfBed(tree.bed) === nameOfBed(bed)));
  return `${[
    '# Proof on real services',
    '',
    'Written by `npm run proof`: real Glance of three Debian suites in network namespaces, attacked request by request, and the',
    'answer held against what the judge says about the same files. The witness is a server that owns every address of the',
    'namespace and notes each connection with the address Glance chose, or a row in its database, or the status of the answer.',
    '',
    '`npm test` runs it too, when it is root on Debian; elsewhere it says SKIPPED. Userlands and results are kept in',
    '`/var/cache/glacis-bed` (`GLACIS_BED`): a cell is run again when the rendered files, the attack, the bed or a package changed, or',
    'when the judge now says something else than was seen, and the run says how many were run and how many kept.',
    '`GLACIS_PROOF_FRESH=1` runs all, `GLACIS_PROOF=trixie/eventlet,sid/uwsgi` some beds, `GLACIS_PROOF_TREES=stock,glacis` some',
    'configurations. Exit code 1: something could not be run; 2: something differs. Remove a suite from the directory to build it',
    'again with newer packages.',
    '',
    `${trees.length} trees on ${allBeds.length} beds, ${levelBeds.length} of them without newer security patches: ${attacks} of the ${attackIds.length} attacks of the catalogue, ${cells.length} cells, ${worked} worked, ` +
      `${mismatches.length} where the judge says something else.`,
    '',
    '## What ran',
    '',
    ...tableOfVersions(packaged),
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
    ...configurations.flatMap(({ name }) =>
      tableOfCells(
        name,
        packaged.filter((tree) => tree.configuration === name),
      ),
    ),
    ...describeLevels(trees),
    '## Image records without end',
    '',
    'Every spelling of the request that creates an image, from four clients at once, each with another token and another',
    'X-Forwarded-For, to Glance itself and through the proxies of the suite with the limit that Glacis renders. Rows are those that',
    `its database gained. This stands for ${floodedAttacks.join(', ')} too.`,
    '',
    '| bed | configuration | proxy | sent | limit | created | rows | refused with 429 |',
    '|---|---|---|---|---|---|---|---|',
    ...trees.flatMap(describeFloods),
    '',
    ...describeLoads(readLoads()),
    ...describeProxying(readProxying()),
    ...describeFormats(trees.filter(({ uploads }) => uploads.length > 0)),
    ...describeSigning(trees),
    '## Attacks of the catalogue that are not in the tables',
    '',
    ...describeUntried(),
    '',
    '## What this does not prove',
    '',
    '- Nobody asks keystone: the requests carry the headers that its middleware would set, roles as keystone implies them.',
    '- The database is sqlite, whose transactions take the write lock when they begin: a database server waits where sqlite would refuse. A 500 or a task that never ends is tried again, three times at most. What failed where the judge says open is run once more; a positive is never in doubt.',
    '- Every address is local, so `worked` means that Glance opened the connection and sent its request, not that somebody would answer.',
    '- systemd does not run in the bed: what bounds the unit of glance-api is judged and not seen.',
    '- Only these package versions; what the other versions of the project answer stands in the measured matrix of the tests.',
  ].join('\n')}\n`;
}

function describeUntried(): string[] {
  const reasons = new Map<string, string[]>();
  for (const [id, reason] of Object.entries(untried)) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  return [...reasons].map(([reason, ids]) => `- ${ids.join(', ')}: ${reason}.`);
}

function describeFloods({ bed, versions, configuration, floods }: JudgedTree): string[] {
  return floods.map(
    ({ proxy, sent, created, rows, refused }) =>
      `| ${nameOfBed(bed)} | ${configuration} | ${proxy} ${versions[proxy] ?? ''} | ${sent} | ${proxy === 'none' ? '' : admittedAtOnce} | ${created} | ${rows} | ${refused} |`,
  );
}

function tableOfVersions(trees: readonly JudgedTree[]): string[] {
  const suites = new Map(trees.map((tree) => [tree.bed.suite, tree]));
  const packages = ['python3-glance', 'python', 'nginx', 'haproxy', 'python3-oslo.config', 'python3-oslo.policy'];
  const unknown = [...suites.values()].filter(({ isVersionKnown }) => !isVersionKnown);
  return [
    `| suite | ${packages.join(' | ')} |`,
    `|---|${packages.map(() => '---|').join('')}`,
    ...[...suites]
      .sort(([a], [b]) => compareText(a, b))
      .map(([suite, { versions }]) => `| ${suite} | ${packages.map((name) => versions[name] ?? '').join(' | ')} |`),
    ...unknown.flatMap(({ bed }) => [
      '',
      `No release that Glacis knows has the version of ${bed.suite}: it is judged as the newest release, unpatched, and what fails there although it is called open does not count as a difference.`,
    ]),
  ];
}

function describeMismatches(mismatches: readonly Mismatch[]): string[] {
  if (mismatches.length === 0) return ['Nowhere.'];
  const groups = new Map<string, Mismatch[]>();
  for (const mismatch of mismatches) groups.set(mismatch.words, [...(groups.get(mismatch.words) ?? []), mismatch]);
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([title, group]) => {
      const { cell } = group[0] as Mismatch;
      const said = cell === null ? '' : ` The judge: ${cell.because}`;
      const steps = (cell?.steps ?? []).map(
        ({ what, outcome, connections }) =>
          `- \`${what}\`: status ${outcome.status}${outcome.task ? `, task ${outcome.task}` : ''}; connections: ${connections.join(', ') || 'none'}`,
      );
      return [`### ${title}`, '', `On ${group.map(({ where }) => where).join(', ')}.${said}`, '', ...steps, ''];
    });
}
