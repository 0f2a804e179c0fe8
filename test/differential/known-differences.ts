// Where an emulator says something else than the real code, or less, and why that is meant: the only excuses there are.

/** Id to reason. An id that no comparison meets any more is to be deleted; the page lists how often each was met. */
export const knownDifferences = {
  'url-other-protocol':
    'ftp, file and data URLs: the model of HTTP connections makes no statement; the FTP model and the filter do',
  'url-zone':
    'a zone names an interface: libc knows those of its machine, the model assumes that any zone may exist where Glance runs',
  'url-blank-in-zone':
    'a redirect into a zone with a blank: urllib escapes the blank after urlsplit has looked, we look at the escaped text and say ValueError. Neither can connect',
  'url-split-surrogates':
    'two halves of a surrogate pair with a tab or line break between them: Python removes the blank and keeps two halves, which no codec takes; our text has the whole character then',
  'url-exhausted':
    'Glance 33.0.0 tries every allowed address of a host and names any failure ImportTaskError; we name the first failure',
  'policy-cannot-say':
    'the emulator makes no statement (it says so, and the judge then never calls an attack stopped on that ground)',
  'policy-refused-or-raised': 'the emulator knows that nothing is allowed, not whether by False or by an exception',
  'policy-left-unclaimed': 'a left side that the emulator of Python literals does not claim to read',
  'sig-no-path-length':
    'an authority without a path length: cursive up to 0.2.3 raises TypeError, so that the build is tried on further hosts; 0.3.1 takes it as no limit. We say the chain is trusted',
  'sig-unknown-word':
    "a hash method or key type that Nova's image properties do not list raises ValueError, so that the build is tried on further hosts; we count it like a certificate that is missing. Both end in ERROR",
  'format-no-claim':
    'an image that the gate of Nova or Cinder refuses for a reason the emulator does not know: it then claims no refusal, and no attack is called stopped by it',
  'files-home':
    'files in the home directory of the service user, which oslo.config looks for first: they are outside of any tree we are given',
  'files-missing':
    'a file or directory that the command line names, or that the WSGI application asks for, is missing: the program does not start; we say what it would read',
  'ini-late-line':
    'an entry before any section: oslo.config notices it where the entry ends, we say the line on which it begins',
} as const;

/** An id of the table. */
export type KnownDifference = keyof typeof knownDifferences;
