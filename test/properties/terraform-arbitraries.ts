// Text made to break out of a Terraform string: templates, tokens, quotes, here-documents, control characters.
import fc from 'fast-check';
import { findTransportLoss } from '../../src/terraform/template-text';

const pieces = fc.constantFrom(
  ...[
    '$',
    '%',
    '{',
    '}',
    '~',
    '"',
    '\\',
    '\n',
    '\r',
    '\t',
    ' ',
    '#',
    '&',
    '[',
    ']',
    '<<EOF',
    'EOF',
    'T',
    'e',
    '-',
    '+',
    '|',
    '9',
  ],
  ...[
    '${',
    '%{',
    '$${',
    '%%{',
    'TfToken[',
    'TOKEN.0',
    'each.value',
    '-8.1',
    'e+298',
    '-1.8881545897087503e+289',
    '\u0000',
    '\u001b',
    'ü',
    '😀',
  ],
);
/** Hostile text that Terraform can carry at all. */
export const hostileText = fc
  .oneof(
    fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  )
  .filter((text) => findTransportLoss(text) === undefined);
