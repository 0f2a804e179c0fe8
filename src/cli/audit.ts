// glacis audit: judges files that somebody else wrote.
import { judge } from '../checks/judge';
import { DEBIAN_GLANCE_UID } from '../documents/hardening';
import { reportFormats } from '../report/formats';
import type { Command } from './command';
import { openDirectory } from './open-directory';
import {
  readFormat,
  readLauncher,
  readOptions,
  readPackages,
  readRelease,
  UsageError,
  versionOptions,
} from './options';
import { printJudgements, reportExitCode } from './print-judgement';

const options = { ...versionOptions, format: { type: 'string' } } as const;

/** DIR is laid out like /etc: glance/, nova/, cinder/, nginx/, haproxy/, any missing. */
export const audit: Command = (args) => {
  const { values, positionals } = readOptions(args, options, { min: 1, max: 1, names: 'DIR' });
  if (values.release === undefined)
    throw new UsageError('no --release', '--release R: options and defaults depend on it');
  const directory = positionals[0] as string;
  const format = readFormat(values.format, reportFormats);
  const cloud = openDirectory(directory, {
    release: readRelease(values.release),
    packages: readPackages(values.package),
    launcher: readLauncher(values.launcher),
    glanceUid: DEBIAN_GLANCE_UID,
  });
  const judgement = judge(cloud);
  printJudgements([{ name: null, judgement }], format, values['no-color'] === true);
  return reportExitCode([judgement]);
};
