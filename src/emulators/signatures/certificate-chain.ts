// How cursive follows a certificate through the trusted list: first issuer that fits, up to a self-signed member, then path lengths.
import type { Certificate } from './certificate';

/** A member of the trusted list that cursive takes; the others it skips with a warning. */
export function isTakenForIssuer({ isAuthority, maySignCertificates }: Certificate): boolean {
  return isAuthority && maySignCertificates;
}

/** Where following a certificate ends. `chain` begins with the certificate itself. */
export type ChainEnd =
  | { readonly ends: 'trusted'; readonly chain: readonly Certificate[] }
  /** `last` is issued by nobody on the list that may sign. */
  | { readonly ends: 'no-issuer'; readonly last: Certificate }
  /** Two certificates issue each other: cursive goes round for ever, and the request with it. */
  | { readonly ends: 'ring'; readonly last: Certificate }
  /** `issuer` allows `allowed` certificates between itself and the last, and there are `needed`. */
  | { readonly ends: 'too-long'; readonly issuer: Certificate; readonly allowed: number; readonly needed: number }
  /** `issuer` has no path length: cursive up to 0.2.3 compares None with a number, and fails. From 0.3 on it goes on. */
  | { readonly ends: 'no-path-length'; readonly issuer: Certificate };

/** Follows one certificate. @param list members of the trusted list in its order. */
export function followChain(certificate: Certificate, list: readonly Certificate[]): ChainEnd {
  const issuers = list.filter(isTakenForIssuer);
  const chain = [certificate];
  for (let last = certificate; ; ) {
    const issuer = issuers.find((one) => last.isIssuedBy(one));
    if (issuer === undefined) return { ends: 'no-issuer', last };
    if (issuer.fingerprint === last.fingerprint) break;
    if (chain.some((one) => one.fingerprint === issuer.fingerprint)) return { ends: 'ring', last };
    chain.push(issuer);
    last = issuer;
  }
  return judgePathLengths(chain);
}

/** Every issuer of the chain is asked, the certificate that is verified is not; a path that is too long fails with every cursive. */
function judgePathLengths(chain: readonly Certificate[]): ChainEnd {
  let unbounded: Certificate | undefined;
  for (let index = chain.length - 1; index > 0; index -= 1) {
    const issuer = chain[index] as Certificate;
    // Neither the issuer nor the last certificate counts.
    const needed = Math.max(index - 1, 0);
    if (issuer.pathLength === null) unbounded ??= issuer;
    else if (issuer.pathLength < needed) return { ends: 'too-long', issuer, allowed: issuer.pathLength, needed };
  }
  return unbounded === undefined ? { ends: 'trusted', chain } : { ends: 'no-path-length', issuer: unbounded };
}

/** Follows what a member of the list issues: a signing certificate below it that nobody has seen yet. */
export function followBelow(member: Certificate, list: readonly Certificate[]): ChainEnd {
  return followChain(imagineLeaf(member), list);
}

function imagineLeaf(issuer: Certificate): Certificate {
  return {
    ...issuer,
    fingerprint: `below ${issuer.fingerprint}`,
    isIssuedBy: ({ fingerprint }) => fingerprint === issuer.fingerprint,
  };
}
