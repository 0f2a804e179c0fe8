// HTML as a template tag: everything put into it is escaped, except markup that came out of it.
import { showText } from '../safe-text';

/** HTML that is safe to put into a page. Only `html` and `trustMarkup` make it. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What a template takes; `null` and `false` are nothing. */
export type Child = Markup | string | number | null | false | readonly Child[];

/** Text and attribute values alike are escaped: quotes too, and control characters are shown by their number (`\u001b`). */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  let text = strings[0] ?? '';
  children.forEach((child, index) => {
    text += writeChild(child) + (strings[index + 1] ?? '');
  });
  return new Markup(text);
}

/** For text of this house that is HTML already: the style sheet and the script. Never for text from files. */
export function trustMarkup(text: string): Markup {
  return new Markup(text);
}

function writeChild(child: Child): string {
  if (child === null || child === false) return '';
  if (child instanceof Markup) return child.text;
  if (Array.isArray(child)) return child.map(writeChild).join('');
  return escapeHtml(String(child));
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return showText(text)
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"']/g, (c) => references[c] ?? c);
}
