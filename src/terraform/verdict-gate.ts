// Attacks that a stack calls stopped, as instances whose preconditions fail `terraform plan` when the files leave one open.
import type { Construct } from 'constructs';
import { Cloud } from '../checks/cloud/cloud';
import { describeFix } from '../checks/fix/words';
import { type AttackId, attackIds } from '../checks/index';
import { type JudgedAttack, judge } from '../checks/judge';
import type { HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { AcceptedRisk } from '../intent/types';
import { type Problem, problem } from '../problems';
import { addInstances } from './instances';
import { LateValue, type ResourceConstruct, type TerraformLibrary } from './library';
import { escapeJsonTemplate, quoteHclText } from './template-text';

/** Attacks that a stack calls stopped: by id, or all of the catalogue but the accepted risks. */
export type StoppedAttacks = readonly AttackId[] | 'all';

/** What is known of one attack, as Terraform holds it. */
export interface GateEntry {
  readonly verdict: 'stopped' | 'open' | 'not-applicable' | 'accepted';
  /** Why it is open and what would close it, or the reason of an accepted risk; else empty. */
  readonly because: string;
  /** The moment from which this verdict does not count any more: the day after the last day of an accepted risk. */
  readonly until: string;
}

/** For verdicts that do not expire. */
const NEVER = '9999-12-31T00:00:00Z';

/** Judges the bytes of a region. A risk is accepted only under `all`: who calls an attack stopped does not accept it. */
export function judgeStopped(
  documents: HardeningDocuments,
  files: FileTree,
  attacks: StoppedAttacks,
  risks: readonly AcceptedRisk[],
): ReadonlyMap<string, GateEntry> {
  const judgement = judge(new Cloud(files, documents), attacks === 'all' ? risks : []);
  const isClaimed = ({ attack }: JudgedAttack): boolean =>
    attacks === 'all' || attacks.some((wanted) => wanted === attack.id);
  return new Map(judgement.attacks.filter(isClaimed).map((judged) => [judged.attack.id, describe(judged)]));
}

function describe({ answer, accepted }: JudgedAttack): GateEntry {
  if (accepted) return { verdict: 'accepted', because: accepted.reason, until: dayAfter(accepted.until) };
  if (answer.verdict !== 'open') return { verdict: answer.verdict, because: '', until: NEVER };
  const [fix] = answer.fixes;
  const words = fix ? ` Fix: ${describeFix(fix)}` : '';
  return { verdict: 'open', because: `${answer.because}${words}`, until: NEVER };
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().replace('.000Z', 'Z');
}

/** Ids that no attack has: from JavaScript, or after an attack got another name. */
export function findUnknownAttacks(attacks: StoppedAttacks, construct: string): readonly Problem[] {
  if (attacks === 'all') return [];
  const unknown = attacks.filter((id) => !attackIds.includes(id));
  return unknown.map((id) =>
    problem(
      'bad-value',
      { file: construct, pointer: '/mustStop' },
      {
        got: id,
        wanted: 'the id of an attack',
        why: 'nothing would be checked',
        fix: 'see docs/checks.md for the ids',
      },
    ),
  );
}

/** Adds the gate as `<name>_attacks`, an instance for each attack. `entries` is asked when the app is synthesized. */
export function addVerdictGate(
  library: TerraformLibrary,
  scope: Construct,
  entries: () => ReadonlyMap<string, GateEntry>,
): ResourceConstruct {
  const json = new LateValue(({ preparing }) => (preparing ? {} : composeJsonEntries(entries())));
  const hcl = new LateValue(({ preparing }) => (preparing ? '{}' : renderHclEntries(entries())));
  return addInstances(library, scope, 'attacks', {
    type: 'terraform_data',
    providerName: 'terraform',
    attributes: { input: '${each.value.verdict}' },
    forEach: { json, hcl },
    preconditions: [
      {
        condition: new LateValue(() => '${each.value.verdict != "open"}'),
        errorMessage: '${each.key} is called stopped and is open: ${each.value.because}',
      },
      {
        condition: new LateValue(() => '${timecmp(plantimestamp(), each.value.until) < 0}'),
        errorMessage: '${each.key} was accepted until ${each.value.until}: ${each.value.because}',
      },
    ],
  });
}

/**
 * Adds the other half of the gate as `<name>_judged`: verdicts hold for bytes, so a plan with other bytes fails too. `planned` is the
 * expression of the digest of what Terraform plans to hold, `judged` the digest of what was judged. Both libraries have an argument for
 * preconditions of outputs and never write it, hence a resource.
 */
export function addBytesGate(
  library: TerraformLibrary,
  scope: Construct,
  planned: () => string,
  judged: () => string,
): ResourceConstruct {
  return addInstances(library, scope, 'judged', {
    type: 'terraform_data',
    providerName: 'terraform',
    attributes: { input: '${each.value}' },
    forEach: {
      json: new LateValue(({ preparing }) => (preparing ? {} : { sha256: judged() })),
      hcl: new LateValue(({ preparing }) => (preparing ? '{}' : `{ sha256 = "${judged()}" }`)),
    },
    preconditions: [
      {
        condition: new LateValue(() => `\${${planned()} == each.value}`),
        errorMessage:
          'The files of this plan are not the bytes that were judged: synthesize again, and look for overrides.',
      },
    ],
  });
}

function composeJsonEntries(entries: ReadonlyMap<string, GateEntry>): Record<string, object> {
  const escapeEntry = ({ because, ...entry }: GateEntry) => ({ ...entry, because: escapeJsonTemplate(because) });
  return Object.fromEntries([...entries].map(([id, entry]) => [id, escapeEntry(entry)]));
}

function renderHclEntries(entries: ReadonlyMap<string, GateEntry>): string {
  const lines = [...entries].map(([id, { verdict, because, until }]) => {
    const attributes = `verdict = "${verdict}", because = ${quoteHclText(because)}, until = "${until}"`;
    return `  "${id}" = { ${attributes} }\n`;
  });
  return `{\n${lines.join('')}}`;
}
