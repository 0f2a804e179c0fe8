// Every lint, loaded when it is used: one file and one line here.
import type { Lint } from './types';

const lints = {
  'bound-above-default': () =>
    (require('./lints/bound-above-default') as typeof import('./lints/bound-above-default')).lint,
  'case-never-matches': () =>
    (require('./lints/case-never-matches') as typeof import('./lints/case-never-matches')).lint,
  'cinder-signature-boolean': () =>
    (require('./lints/cinder-signature-boolean') as typeof import('./lints/cinder-signature-boolean')).lint,
  'conversion-not-run': () =>
    (require('./lints/conversion-not-run') as typeof import('./lints/conversion-not-run')).lint,
  'conversion-unbounded': () =>
    (require('./lints/conversion-unbounded') as typeof import('./lints/conversion-unbounded')).lint,
  'debug-logging': () => (require('./lints/debug-logging') as typeof import('./lints/debug-logging')).lint,
  'deep-inspection-off': () =>
    (require('./lints/deep-inspection-off') as typeof import('./lints/deep-inspection-off')).lint,
  'egress-wide': () => (require('./lints/egress-wide') as typeof import('./lints/egress-wide')).lint,
  'empty-trusted-list': () =>
    (require('./lints/empty-trusted-list') as typeof import('./lints/empty-trusted-list')).lint,
  'file-does-not-load': () =>
    (require('./lints/file-does-not-load') as typeof import('./lints/file-does-not-load')).lint,
  'file-never-read': () => (require('./lints/file-never-read') as typeof import('./lints/file-never-read')).lint,
  'http-port-unchecked': () =>
    (require('./lints/http-port-unchecked') as typeof import('./lints/http-port-unchecked')).lint,
  'http-store-enabled': () =>
    (require('./lints/http-store-enabled') as typeof import('./lints/http-store-enabled')).lint,
  'inert-list': () => (require('./lints/inert-list') as typeof import('./lints/inert-list')).lint,
  'limit-unregistered': () =>
    (require('./lints/limit-unregistered') as typeof import('./lints/limit-unregistered')).lint,
  'limit-walked-around': () =>
    (require('./lints/limit-walked-around') as typeof import('./lints/limit-walked-around')).lint,
  'limit-weakness': () => (require('./lints/limit-weakness') as typeof import('./lints/limit-weakness')).lint,
  'limit-without-effect': () =>
    (require('./lints/limit-without-effect') as typeof import('./lints/limit-without-effect')).lint,
  'line-misread': () => (require('./lints/line-misread') as typeof import('./lints/line-misread')).lint,
  'plugin-not-installed': () =>
    (require('./lints/plugin-not-installed') as typeof import('./lints/plugin-not-installed')).lint,
  'plugin-options-idle': () =>
    (require('./lints/plugin-options-idle') as typeof import('./lints/plugin-options-idle')).lint,
  'policy-json-left-behind': () =>
    (require('./lints/policy-json-left-behind') as typeof import('./lints/policy-json-left-behind')).lint,
  'policy-rule-syntax': () =>
    (require('./lints/policy-rule-syntax') as typeof import('./lints/policy-rule-syntax')).lint,
  'policy-rule-unknown': () =>
    (require('./lints/policy-rule-unknown') as typeof import('./lints/policy-rule-unknown')).lint,
  'policy-stops-services': () =>
    (require('./lints/policy-stops-services') as typeof import('./lints/policy-stops-services')).lint,
  'policy-trusts-role': () =>
    (require('./lints/policy-trusts-role') as typeof import('./lints/policy-trusts-role')).lint,
  'policy-weaker-than-default': () =>
    (require('./lints/policy-weaker-than-default') as typeof import('./lints/policy-weaker-than-default')).lint,
  'port-beyond-web': () => (require('./lints/port-beyond-web') as typeof import('./lints/port-beyond-web')).lint,
  'private-key-in-tree': () =>
    (require('./lints/private-key-in-tree') as typeof import('./lints/private-key-in-tree')).lint,
  'quota-negative': () => (require('./lints/quota-negative') as typeof import('./lints/quota-negative')).lint,
  'scratch-in-tmp': () => (require('./lints/scratch-in-tmp') as typeof import('./lints/scratch-in-tmp')).lint,
  'shadowed-value': () => (require('./lints/shadowed-value') as typeof import('./lints/shadowed-value')).lint,
  'signature-conversion': () =>
    (require('./lints/signature-conversion') as typeof import('./lints/signature-conversion')).lint,
  'signature-half-on': () => (require('./lints/signature-half-on') as typeof import('./lints/signature-half-on')).lint,
  'signature-shelve': () => (require('./lints/signature-shelve') as typeof import('./lints/signature-shelve')).lint,
  'tls-not-verified': () => (require('./lints/tls-not-verified') as typeof import('./lints/tls-not-verified')).lint,
  'trusted-certificate-authority': () =>
    (require('./lints/trusted-certificate-authority') as typeof import('./lints/trusted-certificate-authority')).lint,
  'trusted-certificate-chain': () =>
    (require('./lints/trusted-certificate-chain') as typeof import('./lints/trusted-certificate-chain')).lint,
  'trusted-certificate-twice': () =>
    (require('./lints/trusted-certificate-twice') as typeof import('./lints/trusted-certificate-twice')).lint,
  'trusted-certificate-unseen': () =>
    (require('./lints/trusted-certificate-unseen') as typeof import('./lints/trusted-certificate-unseen')).lint,
  'trusted-certificate-weak': () =>
    (require('./lints/trusted-certificate-weak') as typeof import('./lints/trusted-certificate-weak')).lint,
  'trusted-certs-open': () =>
    (require('./lints/trusted-certs-open') as typeof import('./lints/trusted-certs-open')).lint,
  'trusted-list-ids': () => (require('./lints/trusted-list-ids') as typeof import('./lints/trusted-list-ids')).lint,
  'trusted-list-unread': () =>
    (require('./lints/trusted-list-unread') as typeof import('./lints/trusted-list-unread')).lint,
  'unknown-option': () => (require('./lints/unknown-option') as typeof import('./lints/unknown-option')).lint,
  'wrong-section': () => (require('./lints/wrong-section') as typeof import('./lints/wrong-section')).lint,
  'wrong-value-type': () => (require('./lints/wrong-value-type') as typeof import('./lints/wrong-value-type')).lint,
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
