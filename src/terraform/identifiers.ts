// Ids of projects, users and groups: literal, or the id of another resource of the stack.
import { type Problem, problem } from '../problems';
import type { Attribute } from './plain-resource';

/** Keystone's ids are 32 hexadecimal digits, or what LDAP gives. */
const literalId = /^[A-Za-z0-9_-]{1,64}$/;

/** A text that is one token of the library and nothing else: `project.id` of a binding. */
const wholeToken = /^\$\{TfToken\[[A-Za-z0-9_.-]+\]\}$/;

/** An id as an attribute. Anything else was refused before. */
export function composeId(id: string): Attribute {
  return wholeToken.test(id) ? { template: id } : id;
}

/** What is wrong with ids, by their pointer in the props. */
export function findIdProblems(ids: ReadonlyMap<string, string>, construct: string): readonly Problem[] {
  const wrong = [...ids].filter(([, id]) => !literalId.test(id) && !wholeToken.test(id));
  return wrong.map(([pointer, id]) =>
    problem(
      'bad-value',
      { file: construct, pointer },
      {
        got: JSON.stringify(id),
        wanted: 'an id of Keystone, or the id of another resource',
        why: 'a name is no id, and an expression could say anything',
        fix: 'use the id that `openstack project show` or `openstack user show` prints',
      },
    ),
  );
}
