// The part of docs/proof.md about Glance without the newer security patches: what ran, what happened, what each fix changed.
import { type Bed, levelBeds, nameOfBed } from './beds';
import { configurations } from './configurations';
import { glancePackageOf, type JudgedTree } from './judged-trees';
import { fixesOf, listChanges, listReadFixes, listSteps, type SeenTree } from './level-changes';
import { tableOfCells } from './page-cells';

/** The heading of the table of a configuration. */
export function headingOfLevels(configuration: string): string {
  return `${configuration}, earlier patch levels`;
}

/** The lines of the part. */
export function describeLevels(trees: readonly JudgedTree[]): string[] {
  const own = (configuration: string): JudgedTree[] =>
    levelBeds.flatMap((bed) => trees.filter((tree) => tree.configuration === configuration && isSame(tree.bed, bed)));
  const seen = trees.map((tree): SeenTree => ({ ...tree, glancePackage: glancePackageOf(tree.versions) }));
  return [
    '## Glance without the newer security patches',
    '',
    'The userland of the suite, and in the place of its Glance the same code with the newer security patches of the package',
    'reversed, last first: those whose advisory the changelog names only above that version. Without any of them it is, file by file,',
    'the release of the project (25.1.0, 30.0.0). The judge is told the version, as an operator would write it. sid has no earlier',
    'level: no patch of its package adds a fix that Glacis knows. Levels in between are attacked where a patch touches the code.',
    '',
    '| bed | version | patches reversed | fixes it has |',
    '|---|---|---|---|',
    ...levelBeds.flatMap((bed) => describeLevel(bed, trees)),
    '',
    '### What each fix changed',
    '',
    'The same tree on neighbouring levels. An attack that is named nowhere ended the same way on both.',
    '',
    '| fix | from | to | configuration | worked before, not after | worked only after |',
    '|---|---|---|---|---|---|',
    ...describeChanges(seen),
    '',
    '### Fixes that were read and not run',
    '',
    'Each changes an answer of the judge, and no two beds show it.',
    '',
    ...listReadFixes(seen).map(({ fix, service, because }) => `- ${fix} in ${service}: ${because}.`),
    '',
    ...configurations.flatMap(({ name }) => tableOfCells(headingOfLevels(name), own(name))),
  ];
}

function describeLevel(bed: Bed, trees: readonly JudgedTree[]): string[] {
  const tree = trees.find((one) => isSame(one.bed, bed));
  if (tree === undefined) return [];
  const version = glancePackageOf(tree.versions);
  const fixes = [...fixesOf(bed, version)];
  return [`| ${nameOfBed(bed)} | ${version} | ${tree.versions.undone} | ${fixes.join(', ')} |`];
}

function describeChanges(seen: readonly SeenTree[]): string[] {
  const changes = listChanges(seen);
  return listSteps(seen).flatMap((step) => {
    const start = `| ${step.fixes.join(', ')} | ${nameOfBed(step.before)} | ${nameOfBed(step.after)} |`;
    const own = changes.filter((change) => change.step.from === step.from && change.step.to === step.to);
    if (own.length === 0) return [`${start} all | nothing | nothing |`];
    return own.map(
      ({ configuration, ended, begun }) => `${start} ${configuration} | ${ended.join(', ')} | ${begun.join(', ')} |`,
    );
  });
}

function isSame(a: Bed, b: Bed): boolean {
  return nameOfBed(a) === nameOfBed(b);
}
