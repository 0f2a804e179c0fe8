// Fixes in a tree that a deployment tool wrote: what the tool has no place for is no advice, another way to close the attack may be.
import type { CarriedPart } from '../../documents/carried';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { describeOutside, findOutsideLine } from '../outside-lines';
import { type AttackAnswer, type Fix, judgedServices, type LintFinding, type Remedy } from '../types';
import { placeFix } from './reach';

type OpenAnswer = Extract<AttackAnswer, { verdict: 'open' }>;

/** An open attack with the first of its ways that can be carried, each fix where it counts; else with the reason why none can. */
export function placeFixes(cloud: Cloud, answer: OpenAnswer): OpenAnswer {
  const { otherWays = [], ...open } = answer;
  if (answer.fixes.length === 0) return answer;
  const [outside] = answer.fixes.flatMap((fix) => ('control' in fix ? [] : (findOutsideLine(cloud, fix) ?? [])));
  if (outside !== undefined) return { ...open, fixes: [], because: `${open.because} ${describeOutside(outside)}` };
  const ways = [answer.fixes, ...otherWays].filter((fixes) => fixes.length > 0);
  const carried = ways.map((fixes) => fixes.map((fix) => carryRemedy(cloud, fix)));
  const fixes = carried.find((way): way is Remedy[] => way.every((one) => 'file' in one));
  if (fixes !== undefined) return { ...open, fixes };
  const [refusal] = carried.flat().filter((one) => 'because' in one);
  if (refusal === undefined) return open;
  return {
    ...open,
    fixes: [],
    because: `${open.because} What would close it stays behind: ${refusal.because}.`,
    isUncarried: true,
  };
}

/** A finding with its fixes where they count; with a choice in place of fixes that cannot be carried. */
export function placeFindingFixes(cloud: Cloud, finding: LintFinding): LintFinding {
  const [outside] = finding.fixes.flatMap((fix) => findOutsideLine(cloud, fix) ?? []);
  if (outside !== undefined) return { ...finding, fixes: [], choice: finding.choice ?? describeOutside(outside) };
  const carried = finding.fixes.map((fix) => carryFix(cloud, placeFix(cloud, fix)));
  const refusal = carried.find((one) => 'because' in one);
  if (refusal === undefined) return { ...finding, fixes: carried.filter((one) => 'file' in one) };
  return { ...finding, fixes: [], choice: finding.choice ?? `${refusal.because}.` };
}

/** The fix in the file that the tool writes. A change of a line that stands there is one of what the tool wrote. */
function carryFix(cloud: Cloud, fix: Fix): Fix | { readonly because: string } {
  const { carrier } = cloud.versions;
  if (carrier === undefined || fix.edit !== undefined) return fix;
  const place = carrier(describePart(fix.file, fix.section === 'policy' ? 'rule' : 'option'));
  return 'file' in place ? { ...fix, file: place.file } : place;
}

function carryRemedy(cloud: Cloud, fix: Remedy): Remedy | { readonly because: string } {
  if (!('control' in fix)) return carryFix(cloud, placeFix(cloud, fix));
  const place = cloud.versions.carrier?.(describePart(fix.file, 'option')) ?? { file: fix.file };
  return 'file' in place ? { ...fix, file: place.file } : place;
}

function describePart(file: string, kind: 'rule' | 'option'): CarriedPart {
  const [program = '', ...rest] = file.split('/');
  const isOfService = judgedServices.includes(program as Service);
  return { kind: isOfService ? kind : 'file', program, name: rest.join('/').replace(/^system\//, '') };
}
