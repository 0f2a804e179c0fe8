// Fixes in a tree that a deployment tool wrote: what the tool has no place for is no advice, another way to close the attack may be.
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { describeOutside, findOutsideLine } from '../outside-lines';
import { type AttackAnswer, type Fix, judgedServices, type LintFinding } from '../types';
import { placeFix } from './reach';

type OpenAnswer = Extract<AttackAnswer, { verdict: 'open' }>;

/** An open attack with the first of its ways that can be carried, each fix where it counts; else with the reason why none can. */
export function placeFixes(cloud: Cloud, answer: OpenAnswer): OpenAnswer {
  const { otherWays = [], ...open } = answer;
  if (answer.fixes.length === 0) return answer;
  const [outside] = answer.fixes.flatMap((fix) => findOutsideLine(cloud, fix) ?? []);
  if (outside !== undefined) return { ...open, fixes: [], because: `${open.because} ${describeOutside(outside)}` };
  const ways = [answer.fixes, ...otherWays].filter((fixes) => fixes.length > 0);
  const carried = ways.map((fixes) => fixes.map((fix) => carryFix(cloud, placeFix(cloud, fix))));
  const fixes = carried.find((way): way is Fix[] => way.every((one) => 'file' in one));
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
  const [program = '', ...rest] = fix.file.split('/');
  const isOfService = judgedServices.includes(program as Service);
  const kind = !isOfService ? 'file' : fix.section === 'policy' ? 'rule' : 'option';
  const place = carrier({ kind, program, name: rest.join('/').replace(/^system\//, '') });
  return 'file' in place ? { ...fix, file: place.file } : place;
}
