// Remembers what does not depend on the lists of a filter: attacks ask for the same few URLs in every region of a fleet.
import type { UrlEnvironment } from './url-environment';

/** Texts that are kept for one environment; what is asked beyond them, as by a probe of thousands of URLs, is worked out anew. */
const maxTexts = 512;

/** `find`, a pure function of its text and environment, asked once for a text as long as the environment is the same object. */
export function rememberAnswers<T>(
  find: (text: string, env: UrlEnvironment) => T,
): (text: string, env: UrlEnvironment) => T {
  const known = new WeakMap<UrlEnvironment, Map<string, T>>();
  return (text, env) => {
    let answers = known.get(env);
    if (answers === undefined) {
      answers = new Map();
      known.set(env, answers);
    }
    const remembered = answers.get(text);
    if (remembered !== undefined) return remembered;
    const answer = find(text, env);
    if (answers.size < maxTexts) answers.set(text, answer);
    return answer;
  };
}
