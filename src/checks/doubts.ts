// Rules of which nobody can say whom they let in, and filters of which nobody can say whether they are there: an attack that passes by them alone has no verdict.
import type { Source } from '../documents/types';
import type { Verdict } from '../emulators/oslo-policy/enforcer';
import type { PersonaName } from '../emulators/oslo-policy/personas';
import type { Service } from '../openstack/types';
import { printable } from '../problems';
import { findDenyingLine } from './cloud/address-filter';
import { Cloud } from './cloud/cloud';
import type { GuardAnswer } from './cloud/egress';
import { type AttackAnswer, judgedServices } from './types';

/** The same files, where such a rule refuses, and such a filter, or a proxy, stops every fetch that it may. */
class RefusingCloud extends Cloud {
  /** What is to be said of the first of them that was asked. */
  doubted: string | undefined;

  override authorize(service: Service, rule: string, persona: PersonaName): Verdict {
    const verdict = super.authorize(service, rule, persona);
    if (verdict.allowed !== 'cannot-say') return verdict;
    const { at, rule: name } = verdict.decidedBy;
    this.doubted ??= `nobody can say offline whom ${namePlace(at) ?? printable(name, 80)} lets in`;
    return { ...verdict, allowed: false, hasRaised: false };
  }

  override judgeFetch(address: string | null, port: number): GuardAnswer {
    const answer = super.judgeFetch(address, port);
    if (answer.isStopped) return answer;
    const proxy = this.proxyLine;
    const at = proxy ?? (address === null ? null : findDenyingLine(this.files, this.versions.launcher, address));
    if (at === null) return answer;
    this.doubted ??=
      proxy === null
        ? `${namePlace(at)} holds where systemd can attach its filter, in few containers, and nobody can say so offline`
        : `Glance asks the proxy of ${namePlace(at)}, and nobody can say what that one fetches`;
    return { isStopped: true, at };
  }
}

const refusing = new WeakMap<Cloud, RefusingCloud>();

/** Takes an open verdict back that is not open once they refuse. */
export function settleDoubts(cloud: Cloud, answer: AttackAnswer, judge: (cloud: Cloud) => AttackAnswer): AttackAnswer {
  if (answer.verdict !== 'open') return answer;
  const isDoubted = judgedServices.some((service) => cloud.policy(service).findDoubt() !== null);
  if (!isDoubted && cloud.proxyLine === null && !hasAddressFilter(cloud)) return answer;
  const other = refusing.get(cloud) ?? new RefusingCloud(cloud.files, cloud.versions, true);
  refusing.set(cloud, other);
  other.doubted = undefined;
  if (judge(other).verdict === 'open' || other.doubted === undefined) return answer;
  return { verdict: 'not-applicable', because: other.doubted, lacks: 'knowledge' };
}

function hasAddressFilter({ files }: Cloud): boolean {
  return [...files].some(([path, text]) => path.startsWith('systemd/system/') && text.includes('IPAddressDeny'));
}

function namePlace(at: Source | null): string | null {
  return at === null ? null : printable(`${at.file}:${at.line}`, 80);
}
