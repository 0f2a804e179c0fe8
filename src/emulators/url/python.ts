// The Python builds whose URL code differs, and what each of them does differently.

/**
 * A Python whose `urllib` and `ipaddress` Glance runs on. The plain numbers are early patch releases (3.9.18, 3.10.13,
 * 3.11.7, 3.12.1, 3.13.0); `debian12` is bookworm's 3.11.2, `debian12u9` the same since the fix of CVE-2026-17084,
 * `debian13` trixie's 3.13.5; 3.14 is 3.14.10.
 */
export type PythonVersion =
  | '3.9'
  | '3.10'
  | '3.11'
  | '3.11-debian12'
  | '3.11-debian12u9'
  | '3.12'
  | '3.13'
  | '3.13-debian13'
  | '3.14';

/** What one Python does where another does something else. */
export interface PythonTraits {
  /** Upstream number of the build that was compared. */
  readonly build: string;
  /** Version of the Unicode tables, as 130 for 13.0. */
  readonly unicode: number;
  /** A scheme must begin with an ASCII letter; 3.9 and 3.10 accept `1http:`. */
  readonly wantsSchemeLetter: boolean;
  /** Only ASCII digits are a port; 3.9 gives the text to `int()`, which takes blanks, signs and Arabic digits. */
  readonly wantsAsciiPort: boolean;
  /** Text in brackets: not looked at, looked at, or also refused next to other text (CVE-2025-0938). */
  readonly brackets: 'unchecked' | 'content' | 'whole-host';
  /** `V1.x` in brackets counts as an IPvFuture address as `v1.x` does. */
  readonly takesUpperCaseIpFuture: boolean;
  /** IPv4-mapped addresses are printed as `::ffff:1.2.3.4` instead of `::ffff:102:304`. */
  readonly printsMappedDotted: boolean;
  /** The `idna` codec raises UnicodeEncodeError instead of plain UnicodeError. */
  readonly idnaRaisesEncodeError: boolean;
  /** The `idna` codec refuses labels over 1024 characters before it maps them. */
  readonly idnaLimitsLabel: boolean;
  /** The `idna` codec folds only the case pairs Unicode 3.2 knew (CVE-2026-17084); earlier builds fold every pair of their own Unicode. */
  readonly idnaFoldsAs32: boolean;
  /** getaddrinfo hands a port over 64 bits to libc as text; earlier builds raise OverflowError over 63 bits. */
  readonly takesHugePort: boolean;
  /** `ipaddress` refuses IPv6 text over 45 characters. */
  readonly limitsIpv6Length: boolean;
  /** urllib follows status 308. */
  readonly follows308: boolean;
  /** How `urljoin` and `urlunparse` treat empty parts: 3.12.1 and before, 3.13, 3.14. */
  readonly joining: 'old' | 'keeps-empty-authority' | 'keeps-empty-parts';
}

const python39: PythonTraits = {
  build: '3.9.18',
  unicode: 130,
  wantsSchemeLetter: false,
  wantsAsciiPort: false,
  brackets: 'unchecked',
  takesUpperCaseIpFuture: false,
  printsMappedDotted: false,
  idnaRaisesEncodeError: false,
  idnaLimitsLabel: false,
  idnaFoldsAs32: false,
  takesHugePort: false,
  limitsIpv6Length: false,
  follows308: false,
  joining: 'old',
};
const python310: PythonTraits = { ...python39, build: '3.10.13', wantsAsciiPort: true };
const python311: PythonTraits = {
  ...python310,
  build: '3.11.7',
  unicode: 140,
  wantsSchemeLetter: true,
  brackets: 'content',
  follows308: true,
};
const python312: PythonTraits = {
  ...python311,
  build: '3.12.1',
  unicode: 150,
  idnaLimitsLabel: true,
  takesHugePort: true,
};
const python313: PythonTraits = {
  ...python312,
  build: '3.13.0',
  unicode: 151,
  printsMappedDotted: true,
  idnaRaisesEncodeError: true,
  joining: 'keeps-empty-authority',
};
const debian12: PythonTraits = { ...python311, build: '3.11.2', brackets: 'whole-host' };
const debian13: PythonTraits = { ...python313, build: '3.13.5', brackets: 'whole-host', limitsIpv6Length: true };

const traits: Readonly<Record<PythonVersion, PythonTraits>> = {
  '3.9': python39,
  '3.10': python310,
  '3.11': python311,
  '3.11-debian12': debian12,
  '3.11-debian12u9': { ...debian12, idnaFoldsAs32: true },
  '3.12': python312,
  '3.13': python313,
  '3.13-debian13': debian13,
  '3.14': {
    ...debian13,
    build: '3.14.10',
    unicode: 160,
    takesUpperCaseIpFuture: true,
    idnaFoldsAs32: true,
    joining: 'keeps-empty-parts',
  },
};

/** The traits of one Python. */
export function traitsOf(python: PythonVersion): PythonTraits {
  return traits[python];
}

/** Every Python that is known, oldest first. */
export const pythonVersions: readonly PythonVersion[] = Object.keys(traits) as PythonVersion[];

/** The exceptions this room can predict, by the class name a Glance log shows. */
export type ExceptionName =
  | 'ValueError'
  | 'UnicodeError'
  | 'UnicodeEncodeError'
  | 'OverflowError'
  | 'InvalidURL'
  | 'URLError'
  | 'HTTPError'
  /** Glance's own, for a redirect target that the import filter refuses: the first before CVE-2026-71196, the second since. */
  | 'ImportTaskError'
  | 'InvalidRedirect'
  /** Glance's own: the URL is refused again at fetch time. */
  | 'Invalid';
