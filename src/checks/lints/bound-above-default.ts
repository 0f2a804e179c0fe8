// A bound that somebody raised beyond what the service itself has.

import { walkLines } from '../cloud/walk-lines';
import { findMeaning } from '../option-meaning';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'bound-above-default',
  title: 'Bound beyond the default',
  severity: 'low',
  words:
    'A quota or cap ends an attack wherever it stands, so that a verdict alone does not tell 64 from 64000. One that is looser than the default of the release gives away what the service would hold without any line.',
  references: ['OSSN-0076'],
  find: (cloud) =>
    judgedServices.flatMap((service) =>
      walkLines(cloud, service).flatMap(({ entry, facts }): LintFinding[] => {
        if (facts === undefined || typeof facts.default !== 'number') return [];
        const { section, name } = { section: facts.section ?? entry.section, name: facts.name };
        const { value, at } = cloud.config(service).get(section, name);
        const isWinner = at?.file === entry.at.file && at.line === entry.at.line;
        // Negative values are no bound at all, which is said elsewhere.
        if (!isWinner || typeof value !== 'number' || value < 0) return [];
        const subject = `${section}/${name}`;
        if (findMeaning(subject, facts.default, value) !== 'looser') return [];
        const fixes = [{ file: entry.at.file, section, option: name, value: String(facts.default) }];
        const message = `${value} is more than the ${facts.default} of the release.`;
        // For a person: what is in use already may be larger than the default admits.
        const choice = 'Go back to the default, or keep the bound if what is in use needs it.';
        return [{ at: entry.at, subject, message, fixes, choice }];
      }),
    ),
};
