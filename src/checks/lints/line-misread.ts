// A line of an option file that its service reads as something else than it seems to say.
import { printable } from '../../problems';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'line-misread',
  title: 'Line that is read as something else',
  severity: 'medium',
  words:
    'oslo.config knows no comment behind a value, and takes an indented line for more of the value above it. An entry of a list with a comment behind it is another entry, an indented option is no option, and neither is told in the log.',
  references: ['oslo.config'],
  find: (cloud) =>
    judgedServices.flatMap((service) =>
      cloud.optionFiles(service).flatMap(({ faults, entries }) =>
        faults.flatMap(({ at, effect, message }): LintFinding[] => {
          const entry = entries.findLast((one) => one.at.line <= at.line && at.line < one.at.line + one.raw.length);
          if (effect !== 'misread' || entry === undefined) return [];
          const subject = printable(`${entry.section}/${entry.key}`, 80);
          return [{ at, subject, message: `${service} reads on: ${message}.`, fixes: [], choice }];
        }),
      ),
    ),
};

const choice = 'Put the comment above the option, or begin the option in the first column.';
