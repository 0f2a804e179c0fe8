// ImportFilter: which import methods exist, and which URLs web-download may fetch.
import type { ImportFilterProps, ImportMethod } from '../intent/types';
import type { ReleaseName } from '../openstack/types';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/** First release of the methods that are younger than queens. */
const methodSince: Partial<Record<ImportMethod, ReleaseName>> = { 'copy-image': 'ussuri', 'glance-download': 'zed' };

/** A name that can never resolve (RFC 2606): an allowlist holding only it admits nothing, an empty one admits everything. */
const NO_HOST = 'no-import-host.invalid';

/** @internal The methods an intent means: web-download is on only when somebody named where from. */
export function enabledImportMethods(props: ImportFilterProps): readonly ImportMethod[] {
  if (props.enabledImportMethods) return props.enabledImportMethods;
  return props.allowedHosts?.length ? ['glance-direct', 'web-download'] : ['glance-direct'];
}

/** @internal OSSA-2026-004, `[import_filtering_opts]`: an exact allowlist is the only host control that holds on every release. */
export function decideImportFilter(props: ImportFilterProps, facts: ReleaseFacts, placeOf: PlaceOf): Decision {
  const methods = enabledImportMethods(props);
  const hosts = props.allowedHosts ?? [];
  const problems: Problem[] = [];
  methods.forEach((method, index) => {
    const since = methodSince[method];
    if (since && !facts.isFrom(since)) {
      problems.push(
        problem('not-in-release', placeOf(`/enabledImportMethods/${index}`), {
          got: `${method} in ${facts.release}`,
          wanted: `a method of ${facts.release}; ${method} exists from ${since} on`,
          fix: `remove ${method}`,
        }),
      );
    }
  });
  const glance = (
    section: string,
    option: string,
    value: WantedSetting['value'],
    pointer: string,
    reason: string,
  ): WantedSetting => ({ service: 'glance', section, option, value, pointer, reason });
  return {
    problems,
    settings: [
      glance(
        'DEFAULT',
        'enabled_import_methods',
        methods,
        '/enabledImportMethods',
        'web-download is on by default in every release; only what is listed here exists',
      ),
      glance(
        'import_filtering_opts',
        'allowed_schemes',
        props.allowedSchemes ?? ['https'],
        '/allowedSchemes',
        'the implicit port of a URL is never checked, so the scheme decides it',
      ),
      glance(
        'import_filtering_opts',
        'allowed_hosts',
        hosts.length ? hosts : [NO_HOST],
        '/allowedHosts',
        hosts.length
          ? 'exact names only: deny lists are walked around by encodings, redirects and DNS'
          : 'an empty list would switch the host filter off; this name never resolves',
      ),
      glance(
        'import_filtering_opts',
        'allowed_ports',
        props.allowedPorts ?? [443],
        '/allowedPorts',
        'ports written in a URL; the default also admits 80',
      ),
    ],
  };
}

/**
 * Import methods and URL filter of Glance: `enabled_import_methods` and `[import_filtering_opts]` (OSSA-2026-004). Default: staged uploads
 * only, and no URL is fetched.
 */
export class ImportFilter extends Control<ImportFilterProps> {
  /** @internal */
  readonly intentKey = 'imageImport';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideImportFilter(this.props, facts, placeOf);
  }
}
