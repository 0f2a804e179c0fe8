// What a report tells beside the verdicts, as keys that are added to the JSON of the judgement.
import { printable } from '../problems';
import { maskEdit } from './mask-edit';
import type { ReportSections, ResidualRisk } from './sections';

/** Nothing that was not asked for. Values of edits are masked like lines of a file. */
export function sectionsToJson(
  { notes = [], policy, upgrade, drift, fixes }: ReportSections,
  residuals: readonly ResidualRisk[] | undefined = undefined,
): object {
  return {
    ...(notes.length > 0 && { notes: notes.map((note) => printable(note, 300)) }),
    ...(residuals !== undefined && { residualRisks: residuals }),
    ...(policy !== undefined && { policy }),
    ...(upgrade !== undefined && { upgrade }),
    ...(drift !== undefined && { drift }),
    ...(fixes !== undefined && { fixes: fixesToJson(fixes) }),
  };
}

function fixesToJson(fixes: NonNullable<ReportSections['fixes']>): object {
  return {
    writtenTo: fixes.writtenTo,
    backups: fixes.backups,
    changedFiles: fixes.changedFiles,
    edits: fixes.edits.map(({ file, subject, value, replaces }) => ({
      file,
      subject: printable(subject, 120),
      value: value === null ? null : maskEdit(subject, value),
      replaces: replaces === null ? null : maskEdit(subject, replaces),
    })),
    closed: fixes.closed,
    left: fixes.left.map(({ name }) => printable(name, 200)),
    leftBecause: Object.fromEntries(fixes.left.map(({ name, because }) => [printable(name, 200), because])),
  };
}
