// What every part of the page needs to know: whose judgement it shows, the names of its anchors, and the depth of its headings.
import type { Judgement } from '../../checks/judge';
import type { Severity } from '../../checks/types';
import type { MaskedFile } from '../secret-lines';
import type { ToldSection } from '../sections';
import { html, type Markup, trustMarkup } from './markup';

/** One posture on the page. */
export interface Part {
  readonly judgement: Judgement;
  readonly files: ReadonlyMap<string, MaskedFile>;
  /** Position of each file, for the anchors of its lines. */
  readonly fileIndex: ReadonlyMap<string, number>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Begins every anchor of this posture, so that several stand on one page. */
  readonly prefix: string;
  /** Level of the headings of sections: 2 when the page is about one posture, 3 in a fleet. */
  readonly level: 2 | 3;
  /** What is told beside the verdicts. */
  readonly told: readonly ToldSection[];
}

/** Anchor of an attack's row. */
export function anchorAttack(part: Part, id: string): string {
  return `${part.prefix}${id}`;
}

/** Anchor of a finding, by its place among the findings shown. */
export function anchorFinding(part: Part, index: number): string {
  return `${part.prefix}finding-${index + 1}`;
}

/** Anchor of a line that a verdict stands on; undefined when the tree has no such file. */
export function anchorLine(part: Part, file: string, line: number): string | undefined {
  const index = part.fileIndex.get(file);
  return index === undefined ? undefined : `${part.prefix}f${index + 1}-${line}`;
}

/** A place as a link to its line, where the page shows that line; `words` are what is read. */
export function writePlace(part: Part, file: string, line: number, words = `${file}:${line}`): Markup {
  const anchor = anchorLine(part, file, line);
  const place = html`<code>${words}</code>`;
  return anchor === undefined
    ? html`<span class="place">${place}</span>`
    : html`<a class="place" href="#${anchor}">${place}</a>`;
}

/** A section with its heading; the name is what the table of contents links to. */
export function writeSection(part: Part, name: string, title: string, body: Markup): Markup {
  const id = `${part.prefix}${name}`;
  const heading = writeHeading(part.level, title, `${id}-title`);
  return html`<section id="${id}" aria-labelledby="${id}-title">${heading}${body}</section>`;
}

/** `<h3>`: headings follow the nesting of the page. */
export function writeHeading(level: number, title: string, id?: string): Markup {
  const tag = trustMarkup(`h${level}`);
  return id === undefined ? html`<${tag}>${title}</${tag}>` : html`<${tag} id="${id}">${title}</${tag}>`;
}

/** A severity as a word in a frame: colour only repeats what the word says. */
export function writeSeverity(severity: Severity): Markup {
  return html`<span class="sev sev-${severity}">${severity}</span>`;
}
