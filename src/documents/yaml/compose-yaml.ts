// Writes YAML that reads the same to PyYAML, Go and Ruby: block style, comments above keys, strings quoted unless surely plain.
import { InternalError } from '../../problems';
import { renderComment } from '../policy/comment-text';
import { quoteForYaml } from '../policy/render-policy';

/** One key of a mapping, with the comment that stands above it. */
export interface YamlEntry {
  readonly key: string;
  readonly value: YamlValue;
  /** One short sentence; empty or absent: no comment. */
  readonly reason?: string;
}

/** A value to write. `entries` keeps its order; `block` is a text of whole lines, written literally. */
export type YamlValue =
  | string
  | boolean
  | { readonly entries: readonly YamlEntry[] }
  | { readonly items: readonly YamlValue[] }
  | { readonly block: string };

/** Words that some YAML 1.1 reader takes for something else than text. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/**
 * The text of one document. `header`: comment lines at the top, without `#`. Strings come back exactly as they are, whatever
 * they hold; numbers have to be given as text. @throws InternalError for a key that is written twice.
 */
export function composeYaml(header: readonly string[], entries: readonly YamlEntry[]): string {
  const top = header.flatMap((line) => (line === '' ? ['#'] : renderComment(line)));
  return `${[...top, ...renderEntries(entries, '')].join('\n')}\n`;
}

function renderEntries(entries: readonly YamlEntry[], indent: string): string[] {
  const keys = new Set(entries.map(({ key }) => key));
  if (keys.size !== entries.length) throw new InternalError('a YAML key would be written twice');
  return entries.flatMap(({ key, value, reason }) => [
    ...renderComment(reason ?? '').map((line) => `${indent}${line}`),
    ...renderPair(`${indent}${renderScalar(key)}:`, value, indent),
  ]);
}

function renderPair(head: string, value: YamlValue, indent: string): string[] {
  if (typeof value !== 'object') return [`${head} ${renderScalar(value)}`];
  const inner = `${indent}  `;
  if ('entries' in value)
    return value.entries.length === 0 ? [`${head} {}`] : [head, ...renderEntries(value.entries, inner)];
  if ('items' in value) return value.items.length === 0 ? [`${head} []`] : [head, ...renderItems(value.items, inner)];
  return isPlainBlock(value.block)
    ? [
        `${head} |`,
        ...value.block
          .slice(0, -1)
          .split('\n')
          .map((line) => (line === '' ? '' : `${inner}${line}`)),
      ]
    : [`${head} ${quoteForYaml(value.block)}`];
}

function renderItems(items: readonly YamlValue[], indent: string): string[] {
  return items.flatMap((item) => {
    if (typeof item !== 'object') return [`${indent}- ${renderScalar(item)}`];
    if (!('entries' in item) || item.entries.length === 0)
      throw new InternalError('a list item must be text or a mapping');
    const [first = '', ...rest] = renderEntries(item.entries, `${indent}  `);
    return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
  });
}

function renderScalar(value: string | boolean): string {
  if (typeof value === 'boolean') return String(value);
  const isPlain = /^[A-Za-z][\w./-]*$/.test(value) && !reserved.test(value);
  return isPlain ? value : quoteForYaml(value);
}

/** A literal block keeps whole lines of visible text; blanks at line ends and a leading blank would need other marks. */
function isPlainBlock(text: string): boolean {
  return /^(?:[^\s\p{C}](?:[^\n\p{C}]*[^\s\p{C}])?\n+)+$/u.test(text) && !text.endsWith('\n\n');
}
