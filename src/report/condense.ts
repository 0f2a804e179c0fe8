// Judgements as the report of a fleet keeps them: redacted, what regions share held once, and no cloud but the one asked for last.
import { Cloud } from '../checks/cloud/cloud';
import type { JudgedAttack, JudgedFinding, Judgement } from '../checks/judge';
import { markRedacted, redactJudgement } from './redact-judgement';

/** Makes judgements small. One for a run: what it has seen is shared by all that follow. */
export function createCondenser(): (judgement: Judgement) => Judgement {
  const known = new Map<string, JudgedAttack | JudgedFinding>();
  const share = <T extends JudgedAttack | JudgedFinding>(id: string, judged: T): T => {
    const { accepted } = judged;
    const told = 'answer' in judged ? judged.answer : [judged.finding, judged.severity];
    const key = JSON.stringify([id, told, accepted]);
    const first = known.get(key);
    if (first !== undefined) return first as T;
    known.set(key, judged);
    return judged;
  };
  return (judgement) => {
    const { attacks, findings, cloud } = redactJudgement(judgement);
    return new CondensedJudgement(
      cloud,
      attacks.map((judged) => share(judged.attack.id, judged)),
      findings.map((judged) => share(judged.lint.id, judged)),
    );
  };
}

/** The only cloud that is open: a report goes from region to region, and what a cloud has worked out is a hundred times its files. */
let open: { readonly judgement: Judgement; readonly cloud: Cloud } | null = null;

class CondensedJudgement implements Judgement {
  private readonly files: Cloud['files'];
  private readonly versions: Cloud['versions'];

  constructor(
    { files, versions }: Cloud,
    readonly attacks: readonly JudgedAttack[],
    readonly findings: readonly JudgedFinding[],
  ) {
    this.files = files;
    this.versions = versions;
    markRedacted(this);
  }

  /** Opened anew unless this judgement was the last that was asked for its cloud. */
  get cloud(): Cloud {
    if (open?.judgement !== this) open = { judgement: this, cloud: new Cloud(this.files, this.versions) };
    return open.cloud;
  }
}
