// What every report is made of: regions with their judgements, and regions that share one judgement taken together.
import type { Judgement } from '../checks/judge';
import { type ReportSections, type ResidualRisk, type ToldSection, tellSections } from './sections';

/** @internal One judged tree and the region it is of. */
export interface JudgedRegion {
  /** Null when the intent names no regions, and for an audit. */
  readonly name: string | null;
  readonly judgement: Judgement;
  /** Where the tree lies in the judged directory, for places that a code host resolves. Default: at its top. */
  readonly directory?: string;
  /** What the intent wants and no file can enforce. Absent: nobody said, as of files that Glacis did not write. */
  readonly residuals?: readonly ResidualRisk[];
  /** What was asked for beside the verdicts. Default nothing. */
  readonly sections?: ReportSections;
}

/** What a report may depend on besides the judgements: nothing is read from the clock or the terminal. */
export interface ReportProps {
  /** `YYYY-MM-DD`, for the days that accepted risks have left. */
  readonly today: string;
  /** ANSI colours in the text report. Default false. */
  readonly hasColor?: boolean;
  /** The text report names the references of open attacks and findings; the other formats always do. Default false. */
  readonly hasReferences?: boolean;
}

/** @internal Regions with one and the same judgement: told once, however many there are. */
export interface Posture {
  /** Names in the order of the intent; empty when the only region has none. */
  readonly names: readonly string[];
  readonly judgement: Judgement;
  /** What is told beside the verdicts: the same for all of them. */
  readonly told: readonly ToldSection[];
}

/** @internal Postures in the order in which their first region comes. */
export function groupRegions(regions: readonly JudgedRegion[]): Posture[] {
  const namesOf = new Map<Judgement, string[]>();
  const firstOf = new Map<Judgement, JudgedRegion>();
  for (const region of regions) {
    const { name, judgement } = region;
    const names = namesOf.get(judgement) ?? [];
    if (name !== null) names.push(name);
    namesOf.set(judgement, names);
    if (!firstOf.has(judgement)) firstOf.set(judgement, region);
  }
  return [...namesOf].map(([judgement, names]) => {
    const { residuals, sections } = firstOf.get(judgement) ?? {};
    return { names, judgement, told: tellSections(residuals, sections) };
  });
}

/** @internal `fra1, ams1 and 998 more`: at most `max` names. */
export function joinNames(names: readonly string[], max: number): string {
  const more = names.length - max;
  return more > 0 ? `${names.slice(0, max).join(', ')} and ${more} more` : names.join(', ');
}
