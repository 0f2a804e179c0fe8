// Where a limit of nginx is judged: the blocks a request went through, and the request itself.
import type { NginxRoute } from './nginx-route';
import type { NginxLevel } from './nginx-scopes';
import type { NginxDefinitions, NginxEvaluation } from './nginx-variables';
import type { EdgeRequest } from './types';

/** Where a limit is judged. */
export interface NginxLimitPlace {
  /** http, server, locations, ifs. */
  readonly chain: readonly NginxLevel[];
  readonly server: NginxLevel;
  /** The same request on its way once more, with another target or other headers; null when nginx refuses it. */
  readonly walk: (rawPath: string, headers: ReadonlyMap<string, string>) => NginxWalk | null;
  /** Whether a request with this target, sent on so, may create an image at Glance. */
  readonly mayArrive: (route: NginxRoute, rawPath: string) => boolean;
  /** Lower-case names with underscores. */
  readonly headers: ReadonlyMap<string, string>;
  readonly peer: readonly number[];
  readonly request: EdgeRequest;
  readonly definitions: NginxDefinitions;
}

/** A request that has found its location. */
export interface NginxWalk {
  readonly route: NginxRoute;
  readonly evaluation: NginxEvaluation;
}
