// Rules of which nobody can say whom they let in: an attack that passes by them alone has no verdict.
import type { Verdict } from '../emulators/oslo-policy/enforcer';
import type { PersonaName } from '../emulators/oslo-policy/personas';
import type { Service } from '../openstack/types';
import { printable } from '../problems';
import { Cloud } from './cloud/cloud';
import { type AttackAnswer, judgedServices } from './types';

/** The same files, where such a rule refuses. */
class RefusingCloud extends Cloud {
  /** The first of them that was asked. */
  doubted: Verdict | undefined;

  override authorize(service: Service, rule: string, persona: PersonaName): Verdict {
    const verdict = super.authorize(service, rule, persona);
    if (verdict.allowed !== 'cannot-say') return verdict;
    this.doubted ??= verdict;
    return { ...verdict, allowed: false, hasRaised: false };
  }
}

const refusing = new WeakMap<Cloud, RefusingCloud>();

/** Takes an open verdict back that is not open once they refuse. */
export function settleDoubts(cloud: Cloud, answer: AttackAnswer, judge: (cloud: Cloud) => AttackAnswer): AttackAnswer {
  if (answer.verdict !== 'open') return answer;
  if (judgedServices.every((service) => cloud.policy(service).findDoubt() === null)) return answer;
  const other = refusing.get(cloud) ?? new RefusingCloud(cloud.files, cloud.versions, true);
  refusing.set(cloud, other);
  other.doubted = undefined;
  if (judge(other).verdict === 'open' || other.doubted === undefined) return answer;
  const { at, rule } = (other.doubted as Verdict).decidedBy;
  const place = at === null ? rule : `${at.file}:${at.line}`;
  const because = `nobody can say offline whom ${printable(place, 80)} lets in`;
  return { verdict: 'not-applicable', because, lacks: 'knowledge' };
}
