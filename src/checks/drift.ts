// What a live tree changed since synth: files that are missing or edited, values another file overrides, rules that were added.
import { compareText, printable } from '../problems';
import type { Cloud } from './cloud/cloud';
import { compareLines } from './diff/lines';
import { diffOptions } from './diff/options';
import { writeCheck } from './diff/policy';
import { holdsSecret, maskLine, SECRET_MARK } from './secrets';
import { judgedServices } from './types';

/** One deviation. Texts are printable and free of secrets. */
export interface DriftFinding {
  readonly kind: 'missing' | 'edited' | 'overridden' | 'extra-policy';
  readonly file: string;
  /** Null for a whole file. */
  readonly line: number | null;
  /** `section/option`, the rule, or the file. */
  readonly subject: string;
  /** What synth wrote; null when it wrote nothing there. */
  readonly synthesized: string | null;
  /** What is there, or in force, now. */
  readonly live: string | null;
}

/** More lines of one file are not told. */
const maxLinesOfFile = 100;

/** Holds the live tree against what synth wrote. Files that synth did not write count only where they override it. */
export function findDrift(synthesized: Cloud, live: Cloud): DriftFinding[] {
  const found = [
    ...findFileDrift(synthesized, live),
    ...findOverriddenOptions(synthesized, live),
    ...findPolicyDrift(synthesized, live),
  ];
  return found.sort(
    (a, b) => compareText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compareText(a.subject, b.subject),
  );
}

function findFileDrift(synthesized: Cloud, live: Cloud): DriftFinding[] {
  return [...synthesized.files].flatMap(([file, text]): DriftFinding[] => {
    const now = live.files.get(file);
    if (now === undefined)
      return [{ kind: 'missing', file, line: null, subject: file, synthesized: 'present', live: null }];
    if (now === text) return [];
    const lines = compareLines(text, now);
    const secrets = listSecretLines(synthesized, live, file);
    const showLine = (shown: string | null): string | null => {
      if (shown === null) return null;
      return printable(secrets.has(shown) ? hideValue(shown) : maskLine(shown));
    };
    return lines.slice(0, maxLinesOfFile).map(({ line, before, after }) => ({
      kind: 'edited',
      file,
      line,
      subject: file,
      synthesized: showLine(before),
      live: showLine(after),
    }));
  });
}

/** Lines of either side, as written, that hold the value of a secret option or continue it. */
function listSecretLines(synthesized: Cloud, live: Cloud, file: string): ReadonlySet<string> {
  const service = judgedServices.find((name) => file.startsWith(`${name}/`));
  if (service === undefined || !file.endsWith('.conf')) return new Set();
  return new Set(
    [synthesized, live].flatMap((cloud) =>
      cloud
        .iniDocument(file)
        .entries.filter((entry) => holdsSecret(cloud, service, entry.section, entry.key))
        .flatMap((entry) => entry.raw.map((line) => line.replace(/[\r\n]+$/, ''))),
    ),
  );
}

function hideValue(line: string): string {
  const sign = line.search(/[=:]/);
  return /^[ \t]/.test(line) || sign < 0 ? SECRET_MARK : `${line.slice(0, sign + 1)} ${SECRET_MARK}`;
}

/** Options that synth set and that hold another value because of a file that is not the one synth wrote. */
function findOverriddenOptions(synthesized: Cloud, live: Cloud): DriftFinding[] {
  return judgedServices.flatMap((service) =>
    diffOptions(service, synthesized, live).flatMap(({ subject, before, after, beforeAt, afterAt }): DriftFinding[] => {
      if (beforeAt === null || afterAt === null || synthesized.files.has(afterAt.file)) return [];
      return [
        { kind: 'overridden', file: afterAt.file, line: afterAt.line, subject, synthesized: before, live: after },
      ];
    }),
  );
}

/** Rules in force that stand in files synth did not write. */
function findPolicyDrift(synthesized: Cloud, live: Cloud): DriftFinding[] {
  return judgedServices.flatMap((service) => {
    const { documents, enforcer } = live.policy(service);
    return documents
      .filter(({ file }) => !synthesized.files.has(file))
      .flatMap((document) => document.rules)
      .flatMap(({ name, check, at }): DriftFinding[] => {
        const inForce = enforcer.rule(name)?.at;
        if (inForce?.file !== at.file || inForce.line !== at.line) return [];
        const ours = synthesized.enforcer(service).rule(name);
        const isOurs = ours !== undefined && ours.at !== null;
        return [
          {
            kind: isOurs ? 'overridden' : 'extra-policy',
            file: at.file,
            line: at.line,
            subject: printable(name, 120),
            synthesized: isOurs ? printable(writeCheck(ours.check)) : null,
            live: printable(writeCheck(check)),
          },
        ];
      });
  });
}
