// js-yaml's events for a text, where PyYAML (YAML 1.1) and js-yaml (YAML 1.2) disagree about indentation and tabs.
import { EVENT_ID, type Event, parseEvents, SCALAR_STYLE } from 'js-yaml';

/** Events and the text their offsets point into: lines are those of the input, indentation may be wider. */
export interface YamlEvents {
  readonly events: readonly Event[];
  readonly text: string;
}

/** Why a text cannot be read. `line` counts from 1. */
export interface SyntaxFailure {
  readonly line: number;
  readonly message: string;
}

/** Deeper nesting than this is refused: a rule needs two levels. */
const maxNodeDepth = 100;
/** How many lines of one file may need the wider indentation: real files have none, and each costs another pass. */
const maxWidenedLines = 50;
const widening = ' '.repeat(maxNodeDepth);

const LEADING_END = /^(?:[ ]*(?:#[^\n\r]*)?[\n\r])*\.\.\.(?:\s|$)/;

/** Parses a text. `allowsTabs`: JSON may separate with tabs, PyYAML never does. */
export function readYamlEvents(text: string, allowsTabs: boolean): YamlEvents | SyntaxFailure {
  const lines: string[] = text.split(/(?<=\n|\r(?!\n))/);
  let settled = text;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const events = parseEvents(settled, { maxDepth: maxNodeDepth });
      // PyYAML finds no document to end when "..." comes before anything else.
      if (LEADING_END.test(settled)) return { line: 1, message: 'text after the end of a document' };
      const tab = allowsTabs ? null : findStrayTab(settled, events);
      return tab ?? { events, text: settled };
    } catch (error) {
      const failure = explainSyntaxError(error);
      const line = lines[failure.line - 1];
      // PyYAML does not mind how far a quoted word or a flow collection is indented on its further lines.
      const isIndentation = failure.message === 'deficient indentation' && attempt < maxWidenedLines;
      if (!isIndentation || line === undefined || /^(?:---|\.\.\.)(?:\s|$)/.test(line) || line.startsWith(widening))
        return failure;
      lines[failure.line - 1] = widening + line;
      settled = lines.join('');
    }
  }
}

/** The first tab outside quoted words, block texts and comments: PyYAML finds no token that starts with it. */
function findStrayTab(text: string, events: readonly Event[]): SyntaxFailure | null {
  if (!text.includes('\t')) return null;
  let line = 1;
  let at = 0;
  let isComment = false;
  const advance = (end: number, isCovered: boolean): boolean => {
    for (; at < end; at += 1) {
      const character = text[at];
      if (character === '\n' || (character === '\r' && text[at + 1] !== '\n')) {
        line += 1;
        isComment = false;
      } else if (isCovered || isComment) continue;
      else if (character === '#' && (at === 0 || /[\s]/.test(text[at - 1] ?? ''))) isComment = true;
      else if (character === '\t') return true;
    }
    return false;
  };
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart < 0 || event.style === SCALAR_STYLE.PLAIN) continue;
    if (advance(event.valueStart, false)) return { line, message: 'a tab where YAML 1.1 allows none' };
    advance(event.valueEnd, true);
  }
  return advance(text.length, false) ? { line, message: 'a tab where YAML 1.1 allows none' } : null;
}

function explainSyntaxError(error: unknown): SyntaxFailure {
  const { reason, mark } = error as { readonly reason?: unknown; readonly mark?: { readonly line?: unknown } };
  return {
    line: typeof mark?.line === 'number' ? mark.line + 1 : 1,
    message: typeof reason === 'string' ? reason : 'broken YAML',
  };
}
