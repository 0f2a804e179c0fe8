// Puts the values of other options where `$name` and `${group.name}` stand, as oslo.config does when a value is read.
import { splitTemplate } from '../../documents/ini/template';
import { printable } from '../../problems';

/** The text of one option, or why it has none. */
export type ReferredText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: string };

/** Finds the text of an option that a value refers to; undefined when no such option is declared. */
export type ReferenceReader = (section: string, option: string) => ReferredText | undefined;

/**
 * Substitutes one value that belongs to `section`. A plain name is looked for in the same section, then in DEFAULT.
 * A name may hold dots, so `$my_ip.example` asks for an option `example` of a group `my_ip`, and `${DEFAULT.x}` is always
 * an error: DEFAULT is no group. A name that is not declared is an error as well, not left as it stands.
 */
export function substituteReferences(value: string, section: string, readReference: ReferenceReader): ReferredText {
  let text = '';
  for (const piece of splitTemplate(value)) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    const referred = readName(piece.name, section, readReference);
    if (referred === undefined) return { ok: false, error: `"$${printable(piece.name, 60)}" is no option` };
    if (!referred.ok) return referred;
    text += referred.text;
  }
  return { ok: true, text };
}

function readName(name: string, section: string, readReference: ReferenceReader): ReferredText | undefined {
  const dot = name.indexOf('.');
  if (dot >= 0) {
    const group = name.slice(0, dot);
    return group === 'DEFAULT' ? undefined : readReference(group, name.slice(dot + 1));
  }
  return readReference(section, name) ?? (section === 'DEFAULT' ? undefined : readReference('DEFAULT', name));
}
