// glacis diff: what a change loosens, before it is rolled out.
import type { CloudVersions } from '../checks/cloud/configured-services';
import { diffFleets, type FleetDiff } from '../checks/diff/fleet';
import { DEBIAN_GLANCE_UID } from '../documents/hardening';
import { type Command, exitCodes } from './command';
import { type ComparedSide, listRegions, readSide } from './compared-side';
import {
  readFormat,
  readLauncher,
  readOptions,
  readPackages,
  readRelease,
  showsColor,
  UsageError,
  versionOptions,
} from './options';
import { print, tell } from './streams';
import { compileLate } from './v8-flags';

const options = { ...versionOptions, format: { type: 'string' }, 'fail-on': { type: 'string' } } as const;

/** Two intents, output directories, trees like /etc or `REV:path`. Exit 0 no difference, 1 a file could not be compared, 2 a difference (0 with --fail-on looser), 3 something is looser. */
export const diff: Command = (args) => {
  compileLate();
  const { values, positionals } = readOptions(args, options, { min: 2, max: 2, names: 'BEFORE AFTER' });
  const format = readFormat(values.format, ['text', 'json', 'markdown']);
  const failOn = values['fail-on'] ?? 'difference';
  if (failOn !== 'difference' && failOn !== 'looser')
    throw new UsageError(`--fail-on ${failOn}`, 'difference or looser');
  const [before = '', after = ''] = positionals;
  const stated: CloudVersions | undefined =
    values.release === undefined
      ? undefined
      : {
          release: readRelease(values.release),
          packages: readPackages(values.package),
          launcher: readLauncher(values.launcher),
          glanceUid: DEBIAN_GLANCE_UID,
        };
  const [old, now] = [readSide(before, 'before'), readSide(after, 'after')];
  const compared = diffFleets(
    listRegions(before, old, stated ?? versionsOf(now), now.kind),
    listRegions(after, now, stated ?? versionsOf(old), old.kind),
    [...old.notCompared, ...now.notCompared],
  );
  printDiff(compared, format, values['no-color'] === true);
  const isLooser =
    compared.attacksOpened.length > 0 || compared.changes.some((change) => change.direction === 'looser');
  if (isLooser) return exitCodes.looser;
  if (compared.notCompared.length > 0) {
    const { length } = compared.notCompared;
    tell(
      `${length} ${length === 1 ? 'file was' : 'files were'} not compared: nobody can say that nothing got looser\n`,
    );
    return exitCodes.failed;
  }
  if (compared.changes.length === 0) return exitCodes.nothing;
  return failOn === 'looser' ? exitCodes.nothing : exitCodes.something;
};

/** A bare tree beside an intent of one region is judged for what that region runs. */
function versionsOf(other: ComparedSide): CloudVersions | undefined {
  return other.kind === 'regions' && other.regions.length === 1 ? other.regions[0]?.versions : undefined;
}

/** Each writer is loaded when its format is asked for. */
function printDiff(compared: FleetDiff, format: 'text' | 'json' | 'markdown', isPlain: boolean): void {
  if (format === 'json') {
    const { diffToJson } = require('../report/diff-json') as typeof import('../report/diff-json');
    const { writeJson } = require('../report/safe-text') as typeof import('../report/safe-text');
    print(writeJson(diffToJson(compared)));
  } else if (format === 'markdown') {
    const { diffToMarkdown } = require('../report/diff-markdown') as typeof import('../report/diff-markdown');
    print(diffToMarkdown(compared));
  } else {
    const { diffToText } = require('../report/diff-text') as typeof import('../report/diff-text');
    const { createPaint } = require('../report/paint') as typeof import('../report/paint');
    const hasColor = showsColor(isPlain);
    print(diffToText(compared, createPaint(hasColor)));
  }
}
