// A judgement with every secret of the files taken out of its sentences: checks quote what they read.
import type { Cloud } from '../checks/cloud/cloud';
import { Recall } from '../checks/cloud/recall';
import type { JudgedAttack, JudgedFinding, Judgement } from '../checks/judge';
import { holdsSecret } from '../checks/secrets';
import type { AttackAnswer, Fix, Remedy } from '../checks/types';
import { MASK, type MaskedFile, maskLines } from './secret-lines';

/** Shorter secrets are taken out only of sentences about their own line: `glance` is a password in many a lab. */
const minTellingCharacters = 8;

/** By cloud, so that a report of many regions keeps the files of none that it is done with. */
const masked = new WeakMap<Cloud, ReadonlyMap<string, MaskedFile>>();
const redacted = new WeakMap<Judgement, Judgement>();

/** The files of a judgement as a report may show them. */
export function maskFiles(judgement: Judgement): ReadonlyMap<string, MaskedFile> {
  const { cloud } = judgement;
  let files = masked.get(cloud);
  if (!files) {
    files = new Map([...cloud.files].map(([file, text]) => [file, maskFile(cloud, file, text)]));
    masked.set(cloud, files);
  }
  return files;
}

/** One file of a cloud, with this text, as a report may show it. */
export function maskFile(cloud: Cloud, file: string, text: string): MaskedFile {
  const service = /^(glance|nova|cinder)\/.*\.conf/.exec(file)?.[1] as 'glance' | 'nova' | 'cinder' | undefined;
  if (!service) return maskLines(text, undefined, file.endsWith('.sh'));
  return maskLines(text, (section, name) => holdsSecret(cloud, service, section, name));
}

type SecretsOfFile = MaskedFile['secrets'];

/** Files whose secrets are kept: those of a dozen kinds of regions. */
const knownSecrets = new Recall<SecretsOfFile>(256);

function listSecrets(cloud: Cloud): Map<string, SecretsOfFile> {
  const { files, versions } = cloud;
  const find = (file: string): SecretsOfFile =>
    knownSecrets.recall(
      files,
      `${versions.release} ${file}`,
      (tree) => maskFile(cloud, file, tree.get(file) ?? '').secrets,
    );
  return new Map([...files.keys()].map((file) => [file, find(file)]));
}

/** The same judgement, fit to be published. Every writer of reports starts with it. */
export function redactJudgement(judgement: Judgement): Judgement {
  let result = redacted.get(judgement);
  if (!result) {
    const secrets = listSecrets(judgement.cloud);
    const hasSecrets = [...secrets.values()].some(({ size }) => size > 0);
    result = hasSecrets ? redact(judgement, secrets) : judgement;
    redacted.set(judgement, result);
    markRedacted(result);
  }
  return result;
}

/** Says of a judgement that it is fit to be published as it is. */
export function markRedacted(judgement: Judgement): void {
  redacted.set(judgement, judgement);
}

function redact(judgement: Judgement, secretsOf: ReadonlyMap<string, SecretsOfFile>): Judgement {
  const lines = [...secretsOf].flatMap(([file, secrets]) =>
    [...secrets].map(([line, values]) => ({ place: `${file}:${line}`, values })),
  );
  const telling = [...new Set(lines.flatMap(({ values }) => values))]
    .filter((value) => value.length >= minTellingCharacters)
    .sort((a, b) => b.length - a.length);
  const pattern = telling.length > 0 ? new RegExp(telling.map(escapePattern).join('|'), 'g') : null;
  const hide = (text: string) => (pattern ? text.replace(pattern, MASK) : text);
  const hideSentence = (text: string): string => {
    // A sentence that names the line of a secret may quote it cut short.
    const named = lines.find(({ place, values }) => namesPlace(text, place) && quotes(text, values));
    if (!named) return hide(text);
    return `${text.slice(0, text.indexOf(named.place))}${named.place}: the line holds a secret and is not repeated`;
  };
  const hideFix = (fix: Fix): Fix => {
    const isSecret = maskLines(`${fix.option} = ${fix.value}`, () => false).secrets.size > 0;
    const { edit } = fix;
    const lines = edit?.kind === 'rewrite' ? maskLines(edit.lines.map(hide).join('\n')).lines : [];
    const value = isSecret ? MASK : hide(fix.value);
    return edit?.kind === 'rewrite' ? { ...fix, value, edit: { ...edit, lines } } : { ...fix, value };
  };
  const attacks = judgement.attacks.map(
    (judged): JudgedAttack => ({ ...judged, answer: redactAnswer(judged.answer, hideSentence, hideFix) }),
  );
  const findings = judgement.findings.map((judged): JudgedFinding => {
    const { finding, lint } = judged;
    const values = secretsOf.get(finding.at.file)?.get(finding.at.line) ?? [];
    const message = quotes(finding.message, values)
      ? `${lint.title}; the line holds a secret and is not repeated.`
      : hideSentence(finding.message);
    return { ...judged, finding: { ...finding, message, fixes: finding.fixes.map(hideFix) } };
  });
  return { ...judgement, attacks, findings };
}

function redactAnswer(answer: AttackAnswer, hide: (text: string) => string, hideFix: (fix: Fix) => Fix): AttackAnswer {
  const hideRemedy = (fix: Remedy): Remedy => ('control' in fix ? fix : hideFix(fix));
  const because = hide(answer.because);
  if (answer.verdict === 'open') return { ...answer, because, fixes: answer.fixes.map(hideRemedy) };
  if (answer.verdict === 'not-applicable') return { ...answer, because };
  return { ...answer, because, defences: answer.defences.map((d) => ({ ...d, because: hide(d.because) })) };
}

/** True when the beginning of a secret stands in the sentence. */
function quotes(text: string, values: readonly string[]): boolean {
  return values.some((value) => text.includes(value.slice(0, 4)));
}

function namesPlace(text: string, place: string): boolean {
  const at = text.indexOf(place);
  return at >= 0 && !/\d/.test(text[at + place.length] ?? '');
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
