// Certificates and the chains that cursive follows; test/real holds the same against cursive itself.
import { readCertificate } from '../../../../src/emulators/signatures/certificate';
import { followBelow, followChain } from '../../../../src/emulators/signatures/certificate-chain';
import { certificateOf } from '../../../data/certificates';

const follow = (name: string, list: readonly string[]) => followChain(certificateOf(name), list.map(certificateOf));

test.each([
  ['signer', ['root', 'issuing'], 'trusted'],
  ['signer', ['issuing', 'root'], 'trusted'],
  ['ec-signer', ['ec-root'], 'trusted'],
  ['root', ['root'], 'trusted'],
  ['signer', ['issuing'], 'no-issuer'],
  ['signer', ['root'], 'no-issuer'],
  ['signer', [], 'no-issuer'],
  ['stray-signer', ['root', 'issuing'], 'no-issuer'],
  ['self-signed', ['self-signed'], 'no-issuer'],
  ['no-cert-sign', ['no-cert-sign'], 'no-issuer'],
  ['version-1', ['version-1'], 'no-issuer'],
  ['pss-signer', ['root', 'issuing'], 'no-issuer'],
  ['ed25519-signer', ['ed25519-root'], 'no-issuer'],
  ['signer-under-pathlen-0', ['root-pathlen-0', 'issuing-under-pathlen-0'], 'too-long'],
  ['issuing-under-pathlen-0', ['root-pathlen-0'], 'trusted'],
  ['signer-under-no-pathlen', ['root-no-pathlen'], 'no-path-length'],
  ['ring-signer', ['ring-a', 'ring-b'], 'ring'],
] as const)('%s under %j ends %s', (name, list, ends) => {
  expect(follow(name, list).ends).toBe(ends);
});

test('what a member issues is followed before anybody has seen it', () => {
  const list = ['root-pathlen-0', 'issuing-under-pathlen-0'].map(certificateOf);
  expect(followBelow(certificateOf('issuing-under-pathlen-0'), list)).toMatchObject({
    ends: 'too-long',
    allowed: 0,
    needed: 1,
  });
  expect(followBelow(certificateOf('root-pathlen-0'), list).ends).toBe('trusted');
  expect(followBelow(certificateOf('ring-a'), ['ring-a', 'ring-b'].map(certificateOf)).ends).toBe('ring');
});

test.each([
  ['root', { isAuthority: true, maySignCertificates: true, pathLength: 1, isSelfIssued: true }],
  ['root-no-pathlen', { isAuthority: true, maySignCertificates: true, pathLength: null }],
  ['no-cert-sign', { isAuthority: true, maySignCertificates: false, pathLength: 0 }],
  ['signer', { isAuthority: false, maySignCertificates: false, isSelfIssued: false }],
  ['version-1', { isAuthority: false, maySignCertificates: false, pathLength: null }],
  ['sha1-signer', { signedWith: { family: 'rsa', hash: 'sha1' } }],
  ['pss-signer', { signedWith: { family: null, hash: 'none' } }],
  ['ec-root', { key: { type: 'ec', bits: 384, curve: 'secp384r1' } }],
  ['rsa-1024', { key: { type: 'rsa', bits: 1024, curve: null } }],
])('%s is read as it is', (name, facts) => {
  expect(certificateOf(name)).toMatchObject(facts);
});

test('bytes that are no certificate are none', () => {
  expect(readCertificate(Buffer.from('not a certificate'))).toBeNull();
  expect(readCertificate(Buffer.alloc(0))).toBeNull();
});
