// The part of docs/proof.md about the import plugin: which images it let through, and what the start check said.
import { nameOfBed } from './beds';
import type { JudgedTree } from './judged-trees';

/** The lines of the part. */
export function describeSigning(trees: readonly JudgedTree[]): string[] {
  const own = trees.flatMap((tree) => (tree.signing === null ? [] : [{ ...tree, signing: tree.signing }]));
  const columns = own[0]?.signing.imports.map(({ way, state }) => `${way}: ${state}`) ?? [];
  return [
    '## Signed imports',
    '',
    'The import plugin of Glacis in the Python of each suite, a certificate from a stand-in for Barbican, RSA-PSS over the bytes that',
    'are imported. `partly`: one of the four properties is missing; `forged`: the signature is of other bytes. The start check is',
    'the program that Glacis renders and systemd would run before glance-api.',
    '',
    `| bed | configuration | start check | ${columns.join(' | ')} |`,
    `|---|---|---|${columns.map(() => '---|').join('')}`,
    ...own.map(
      ({ bed, configuration, signing: { check, imports } }) =>
        `| ${nameOfBed(bed)} | ${configuration} | ${check} | ${imports.map(({ image }) => image).join(' | ')} |`,
    ),
    '',
  ];
}
