// Every lint, loaded when it is used: one file and one line here.
import type { Lint } from './types';

/** What a file of a lint exports; a test loads them all. */
interface LintModule {
  readonly lint: Lint;
}

const lints = {
  'bound-above-default': () => (require('./lints/bound-above-default') as LintModule).lint,
  'case-never-matches': () => (require('./lints/case-never-matches') as LintModule).lint,
  'cinder-signature-boolean': () => (require('./lints/cinder-signature-boolean') as LintModule).lint,
  'conversion-not-run': () => (require('./lints/conversion-not-run') as LintModule).lint,
  'conversion-unbounded': () => (require('./lints/conversion-unbounded') as LintModule).lint,
  'debug-logging': () => (require('./lints/debug-logging') as LintModule).lint,
  'deep-inspection-off': () => (require('./lints/deep-inspection-off') as LintModule).lint,
  'egress-wide': () => (require('./lints/egress-wide') as LintModule).lint,
  'empty-trusted-list': () => (require('./lints/empty-trusted-list') as LintModule).lint,
  'file-does-not-load': () => (require('./lints/file-does-not-load') as LintModule).lint,
  'file-never-read': () => (require('./lints/file-never-read') as LintModule).lint,
  'http-port-unchecked': () => (require('./lints/http-port-unchecked') as LintModule).lint,
  'http-store-enabled': () => (require('./lints/http-store-enabled') as LintModule).lint,
  'inert-list': () => (require('./lints/inert-list') as LintModule).lint,
  'limit-unregistered': () => (require('./lints/limit-unregistered') as LintModule).lint,
  'limit-walked-around': () => (require('./lints/limit-walked-around') as LintModule).lint,
  'limit-weakness': () => (require('./lints/limit-weakness') as LintModule).lint,
  'limit-without-effect': () => (require('./lints/limit-without-effect') as LintModule).lint,
  'line-misread': () => (require('./lints/line-misread') as LintModule).lint,
  'plugin-not-installed': () => (require('./lints/plugin-not-installed') as LintModule).lint,
  'plugin-options-idle': () => (require('./lints/plugin-options-idle') as LintModule).lint,
  'policy-json-left-behind': () => (require('./lints/policy-json-left-behind') as LintModule).lint,
  'policy-rule-syntax': () => (require('./lints/policy-rule-syntax') as LintModule).lint,
  'policy-rule-unknown': () => (require('./lints/policy-rule-unknown') as LintModule).lint,
  'policy-stops-services': () => (require('./lints/policy-stops-services') as LintModule).lint,
  'policy-trusts-role': () => (require('./lints/policy-trusts-role') as LintModule).lint,
  'policy-weaker-than-default': () => (require('./lints/policy-weaker-than-default') as LintModule).lint,
  'port-beyond-web': () => (require('./lints/port-beyond-web') as LintModule).lint,
  'private-key-in-tree': () => (require('./lints/private-key-in-tree') as LintModule).lint,
  'quota-negative': () => (require('./lints/quota-negative') as LintModule).lint,
  'scratch-in-tmp': () => (require('./lints/scratch-in-tmp') as LintModule).lint,
  'shadowed-value': () => (require('./lints/shadowed-value') as LintModule).lint,
  'signature-conversion': () => (require('./lints/signature-conversion') as LintModule).lint,
  'signature-half-on': () => (require('./lints/signature-half-on') as LintModule).lint,
  'signature-shelve': () => (require('./lints/signature-shelve') as LintModule).lint,
  'tls-not-verified': () => (require('./lints/tls-not-verified') as LintModule).lint,
  'trusted-certificate-authority': () => (require('./lints/trusted-certificate-authority') as LintModule).lint,
  'trusted-certificate-chain': () => (require('./lints/trusted-certificate-chain') as LintModule).lint,
  'trusted-certificate-twice': () => (require('./lints/trusted-certificate-twice') as LintModule).lint,
  'trusted-certificate-unseen': () => (require('./lints/trusted-certificate-unseen') as LintModule).lint,
  'trusted-certificate-weak': () => (require('./lints/trusted-certificate-weak') as LintModule).lint,
  'trusted-certs-open': () => (require('./lints/trusted-certs-open') as LintModule).lint,
  'trusted-list-ids': () => (require('./lints/trusted-list-ids') as LintModule).lint,
  'trusted-list-unread': () => (require('./lints/trusted-list-unread') as LintModule).lint,
  'unknown-option': () => (require('./lints/unknown-option') as LintModule).lint,
  'wrong-section': () => (require('./lints/wrong-section') as LintModule).lint,
  'wrong-value-type': () => (require('./lints/wrong-value-type') as LintModule).lint,
} as const satisfies Record<string, () => Lint>;

/** Id of a lint. */
export type LintId = keyof typeof lints;

/** All lints, sorted. */
export const lintIds = Object.keys(lints).sort() as readonly LintId[];

const loaded = new Map<LintId, Lint>();

/** Loads one lint, once. */
export function loadLint(id: LintId): Lint {
  const lint = loaded.get(id) ?? lints[id]();
  loaded.set(id, lint);
  return lint;
}
