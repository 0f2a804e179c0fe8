// Which way property protections went: who may newly touch a property, and who no longer, asked over callers and names.
import { propertyOperations } from '../../documents/property-protections/model';
import { listPersonas, listRoleHolders } from '../../emulators/oslo-policy/personas';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { type OpenProtections, openProtections } from '../mechanisms/signature-properties';
import type { JudgedProgram } from './measures';

/** Names that are asked about. */
const maxProperties = 120;

/** Somebody gains, or may gain where nobody can say: looser. Somebody only loses: tighter. */
export function judgeProtections(before: Cloud, after: Cloud): JudgedProgram {
  const [old, now] = [openProtections(before), openProtections(after)];
  const sides = [old, now];
  const named = sides.flatMap(({ rules }) =>
    rules.flatMap(({ permissions }) => propertyOperations.flatMap((operation) => permissions[operation])),
  );
  const roles = named.map((role) => role.toLowerCase()).filter((role) => /^[^@!]/.test(role));
  let judged: JudgedProgram = { direction: 'neutral', because: '' };
  for (const { title, creds } of [...listPersonas('glance'), ...listRoleHolders('glance', roles)]) {
    for (const property of listProperties(sides)) {
      for (const operation of propertyOperations) {
        const [was, is] = [old, now].map((side) => side.mayTouch(property, operation, creds));
        if (was === is) continue;
        const what = `${operation} ${property}, for example`;
        if (was === false || is === true)
          return { direction: 'looser', because: printable(`${title} ${is ? 'may' : 'perhaps may'} now ${what}`, 300) };
        if (judged.direction === 'neutral')
          judged = {
            direction: 'tighter',
            because: printable(`${title} ${is === false ? 'may' : 'perhaps may'} no longer ${what}`, 300),
          };
      }
    }
  }
  return judged;
}

/** For every pattern names that it is about, and one that no pattern means. */
function listProperties(sides: readonly OpenProtections[]): string[] {
  const words = sides.flatMap(({ rules }) =>
    rules.flatMap(({ pattern }) => pattern.replace(/^\(\?i\)|[\^$]|\.?[*+?]|\./g, '').split('|')),
  );
  const names = words.filter((word) => word !== '').flatMap((word) => [word, `${word}_x`, `x_${word}`]);
  return [...new Set(['x', ...names])].slice(0, maxProperties);
}
