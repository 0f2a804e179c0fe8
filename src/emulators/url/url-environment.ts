// Where a URL is judged.

import type { PythonVersion } from './python';
import type { Resolver } from './resolver';

/** Where the URL is judged: the Python Glance runs on, and who resolves names for it. */
export interface UrlEnvironment {
  readonly python: PythonVersion;
  readonly resolver: Resolver;
}
