// glacis audit: judges files that somebody else wrote, and on request mends them or holds them against a release or a synth.
import { statSync } from 'node:fs';
import type { Cloud } from '../checks/cloud/cloud';
import { judge } from '../checks/judge';
import { DEBIAN_GLANCE_UID } from '../documents/hardening';
import { reportFormats } from '../report/formats';
import type { ReportSections } from '../report/sections';
import { type Command, exitCodes } from './command';
import { openDirectory, tellOfDefaults } from './open-directory';
import {
  type AskedVersions,
  readFormat,
  readLauncher,
  readOptions,
  readPackages,
  readRelease,
  UsageError,
  versionOptions,
} from './options';
import { printJudgements, reportExitCode } from './print-judgement';
import { tell } from './streams';
import type { SynthesizedRegion } from './synthesized-region';
import { compileLate } from './v8-flags';

const options = {
  ...versionOptions,
  format: { type: 'string' },
  policy: { type: 'boolean' },
  'upgrade-to': { type: 'string' },
  against: { type: 'string' },
  region: { type: 'string' },
  fix: { type: 'boolean' },
  out: { type: 'string' },
  'in-place': { type: 'boolean' },
  verbose: { type: 'boolean' },
} as const;

/** DIR is laid out like /etc: glance/, nova/, cinder/, nginx/, haproxy/, any missing. With --fix the report is of the mended tree. */
export const audit: Command = (args) => {
  compileLate();
  const { values, positionals } = readOptions(args, options, { min: 1, max: 1, names: 'DIR' });
  const directory = positionals[0] as string;
  const format = readFormat(values.format, reportFormats);
  const destination = readDestination(values);
  const to = values['upgrade-to'] === undefined ? undefined : readRelease(values['upgrade-to']);
  if (values.region !== undefined && values.against === undefined) {
    throw new UsageError('--region without --against', '--against OUT-DIR --region NAME');
  }
  const synthesized = values.against === undefined ? undefined : openSynthesized(values.against, values.region);
  const versions = readVersions(values, synthesized);
  // A mended tree, and one that is compared file by file, must be known whole.
  const notes: string[] = [];
  const note = (sentence: string): void => {
    notes.push(sentence);
    tell(`${sentence}\n`);
  };
  const cloud = openDirectory(directory, versions, destination === undefined && synthesized === undefined, note);
  if (cloud.versions.containers !== undefined) refuseContainers(destination, synthesized);
  tellOfDefaults(cloud, note);
  const sections: ReportSections = {
    ...(notes.length > 0 && { notes }),
    ...(destination && { fixes: fix(cloud, directory, destination) }),
    ...(synthesized && { drift: { against: values.against as string, findings: compareWith(synthesized, cloud) } }),
    ...(values.policy && { policy: describeRules(cloud) }),
    ...(to && { upgrade: { to, changes: findUpgrade(cloud, to) } }),
  };
  const judgement = sections.fixes?.after ?? judge(cloud);
  const isPlain = values['no-color'] === true;
  const residuals = synthesized?.residuals;
  const region = { name: null, judgement, sections, ...(residuals && { residuals }) };
  printJudgements([region], format, isPlain, values.verbose === true);
  const hasMore = (sections.drift?.findings.length ?? 0) + (sections.upgrade?.changes.length ?? 0) > 0;
  return hasMore ? exitCodes.something : reportExitCode([judgement]);
};

/** What kolla-ansible writes there it writes again: fixes belong into its overlay, and files of a synth are merged before they arrive. */
function refuseContainers(destination: unknown, synthesized: unknown): void {
  const refused = destination !== undefined ? '--fix' : synthesized !== undefined ? '--against' : undefined;
  if (refused === undefined) return;
  throw new UsageError(
    `${refused} for /etc/kolla`,
    'the judgement alone: kolla-ansible overwrites these files, which it merges of its own lines and those of the overlay',
    'put what the report proposes into node_custom_config on the deploy host, and run kolla-ansible reconfigure',
  );
}

type Values = ReturnType<typeof readOptions<typeof options>>['values'];

function readDestination(values: Values): import('./audit-fix').FixDestination | undefined {
  const { fix: isFixing, out, 'in-place': isInPlace } = values;
  if (!isFixing) {
    if (out === undefined && !isInPlace) return undefined;
    throw new UsageError('--out or --in-place without --fix', '--fix --out DIR, or --fix --in-place');
  }
  if ((out === undefined) !== (isInPlace === true)) {
    throw new UsageError(
      '--fix',
      'either --out DIR for a mended copy, or --in-place, which keeps a backup of each file',
    );
  }
  return out === undefined ? { kind: 'in-place' } : { kind: 'copy', out };
}

function readVersions(values: Values, synthesized: SynthesizedRegion | undefined): AskedVersions {
  if (values.release === undefined) {
    if (synthesized) return synthesized.cloud.versions;
    throw new UsageError('no --release', '--release R: options and defaults depend on it');
  }
  return {
    release: readRelease(values.release),
    packages: readPackages(values.package),
    launcher: values.launcher === undefined ? undefined : readLauncher(values.launcher),
    glanceUid: synthesized?.cloud.versions.glanceUid ?? DEBIAN_GLANCE_UID,
  };
}

// What only some runs need is loaded when it is asked for.

function openSynthesized(directory: string, region: string | undefined): SynthesizedRegion {
  const room = require('./synthesized-region') as typeof import('./synthesized-region');
  return room.openSynthesizedRegion(directory, region);
}

function compareWith(synthesized: SynthesizedRegion, live: Cloud) {
  const { findDrift } = require('../checks/drift') as typeof import('../checks/drift');
  return findDrift(synthesized.cloud, live);
}

function describeRules(cloud: Cloud) {
  const { describePolicy } = require('../checks/policy-words') as typeof import('../checks/policy-words');
  return describePolicy(cloud);
}

function findUpgrade(cloud: Cloud, to: ReturnType<typeof readRelease>) {
  const { findUpgradeChanges } = require('../checks/upgrade') as typeof import('../checks/upgrade');
  return findUpgradeChanges(cloud, to);
}

function fix(cloud: Cloud, directory: string, to: import('./audit-fix').FixDestination) {
  const { fixDirectory } = require('./audit-fix') as typeof import('./audit-fix');
  const isGlanceItself = statSync(`${directory}/glance-api.conf`, { throwIfNoEntry: false })?.isFile() === true;
  return fixDirectory(cloud, directory, isGlanceItself ? 'glance/' : '', to);
}
