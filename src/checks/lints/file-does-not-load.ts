// A file that its service cannot load: the service does not start.
import type { Source } from '../../documents/types';
import type { Service } from '../../openstack/types';
import { type ClosedTo, listGaps } from '../cloud/closed-files';
import type { Cloud } from '../cloud/cloud';
import { findUnequalSwitches } from '../cloud/policy-switches';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'file-does-not-load',
  title: 'File that stops the service',
  severity: 'high',
  words:
    'A directory or a broken link under the name of a file, a byte order mark, bytes that are not UTF-8, text behind a section bracket, a line that is neither option nor comment, or broken YAML, or from wallaby to zed two switches of Glance that do not agree: the process refuses to start, or a policy answers every request with 500.',
  references: ['oslo.config, oslo.policy'],
  find: (cloud) => [
    ...tellUnequal(cloud),
    ...judgedServices.flatMap((service) => [
      ...[...cloud.optionFiles(service), ...cloud.policy(service).documents]
        .flatMap((document) => document.faults)
        .filter((fault) => fault.effect === 'refuses-to-load')
        .map(({ at, message }) => ({
          at,
          subject: at.file,
          message: `${service} cannot load this: ${message}`,
          ...adviseOn(cloud, at),
        })),
      ...cloud.filesRead(service).read.flatMap((file) => findOtherEncoding(cloud, service, file)),
      ...listGaps(cloud, service).map((closed) => tellClosed(service, closed)),
    ]),
  ],
};

function tellUnequal(cloud: Cloud): LintFinding[] {
  const unequal = findUnequalSwitches(cloud);
  if (unequal === null) return [];
  const { at, message, section, option } = unequal;
  const fixes = [{ file: at.file, section, option, value: 'true' }];
  return [{ at, subject: `${section}/${option}`, message: `glance-api does not start: ${message}.`, fixes }];
}

function tellClosed(service: Service, { file, line, isFatal, because, choice }: ClosedTo): LintFinding {
  const what = isFatal ? `${service} does not start: ${because}.` : `No verdict on ${service}: ${because}.`;
  return { at: { file, line: line ?? 1 }, subject: file, message: what, fixes: [], choice };
}

/** Reading puts U+FFFD where bytes are no UTF-8. Told alone, once for a file: no attack is credited with it, since the locale decides. */
function findOtherEncoding(cloud: Cloud, service: Service, file: string): LintFinding[] {
  const lines = (cloud.files.get(file) ?? '').split(/\r\n|\r|\n/);
  const index = lines.findIndex((line) => line.includes('\ufffd'));
  const isTold = cloud.iniDocument(file).faults.some(({ effect }) => effect === 'refuses-to-load');
  if (index < 0 || isTold) return [];
  const message = `With Python 3 and a UTF-8 locale ${service} does not start: bytes of this line are not UTF-8.`;
  const choice = 'Save the file as UTF-8.';
  return [{ at: { file, line: index + 1 }, subject: file, message, fixes: [], choice }];
}

/** A byte order mark goes; a comment behind a section bracket moves onto a line of its own. What else is meant nobody can tell. */
function adviseOn(cloud: Cloud, at: Source): Pick<LintFinding, 'fixes' | 'choice'> {
  const line = (cloud.files.get(at.file) ?? '').split(/\r\n|\r|\n/)[at.line - 1] ?? '';
  const bare = line.replace(/^\ufeff/, '');
  const [, heading, comment] = /^(\[[^\]]+\])\s*([#;].*)$/.exec(bare) ?? [];
  const lines = heading !== undefined && comment !== undefined ? [comment, heading] : bare === line ? null : [bare];
  if (lines === null || !/\.conf$/.test(at.file)) {
    return { fixes: [], choice: 'Mend the line, or make it a comment if nobody knows what it was to say.' };
  }
  const option = heading ?? 'byte order mark';
  return { fixes: [{ file: at.file, section: '', option, value: '', edit: { kind: 'rewrite', at, lines } }] };
}
