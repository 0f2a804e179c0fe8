// Code without the newer security patches beside the emulators at that level: the import filter and the format gates.

import { filterLevelOf } from '../../src/emulators/url/import-filter';
import { compareCinderFetches, compareUploads } from '../differential/format-comparisons';
import { compareImports, compareVerdicts } from '../differential/import-filter-comparisons';
import { expectSame, type Run, runOf } from '../differential/run-comparisons';
import { openAtLevel, type Witness } from '../differential/witness';
import { readInterpreter } from '../real/url-witness';
import { type CodeOfLevel, releaseOf, type SuiteVersions } from './bed';
import { levelBeds } from './beds';
import { chosenSuites, levelOf, versionsAt } from './suites';

const glances = levelBeds.map(({ suite, level }): CodeOfLevel => ({ suite, service: 'glance', version: level ?? '' }));
// Nova of bookworm has such patches too, but the archive does not hold their source everywhere.
const cinders: readonly CodeOfLevel[] = [{ suite: 'bookworm', service: 'cinder', version: '21.3.1' }];

function listChosen(codes: readonly CodeOfLevel[]): [string, CodeOfLevel][] {
  const chosen = codes.filter(({ suite }) => chosenSuites().includes(suite));
  return chosen.map((code) => [`${code.service} ${code.version}`, code]);
}

/** Expects what the level of that version says, and keeps it under rows of its own. */
function expectSameAt(
  about: string,
  code: CodeOfLevel,
  script: string,
  flag: string,
  list: (witness: Witness, versions: SuiteVersions) => readonly Run[] | Promise<readonly Run[]>,
): Promise<void> {
  const { suite, service, version } = code;
  const open = () => openAtLevel(code, script, flag);
  return expectSame(`levels-${about}-${service}-${version.replace(/^\d+:/, '')}`, suite, open, list, versionsAt(code));
}

function titled<Case extends { readonly title: string }>(comparison: Case, { service, version }: CodeOfLevel): Case {
  return { ...comparison, title: `${comparison.title.replace(`${service}: `, '')}, ${service} ${version}` };
}

describe.each(listChosen(glances))('%s', (_, code) => {
  test('the import filter', () =>
    expectSameAt('import-filter', code, 'real/url-witness.py', '--glance', async (witness, versions) => {
      const { python, level } = readInterpreter(await witness.hello());
      const wanted = filterLevelOf(levelOf('glance', code.suite, versions));
      expect(level).toBe(wanted);
      return [
        runOf(titled(compareVerdicts(python, wanted), code), 100_000, 3_000),
        runOf(titled(compareImports(python, wanted), code), 100_000, 1_000),
      ];
    }));
});

// Later patches leave the inspector of uploads alone.
describe.each(listChosen(glances.slice(0, 1)))('%s', (_, code) => {
  test('uploads', () =>
    expectSameAt('formats', code, 'differential/format-witness.py', 'glance', () => [
      runOf(titled(compareUploads(releaseOf[code.suite]), code)),
    ]));
});

describe.each(listChosen(cinders))('%s', (_, code) => {
  test('volumes', () =>
    expectSameAt('formats', code, 'differential/format-witness.py', 'cinder', (__, versions) => [
      runOf(titled(compareCinderFetches(levelOf('cinder', code.suite, versions)), code)),
    ]));
});
