// What constructs of others say by `node.addValidation`: a host such as cdktf asks them, and so does Glacis where there is none.
import type { IConstruct } from 'constructs';
import { type Problem, problem } from '../problems';

/** A problem for each message of each construct's own validations. What a validation throws is its author's error. */
export function listRefusals(constructs: readonly IConstruct[]): readonly Problem[] {
  return constructs.flatMap(({ node }) =>
    node.validate().map((message) => {
      const facts = { got: String(message), wanted: 'a validation that has nothing to say' };
      return problem('own-validation', { file: node.path || 'the root' }, facts);
    }),
  );
}
