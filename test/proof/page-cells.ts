// The tables of docs/proof.md that say attack by attack what happened, a column for each bed.
import { compareText } from '../../src/problems';
import { nameOfBed } from './beds';
import type { JudgedCell, JudgedTree } from './judged-trees';

/** The table below a heading; nothing without trees. */
export function tableOfCells(heading: string, trees: readonly JudgedTree[]): string[] {
  if (trees.length === 0) return [];
  const ids = [...new Set(trees.flatMap(({ cells }) => cells.map(({ id }) => id)))].sort(compareText);
  const count = (tree: JudgedTree) => tree.cells.filter(({ observed }) => observed === 'worked').length;
  return [
    `### ${heading}`,
    '',
    `| attack | ${trees.map(({ bed }) => nameOfBed(bed)).join(' | ')} |`,
    `|---|${trees.map(() => '---|').join('')}`,
    `| *an ordinary import* | ${trees.map(({ ordinaryImport }) => `*${ordinaryImport}*`).join(' | ')} |`,
    ...ids.map(
      (id) => `| ${id} | ${trees.map((tree) => describeCell(tree.cells.find((cell) => cell.id === id))).join(' | ')} |`,
    ),
    `| **worked** | ${trees.map((tree) => `**${count(tree)} of ${tree.cells.length}**`).join(' | ')} |`,
    '',
  ];
}

function describeCell(cell: JudgedCell | undefined): string {
  if (cell === undefined) return '';
  if (!cell.agrees) return `${cell.observed} ≠ ${cell.modelled}`;
  return cell.observed === 'nothing-tried' ? '·' : cell.observed;
}
