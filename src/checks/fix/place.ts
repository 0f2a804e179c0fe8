// Where a fix is written so that it counts: on the line that is in force, else in the file it names.
import { addIniOption, removeIniEntry, replaceIniValue } from '../../documents/ini/edit-ini';
import { parseIni } from '../../documents/ini/parse-ini';
import { setPolicyRule } from '../../documents/policy/edit-policy';
import { describePolicyLibrary } from '../../emulators/oslo-policy/policy-library';
import { Cloud } from '../cloud';
import { type Fix, judgedServices } from '../types';

/** One edit that was made. */
export interface Edit {
  /** The file that was changed, or made. */
  readonly file: string;
  /** `section/option`, or the rule. */
  readonly subject: string;
  readonly value: string;
  /** Null: the line is new. */
  readonly replaces: string | null;
}

/** A cloud with one fix in it; null when the fix is not one that can be written without a person. */
export function writeFix(cloud: Cloud, fix: Fix): { readonly cloud: Cloud; readonly edit: Edit } | null {
  const service = judgedServices.find((name) => fix.file.startsWith(`${name}/`));
  if (service === undefined) return null;
  return fix.section === 'policy' ? writeRule(cloud, service, fix) : writeOption(cloud, service, fix);
}

type JudgedService = (typeof judgedServices)[number];

function writeOption(cloud: Cloud, service: JudgedService, fix: Fix): { cloud: Cloud; edit: Edit } | null {
  if (/[\r\n]/.test(fix.value)) return null;
  const winner = cloud.config(service).get(fix.section, fix.option);
  const file = winner.at?.file ?? fix.file;
  const files = new Map(cloud.files);
  const document = cloud.iniDocument(file);
  files.set(
    file,
    winner.at === null
      ? addIniOption(document, fix.section, fix.option, fix.value)
      : replaceIniValue(document, winner.at.line, fix.value),
  );
  if (fix.removes !== undefined) {
    // The addition may have moved the line: an option that goes away is looked up again by what it says.
    const stale = parseIni(cloud.files.get(fix.removes.file) ?? '', fix.removes.file);
    const entry = stale.entries.find(({ at }) => at.line === fix.removes?.line);
    const now = parseIni(files.get(fix.removes.file) ?? '', fix.removes.file);
    const moved = now.entries.filter((one) => one.section === entry?.section && one.key === entry.key);
    const again = moved.find((one) => one.raw.join('') === entry?.raw.join('')) ?? moved[0];
    if (again === undefined) return null;
    files.set(fix.removes.file, removeIniEntry(now, again.at.line));
  }
  const subject = `${fix.section}/${fix.option}`;
  const edit = { file, subject, value: fix.value, replaces: winner.at === null ? null : winner.raw };
  return { cloud: new Cloud(files, cloud.versions), edit };
}

function writeRule(cloud: Cloud, service: JudgedService, fix: Fix): { cloud: Cloud; edit: Edit } | null {
  const { documents } = cloud.policy(service);
  const holder = [...documents].reverse().find(({ rules }) => rules.some((rule) => rule.name === fix.option));
  const file = holder?.file ?? fix.file;
  const { reader } = describePolicyLibrary(service, cloud.versions.release);
  const text = setPolicyRule(cloud.files.get(file) ?? '', file, fix.option, fix.value, reader);
  if (text === null) return null;
  const old = holder?.rules.find((rule) => rule.name === fix.option)?.check ?? null;
  const replaces = old === null ? null : typeof old === 'string' ? old : JSON.stringify(old);
  const edit = { file, subject: fix.option, value: fix.value, replaces };
  return { cloud: new Cloud(new Map([...cloud.files, [file, text]]), cloud.versions), edit };
}
