// Where an open attack is shown: the line that lets it in, or the file in which its fix belongs.
import type { JudgedAttack, Judgement } from '../checks/judge';
import type { Remedy } from '../checks/types';

/** A place in the judged tree. */
export interface ShownPlace {
  readonly file: string;
  /** Null when the file does not exist yet. */
  readonly line: number | null;
  /** True when the line itself lets the attack in; false when it only says where a better one belongs. */
  readonly isExact: boolean;
}

/** A code host shows nothing without a place, so there is always one. */
export function locateAttack({ cloud }: Judgement, { answer }: JudgedAttack): ShownPlace {
  const fix = answer.verdict === 'open' ? answer.fixes[0] : undefined;
  const service = serviceOf(fix);
  if (fix && 'control' in fix) {
    if (cloud.files.has(fix.file)) return { file: fix.file, line: 1, isExact: false };
  } else if (fix) {
    const option =
      fix.section === 'policy'
        ? (cloud.enforcer(service).rule(fix.option)?.at ?? null)
        : cloud.config(service).get(fix.section, fix.option).at;
    if (option) return { file: option.file, line: option.line, isExact: true };
    const text = cloud.files.get(fix.file);
    if (text !== undefined) {
      const header = text.split('\n').findIndex((line) => line.trim() === `[${fix.section}]`);
      return { file: fix.file, line: Math.max(header, 0) + 1, isExact: false };
    }
  }
  // The strongest file is the one in which an operator would say otherwise.
  const strongest = cloud.filesRead(service).read.at(-1);
  if (strongest !== undefined) return { file: strongest, line: 1, isExact: false };
  return { file: fix?.file ?? 'glance/glance-api.conf', line: null, isExact: false };
}

function serviceOf(fix: Remedy | undefined): 'glance' | 'nova' | 'cinder' {
  const [service] = fix?.file.split('/') ?? [];
  return service === 'nova' || service === 'cinder' ? service : 'glance';
}
