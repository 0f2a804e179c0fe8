// Text that Terraform and the construct libraries must hand on unchanged: no template, no token, in JSON and in HCL.

/**
 * The libraries look for their tokens in every string, even behind an escape, and stop the synth on one they did not make.
 * Their own `Fn.rawString` is no way out: it leaves `%{` alone.
 */
const tokenMarker = /(?<=[$#&]\{)TfToken\[/g;

/**
 * A carriage return without a line feed, with the signs before it (`$` before an interpolation would make it an escape). From
 * there to the end of the line Terraform reads neither templates nor all escapes (measured on 1.11), so it is interpolated too.
 */
const loneCarriageReturn = /(?<![$%])([$%]*)\r(?!\n)/g;

/** Whole strings that stand for a map token in both libraries. */
const mapTokens: ReadonlySet<string> = new Set(['String Map Token Value', 'Any Map Token Value']);

/** What the libraries parse as a number token; the look-behind keeps long digit runs linear. */
const numberText = /(?<![-|\d.+])[-|\d.+]+e[-|\d.eE+]+/g;

/** Number tokens are doubles between about -9e288 and -9e298; nothing an OpenStack file says comes near. */
const LARGEST_PLAIN_NEGATIVE = -1e280;

/**
 * Text as a string of Terraform's JSON syntax (not yet quoted), where every string is a template: `${` and `%{` are doubled once.
 * What looks like a token is split by an interpolated letter, because the library resolves it before Terraform sees the escape.
 */
export function escapeJsonTemplate(text: string): string {
  const escaped = text
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(loneCarriageReturn, (_found, signs: string) => `\${"${signs}\\r"}`)
    .replace(tokenMarker, 'Tf${"T"}oken[')
    .replace(numberText, (found) => (isNumberToken(found) ? found.replaceAll('e', '${"e"}') : found));
  return mapTokens.has(text) ? text.replace('T', '${"T"}') : escaped;
}

/**
 * Text as a quoted string of Terraform's HCL syntax. The brace of every `${`, `%{`, `#{` and `&{` is written as a code point:
 * so it opens neither a template nor a token, and the library's HCL printer does not take the text for an expression.
 */
export function quoteHclText(text: string): string {
  return JSON.stringify(text)
    .replace(/\\./g, (found) => (found === '\\b' ? '\\u0008' : found === '\\f' ? '\\u000c' : found))
    .replace(/(?<=[$%#&])\{/g, '\\u007b')
    .replace(numberText, (found) => (isNumberToken(found) ? found.replaceAll('e', '\\u0065') : found));
}

/**
 * Why Terraform would not give `text` back byte for byte; undefined when it would. Measured on Terraform 1.11: strings are
 * normalised to NFC, and a byte order mark at the start of a string is dropped.
 */
export function findTransportLoss(text: string): string | undefined {
  if (text.startsWith('\ufeff')) return 'a byte order mark at the start';
  if (text.normalize('NFC') !== text) return 'text that is not in Unicode normal form C';
  if (Buffer.from(text).toString() !== text) return 'half a surrogate pair';
  return undefined;
}

function isNumberToken(found: string): boolean {
  const value = Number.parseFloat(found);
  return Number.isFinite(value) && value < LARGEST_PLAIN_NEGATIVE;
}
