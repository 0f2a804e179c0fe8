// Attacks on image signatures: who demands them decides whether an attack has any ground at all.
import type { PersonaName } from '../../emulators/oslo-policy/personas';
import { type ImageState, imageStateWords } from '../../emulators/signatures/image-state';
import { bootImage, type NovaPath } from '../../emulators/signatures/nova-boot';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { joinDefences, sortDefences } from '../defences';
import type { Attack, AttackAnswer, Defence, Fix, Severity } from '../types';
import { findPolicyFixes } from './policy-fixes';
import { findRefusal, hasRule } from './policy-refusal';
import { demandsBootSignatures, type SignatureGround, surveySignatures } from './signature-ground';

/** An attack on signatures. */
export interface SignatureAttackWords {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly words: string;
  readonly references: readonly string[];
  /** Whose demand is attacked: Nova's at boot, that of the import plugin, one of them; `nobody`: asked of every cloud. */
  readonly demandedBy: 'boot' | 'import' | 'either' | 'nobody';
  /** True when Cinder makes the volume that is attacked. */
  readonly isOfVolumes?: boolean;
  readonly judge: (ground: SignatureGround) => AttackAnswer;
}

/** Makes the attack: not applicable where nobody demands what it walks around. */
export function createSignatureAttack(words: SignatureAttackWords): Attack {
  const { id, title, severity, references, demandedBy } = words;
  return { kind: 'attack', layer: 'signatures', id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const ground = surveySignatures(cloud);
    const isDemanded = {
      boot: demandsBootSignatures(ground),
      import: ground.plugin.isNamed,
      either: demandsBootSignatures(ground) || ground.plugin.isNamed,
      nobody: true,
    };
    if (!isDemanded[demandedBy]) return groundless(undemanded[demandedBy], 'promise');
    const isOfBoot = demandedBy === 'boot' || demandedBy === 'nobody';
    const services = [...(isOfBoot ? (['nova'] as const) : []), ...(words.isOfVolumes ? (['cinder'] as const) : [])];
    return (
      services.map((service) => describeFault(cloud, service)).find((fault) => fault !== null) ?? words.judge(ground)
    );
  }
}

/** Programs that take part in a boot or in the making of a volume. */
const programs = { nova: ['nova-compute', 'nova-api'], cinder: ['cinder-volume', 'cinder-api'] } as const;

/** What does not start, and an API that cannot read its rules, is walked around by nobody. */
function describeFault(cloud: Cloud, service: 'nova' | 'cinder'): AttackAnswer | null {
  const documents = [
    ...programs[service].map((program) => cloud.programConfig(service, program)),
    ...cloud.policy(service).documents,
  ];
  const fault = documents.flatMap(({ faults }) => faults).find(({ effect }) => effect === 'refuses-to-load');
  if (fault === undefined) return null;
  const { at, message } = fault;
  return groundless(`${service} does not work with these files: ${at.file}:${at.line}: ${message}`);
}

const undemanded = {
  boot: 'nothing tells Nova to verify signatures (novaSignatures), so none is promised',
  import: 'no import is told to verify signatures (signedImports), so none is promised',
  either: 'nothing tells Nova or imports to verify signatures (novaSignatures, signedImports), so none is promised',
  nobody: '',
} as const;

/** The attack has no ground. `lacks` as in the answer. */
export function groundless(because: string, lacks?: 'knowledge' | 'promise'): AttackAnswer {
  return { verdict: 'not-applicable', because, ...(lacks !== undefined && { lacks }) };
}

/** Stopped when any defence is there, else open. `reach`: what an open attack means, one sentence. */
export function answerAttack(defences: readonly Defence[], reach: string, fixes: readonly Fix[] = []): AttackAnswer {
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  return { verdict: 'open', because: reach, fixes };
}

/** As `answerAttack`, for several ways that must all be stopped. */
export function answerWays(
  ways: readonly (readonly Defence[])[],
  reach: string,
  fixes: readonly Fix[] = [],
): AttackAnswer {
  if (ways.some((defences) => defences.length === 0)) return answerAttack([], reach, fixes);
  return answerAttack(joinDefences(ways), reach, fixes);
}

/** Nova's verifier, when it surely ends this boot in ERROR. */
export function findBootDefences(ground: SignatureGround, state: ImageState, path: NovaPath = 'download'): Defence[] {
  // A driver without trusted certificates refuses what carries a list, and only the API gives one.
  const { ends, because } = bootImage(path === 'ironic' ? ground.api : ground.nova, path, state);
  if (ends !== 'error') return [];
  // Who signed is a matter of the certificate options, everything else of the first switch that is on.
  const at = state === 'UT' || !ground.nova.verifies ? ground.at.validates : ground.at.verifies;
  return [{ layer: 'boot-signatures', at, because: `${imageStateWords[state]}: the server ends in ERROR, ${because}` }];
}

/** The defence when a rule surely keeps the caller out; none when the release has no such rule. */
export function findRuleRefusal(
  cloud: Cloud,
  service: Service,
  rule: string,
  persona: PersonaName = 'member',
): Defence[] {
  if (!hasRule(cloud, service, rule)) return [];
  if (service === 'glance') return findRefusal(cloud, rule, persona);
  // A rule with `not` in it may refuse a member and let in who holds less.
  const callers: readonly PersonaName[] = persona === 'member' ? ['member', 'reader', 'no-role'] : [persona];
  const verdicts = callers.map((caller) => cloud.authorize(service, rule, caller));
  const [verdict] = verdicts;
  if (verdict === undefined || verdicts.some((one) => one.allowed !== false || one.hasRaised !== false)) return [];
  // A line that leaves the rule to rule:context_is_admin is what stops, not the default behind it.
  const at = verdict.decidedBy.at ?? cloud.enforcer(service).rule(rule)?.at ?? null;
  return [{ layer: 'policy', at, because: `a ${persona} may not ${rule} (${service})` }];
}

/** Rules left to administrators, each in the file where it counts. Rules that the release lacks are left out. */
export function restrictRules(cloud: Cloud, service: Service, rules: readonly string[]): Fix[] {
  return rules
    .filter((rule) => hasRule(cloud, service, rule))
    .flatMap((rule) => findPolicyFixes(cloud, service, rule, 'rule:context_is_admin'));
}
