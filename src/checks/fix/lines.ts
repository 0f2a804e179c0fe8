// Edits of lines that stand there: an option or rule that goes away, one that becomes a comment, a line that is written anew.
import { commentOutIniEntry, removeIniEntry } from '../../documents/ini/edit-ini';
import { parseIni } from '../../documents/ini/parse-ini';
import { removePolicyRule } from '../../documents/policy/edit-policy';
import type { Source } from '../../documents/types';
import { describePolicyLibrary } from '../../emulators/oslo-policy/policy-library';
import { Cloud } from '../cloud/cloud';
import { type Fix, judgedServices, type LineEdit } from '../types';
import type { WrittenFix } from './types';

/** The cloud with the line changed, or why it cannot be without a person. */
export function editLine(cloud: Cloud, fix: Fix, edit: Exclude<LineEdit, { kind: 'move' }>): WrittenFix {
  const { file } = edit.at;
  if (edit.kind === 'rewrite') return rewriteLine(cloud, fix, edit);
  const text = fix.section === 'policy' ? takeRuleOut(cloud, fix, edit.at) : takeOptionOut(cloud, edit);
  if (text === null) return { because: 'no edit takes this line out and nothing else' };
  const subject = fix.section === 'policy' ? fix.option : `${fix.section}/${fix.option}`;
  const replaces = cloud.iniDocument(file).entries.find(({ at }) => at.line === edit.at.line)?.value ?? null;
  const shown = fix.section === 'policy' ? '' : replaces;
  return {
    cloud: new Cloud(new Map([...cloud.files, [file, text]]), cloud.versions),
    edit: { file, subject, value: null, replaces: shown },
  };
}

/**
 * Takes the entry that began on a line of `cloud` out of `files`, where other lines may have moved it meanwhile.
 * False when it is not there.
 */
export function takeLineOut(cloud: Cloud, files: Map<string, string>, at: Source): boolean {
  const entry = cloud.iniDocument(at.file).entries.find((one) => one.at.line === at.line);
  const now = parseIni(files.get(at.file) ?? '', at.file);
  const same = now.entries.filter((one) => one.section === entry?.section && one.key === entry.key);
  const again = same.find((one) => one.raw.join('') === entry?.raw.join('')) ?? same[0];
  if (again === undefined) return false;
  files.set(at.file, removeIniEntry(now, again.at.line));
  return true;
}

function takeRuleOut(cloud: Cloud, { option }: Fix, { file }: Source): string | null {
  const service = judgedServices.find((name) => file.startsWith(`${name}/`)) ?? 'glance';
  const { reader } = describePolicyLibrary(service, cloud.versions.release);
  return removePolicyRule(cloud.files.get(file) ?? '', file, option, reader);
}

/** Null when a line behind it would then continue another option, or the file says something else besides. */
function takeOptionOut(cloud: Cloud, { kind, at }: LineEdit): string | null {
  const document = cloud.iniDocument(at.file);
  if (!document.entries.some((entry) => entry.at.line === at.line)) return null;
  const text = (kind === 'remove' ? removeIniEntry : commentOutIniEntry)(document, at.line);
  const kept = document.entries.filter((entry) => entry.at.line !== at.line);
  const now = parseIni(text, at.file);
  const isSame = (list: typeof document.entries): string =>
    JSON.stringify(list.map(({ section, key, value }) => [section, key, value]));
  return isSame(now.entries) === isSame(kept) && now.faults.length <= document.faults.length ? text : null;
}

function rewriteLine(cloud: Cloud, fix: Fix, edit: Extract<LineEdit, { kind: 'rewrite' }>): WrittenFix {
  const { file, line } = edit.at;
  const lines = (cloud.files.get(file) ?? '').split(/(?<=\r\n|\n|\r(?!\n))/);
  const old = lines[line - 1];
  if (old === undefined) return { because: 'the file has no such line' };
  const end = /(?:\r\n|\r|\n)$/.exec(old)?.[0] ?? '';
  const written = edit.lines.join(end || '\n') + end;
  const text = [...lines.slice(0, line - 1), written, ...lines.slice(line)].join('');
  return {
    cloud: new Cloud(new Map([...cloud.files, [file, text]]), cloud.versions),
    edit: {
      file,
      subject: fix.option,
      value: edit.lines.map((one) => one.trim()).join(' '),
      replaces: old.trim(),
    },
  };
}
