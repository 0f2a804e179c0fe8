// Before the files of the proof: builds the suites of the run and asks what is installed, once for all of them.
import { chosenSuites, versionsOf } from './suites';

/** What Jest calls first; the versions reach the test files through the environment. */
export default function buildSuites(): void {
  for (const suite of chosenSuites()) versionsOf(suite);
}
