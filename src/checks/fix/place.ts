// Where a fix is written so that it counts: on the line that is in force, else in the file it names.
import { addIniOption, renameIniOption, replaceIniValue } from '../../documents/ini/edit-ini';
import { normalizeSection } from '../../documents/ini/model';
import { parseIni } from '../../documents/ini/parse-ini';
import { setPolicyRule } from '../../documents/policy/edit-policy';
import { describePolicyLibrary } from '../../emulators/oslo-policy/policy-library';
import { Cloud } from '../cloud/cloud';
import { findOutsideLine } from '../outside-lines';
import { type Fix, judgedServices, type LineEdit, type Remedy } from '../types';
import { editLine, takeLineOut } from './lines';
import type { WrittenFix } from './types';

/** Writes one fix into a copy of the tree. */
export function writeFix(cloud: Cloud, fix: Remedy): WrittenFix {
  if ('control' in fix)
    return { because: `files of the control ${fix.control} close it: synthesize them from an intent` };
  const { edit } = fix;
  if (edit !== undefined && edit.kind !== 'move') return editLine(cloud, fix, edit);
  const service = judgedServices.find((name) => fix.file.startsWith(`${name}/`));
  if (service === undefined)
    return {
      because: 'its line goes into a file of a proxy or of the host: where it fits there is for a person to say',
    };
  return fix.section === 'policy' ? writeRule(cloud, service, fix) : writeOption(cloud, service, fix, edit);
}

type JudgedService = (typeof judgedServices)[number];
type Move = Extract<LineEdit, { kind: 'move' }>;

function writeOption(cloud: Cloud, service: JudgedService, fix: Fix, move: Move | undefined): WrittenFix {
  if (/[\r\n]/.test(fix.value)) return { because: 'the value has several lines' };
  const subject = `${fix.section}/${fix.option}`;
  const winner = cloud.config(service).get(fix.section, fix.option);
  const outside = findOutsideLine(cloud, fix);
  if (outside !== null) return { because: 'the environment of the service sets this option and beats every file' };
  if (move !== undefined && winner.at === null && move.at.file === fix.file) {
    const document = cloud.iniDocument(fix.file);
    const entry = document.entries.find(({ at }) => at.line === move.at.line);
    if (entry !== undefined && normalizeSection(entry.section) === normalizeSection(fix.section)) {
      const renamed = renameIniOption(document, move.at.line, fix.option);
      const isSame = entry.value === fix.value;
      const text = isSame ? renamed : replaceIniValue(parseIni(renamed, fix.file), move.at.line, fix.value);
      const edit = { file: fix.file, subject, value: fix.value, replaces: entry.key };
      return { cloud: new Cloud(new Map([...cloud.files, [fix.file, text]]), cloud.versions), edit };
    }
  }
  const file = winner.at?.file ?? fix.file;
  const document = cloud.iniDocument(file);
  const text =
    winner.at === null
      ? addIniOption(document, fix.section, fix.option, fix.value)
      : replaceIniValue(document, winner.at.line, fix.value);
  const files = new Map([...cloud.files, [file, text]]);
  if (move !== undefined && !takeLineOut(cloud, files, move.at))
    return { because: 'the line to move cannot be told apart' };
  const edit = { file, subject, value: fix.value, replaces: winner.at === null ? null : winner.raw };
  return { cloud: new Cloud(files, cloud.versions), edit };
}

function writeRule(cloud: Cloud, service: JudgedService, fix: Fix): WrittenFix {
  const { documents } = cloud.policy(service);
  const holder = [...documents].reverse().find(({ rules }) => rules.some((rule) => rule.name === fix.option));
  const file = holder?.file ?? fix.file;
  const { reader } = describePolicyLibrary(service, cloud.versions.release);
  const text = setPolicyRule(cloud.files.get(file) ?? '', file, fix.option, fix.value, reader);
  if (text === null) return { because: 'no edit of the policy file changes this rule and nothing else' };
  const old = holder?.rules.find((rule) => rule.name === fix.option)?.check ?? null;
  const replaces = old === null ? null : typeof old === 'string' ? old : JSON.stringify(old);
  const edit = { file, subject: fix.option, value: fix.value, replaces };
  return { cloud: new Cloud(new Map([...cloud.files, [file, text]]), cloud.versions), edit };
}
