// Text from files made safe for each format. Whatever a file says, it stays text.
import { printable } from '../problems';

/** Control and direction characters escaped, whole length kept: nothing in a report may steer a terminal or turn a line around. */
export function showText(text: string): string {
  return printable(text, Number.MAX_SAFE_INTEGER);
}

/** For XML 1.0, in text and in attributes: also free of what no XML document can hold, lone surrogates and non-characters. */
export function escapeXml(text: string): string {
  return showText(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * For a sentence in Markdown, inside table cells too. Every mark is written as a character reference; after `@` and `#` stands an
 * empty comment, because code hosts look for people and issues after the references are read.
 */
export function escapeMarkdown(text: string): string {
  return showText(text)
    .replace(/[^\p{L}\p{N} .,;()%+/=?-]/gu, (c) => `&#${c.codePointAt(0)};${c === '@' || c === '#' ? '<!-- -->' : ''}`)
    .replace(/^([-+=]|\d+[.)])/, (c) => `&#${c.charCodeAt(0)};${c.slice(1)}`)
    .replace(/\b(www)\./gi, '$1&#46;');
}

/** JSON text in which no character can steer a terminal: JSON itself escapes only those below 32. */
export function writeJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`;
}
