// Judging clouds and stacks, and reports of what came of it.
import {
  type JudgedAttack,
  type JudgedFinding,
  judge as judgeCloud,
  listUsedRisks,
  riskProblems,
  type Judgement as WholeJudgement,
} from '../checks/judge';
import type { HardeningStack } from '../constructs/hardening-stack';
import type { Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { wrapIntent } from '../intent/loaded-intent';
import { settleRegions } from '../intent/settle';
import type { AcceptedRisk, TargetName } from '../intent/types';
import { IntentProblems } from '../problems';
import { type ReportFormat, renderReport as render, reportFormats } from '../report/formats';
import { judgementToJson as toJson } from '../report/json';
import type { JudgedRegion, ReportProps } from '../report/regions';
import { type LaidOutRegion, layOutRegion } from '../synthesize';
import { targetNames } from '../targets';
import { day, flag, listOf, nameText, nullable, oneOf, optional, type Rule, section, takeArguments } from './arguments';
import { makeBrand } from './brands';
import { type Cloud, clouds } from './clouds';
import { stacks } from './stacks';

/** Everything that is known about one cloud. Attacks and findings are sorted by id, findings of one lint by place. */
export interface Judgement {
  readonly cloud: Cloud;
  /** Every attack of the catalogue, once. */
  readonly attacks: readonly JudgedAttack[];
  /** What lints found. */
  readonly findings: readonly JudgedFinding[];
}

const judgements = makeBrand<WholeJudgement>('Judgement', 'what judge or judgeStack answers, as it is');

/** One judgement of a report. */
export interface ReportedRegion {
  /** Null when there is only one. */
  readonly name: string | null;
  readonly judgement: Judgement;
  /** Where its files lie in the repository that the report is of, for places that a code host resolves. Default: at its top. */
  readonly directory?: string;
  /** What no file enforces: `residuals` of `stack.collect()`. Default: nobody said. */
  readonly residuals?: readonly Residual[];
}

const takeRisks: Rule<readonly AcceptedRisk[]> = (value, spot) => {
  const place = (pointer: string) => spot.placeOf(pointer.replace(/^\/acceptedRisks/, ''));
  try {
    const intent = { release: '2025.1', acceptedRisks: value === undefined ? [] : value };
    return settleRegions(wrapIntent(intent, '', place))[0]?.intent.acceptedRisks ?? [];
  } catch (error) {
    if (!(error instanceof IntentProblems)) throw error;
    spot.add(error.problems);
    return undefined;
  }
};

/**
 * Tries every attack of the catalogue and runs every lint against one cloud.
 * @param risks findings that somebody takes responsibility for. Default none
 * @param today `YYYY-MM-DD`: then risks that have expired, or that nothing here needs, are problems, as for `glacis verify`. Default: not asked
 * @throws IntentProblems when a risk names no check
 */
export function judge(cloud: Cloud, risks: readonly AcceptedRisk[] = [], today?: string): Judgement {
  const rules = { cloud: clouds.rule, risks: takeRisks, today: optional(day) };
  const taken = takeArguments('judge', rules, { cloud, risks, today });
  return settleRisks('judge', judgeCloud(taken.cloud, taken.risks), taken.risks, taken.today);
}

function settleRisks(
  file: string,
  judgement: WholeJudgement,
  risks: readonly AcceptedRisk[],
  today: string | undefined,
): Judgement {
  const placeOf = (index: number, key: string) => ({ file, pointer: `/acceptedRisks/${index}/${key}` });
  // Without a day every day will do, and every risk counts as used.
  const used = today === undefined ? new Set(risks) : listUsedRisks([judgement]);
  const problems = riskProblems(risks, used, today ?? '', placeOf);
  if (problems.length > 0) throw new IntentProblems(problems);
  return judgements.seal(judgement);
}

const targetRule = oneOf(targetNames);

/**
 * The files of a stack as `synthesize` would write them for one target, nothing on disk: for snapshots, and for tools of your own.
 * @param target default `etc`: plain files laid out like /etc
 * @throws IntentProblems with every problem of the stack
 */
export function renderStack(stack: HardeningStack, target: TargetName = 'etc'): FileTree {
  const taken = takeArguments('renderStack', { stack: stacks.rule, target: targetRule }, { stack, target });
  return layOut(taken.stack, taken.target).files;
}

/**
 * Judges the files of a stack as `glacis verify` would: rendered, and read back as the tool of the target leaves them on a host. The risks
 * that the stack accepts are accepted.
 * @param target default `etc`
 * @param today as for `judge`
 * @throws IntentProblems with every problem of the stack, and when an accepted risk names no check
 */
export function judgeStack(stack: HardeningStack, target: TargetName = 'etc', today?: string): Judgement {
  const rules = { stack: stacks.rule, target: targetRule, today: optional(day) };
  const taken = takeArguments('judgeStack', rules, { stack, target, today });
  const { files, manifest } = layOut(taken.stack, taken.target);
  const { openCloud } = require('../cli/verify-regions') as typeof import('../cli/verify-regions');
  const risks = taken.stack.acceptedRisks;
  const judgement = judgeCloud(openCloud(manifest, taken.target, files), risks);
  return settleRisks(taken.stack.node.path, judgement, risks, taken.today);
}

function layOut(stack: HardeningStack, target: TargetName): LaidOutRegion {
  const documents = stack.collect();
  return layOutRegion({ name: null, documents, targets: [target], acceptedRisks: stack.acceptedRisks });
}

/** One judgement as a plain JSON value, what `glacis verify --format json` prints. Secrets of the files are masked wherever a sentence quotes them. */
export function judgementToJson(judgement: Judgement): object {
  return toJson(takeArguments('judgementToJson', { judgement: judgements.rule }, { judgement }).judgement);
}

const takeResidual = section<Residual>({ control: nameText, because: nameText });
const takeRegion = section<Omit<JudgedRegion, 'sections'>>({
  name: nullable(nameText),
  judgement: judgements.rule,
  directory: optional(nameText),
  residuals: optional(listOf(takeResidual)),
});
const takeProps = section<ReportProps>({ today: day, hasColor: optional(flag), hasReferences: optional(flag) });

/**
 * Writes a report: the same text for the same judgements and props, in every format free of control characters and of the secrets of
 * the judged files. Regions that share a judgement are told once.
 * @throws IntentProblems when it is no format, or a region holds no judgement
 */
export function renderReport(format: ReportFormat, regions: readonly ReportedRegion[], props: ReportProps): string {
  const rules = { format: oneOf(reportFormats), regions: listOf(takeRegion), props: takeProps };
  const taken = takeArguments('renderReport', rules, { format, regions, props });
  return render(taken.format, taken.regions, taken.props);
}
