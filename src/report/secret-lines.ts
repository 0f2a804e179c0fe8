// Lines of configuration files with their secrets masked: a report is mailed, archived and put on walls.

/** What stands in a report where a secret stands in the file. */
export const MASK = '***';

/** Longest piece of a line that a report shows. */
const maxShownCharacters = 400;

/** One file, fit to be shown. */
export interface MaskedFile {
  readonly lines: readonly string[];
  /** Secret texts by line, counted from 1. */
  readonly secrets: ReadonlyMap<number, readonly string[]>;
}

/** Tells whether the catalogue marks an option as secret. */
export type IsSecretOption = (section: string, name: string) => boolean;

const secretName =
  /password|passwd|passphrase|secret|credential|private_?key|access_?key|api_?key|encryption_?key|(?:^|_)(?:token|key|connection|transport_url|auth_plugin_options)$/;
const secretWord = /([\w-]{0,60}(?:password|passwd|passphrase|secret|private_key)[\w-]{0,60})/.source;
const wordThenSign = new RegExp(`${secretWord}(\\s{0,20}[=:]\\s{0,20})("[^"]*"|'[^']*'|[^\\s"',;]+)`, 'gi');
const wordThenBlank = new RegExp(`${secretWord}(\\s{1,20})("[^"]*"|'[^']*'|[^\\s"',;]+)`, 'gi');
// In a shell a word behind a blank is an argument: `openstack secret list` names a command, `--secret-type certificate` a kind.
const shellOptionThenBlank =
  /(--(?:[\w-]{0,60}[-_])?(?:password|passwd|passphrase|secret|private[-_]key))(\s{1,20})("[^"]*"|'[^']*'|[^\s"',;]+)/gi;
const programAuth =
  /((?:stats\s{1,20}auth|authorization:?["']?|x-(?:auth|service|subject)-token["']?)\s{1,20})("[^"]*"|'[^']*'|[^\s"']+)/gi;
const userInfo = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/@]{1,300})@/gi;

/**
 * Masks passwords, keys, tokens, database and message-bus URLs, user parts of URLs, and PEM blocks.
 * @param isSecretOption for oslo files of a service; absent for files of other programs.
 * @param isShell the file is a shell script. Default false.
 */
export function maskLines(text: string, isSecretOption?: IsSecretOption, isShell = false): MaskedFile {
  const secrets = new Map<number, readonly string[]>();
  const blankSigns = isShell ? shellOptionThenBlank : wordThenBlank;
  let section = '';
  let isContinued = false;
  let isInPem = false;
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => {
    const found: string[] = [];
    const mask = (value: string): string => {
      const bare = value.trim().replace(/^(["'])(.*)\1$/, '$2');
      if (bare !== '' && bare !== MASK) found.push(bare);
      return MASK;
    };
    const shown = maskOne(line, mask);
    if (found.length > 0) secrets.set(index + 1, found);
    return shown;
  });
  if (lines.at(-1) === '') lines.pop();
  return { lines, secrets };

  function maskOne(line: string, mask: (value: string) => string): string {
    if (isInPem || line.includes('-----BEGIN')) {
      isInPem = !line.includes('-----END');
      return mask(line);
    }
    if (isContinued && /^[ \t]+\S/.test(line)) return `    ${mask(line)}`;
    isContinued = false;
    if (line.startsWith('[')) section = line.slice(1, line.indexOf(']'));
    const shortened = line.length > maxShownCharacters ? `${line.slice(0, maxShownCharacters)}…` : line;
    const assignment = /^([\s#;]*)([\w.-]+)(\s*[=:]\s*)(.*)$/.exec(line);
    if (assignment) {
      const [, blank = '', name = '', sign = '', value = ''] = assignment;
      const isComment = /[#;]/.test(blank);
      const isSecret =
        secretName.test(name.toLowerCase().replaceAll('-', '_')) || isSecretOption?.(section, name) === true;
      if (isSecret) {
        isContinued = isSecretOption !== undefined && !isComment;
        return value.trim() === '' ? shortened : `${blank}${name}${sign}${mask(value)}`;
      }
    }
    // In an option file a line without a sign is a slip of the pen, and may hold what it was meant to set.
    const hasBlankSigns = isSecretOption === undefined || assignment === null;
    return maskWords(shortened, mask, hasBlankSigns ? blankSigns : undefined);
  }
}

/** `password x`, `Environment="OS_PASSWORD=x"`, `stats auth user:x`, `https://user:x@host`. */
function maskWords(line: string, mask: (value: string) => string, blankSigns: RegExp | undefined): string {
  const keepWord = (_: string, word: string, sign: string, value: string) => `${word}${sign}${mask(value)}`;
  let shown = line.replace(wordThenSign, keepWord);
  if (blankSigns && !/^\s*[#;]/.test(line)) {
    shown = shown.replace(blankSigns, keepWord);
    // A variable of nginx or a sample of HAProxy is not the secret itself.
    shown = shown.replace(programAuth, (whole, before: string, value: string) =>
      /^["']?(?:\$|%\[)/.test(value) ? whole : `${before}${mask(value)}`,
    );
  }
  return shown.replace(userInfo, (_, scheme: string, user: string) => `${scheme}${mask(user)}@`);
}
