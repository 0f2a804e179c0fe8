// Who tells Glance who is calling: the flavor names a pipeline, and the paste file of the tree says what is in it.
import type { IniDocument } from '../../documents/ini/model';
import type { Source } from '../../documents/types';
import type { ConfiguredServices } from './configured-services';

/**
 * Where the identity of a caller comes from. `keystone`: the token is asked about. `headers`: X-Roles and X-Project-Id are believed
 * as the client writes them (measured, the laboratory was authenticated that way). `nobody`: every caller has no role and no
 * project, whatever it sends, and the database takes it for an administrator. `unknown`: these files do not tell.
 */
export type IdentitySource = 'keystone' | 'headers' | 'nobody' | 'unknown';

/** What is known about the pipeline. */
export interface GlancePipeline {
  readonly identity: IdentitySource;
  /** The line that says so: the flavor, or the pipeline of the paste file; null for a default. */
  readonly at: Source | null;
  /** As configured; '' for the pipeline without a flavor. */
  readonly flavor: string;
}

/** The pipelines that Glance ships; trusted-auth up to 2018 or so, for a registry behind an API that had asked already. */
const shipped: Readonly<Record<string, IdentitySource>> = {
  '': 'nobody',
  caching: 'nobody',
  cachemanagement: 'nobody',
  keystone: 'keystone',
  'keystone+caching': 'keystone',
  'keystone+cachemanagement': 'keystone',
  'trusted-auth': 'headers',
  'trusted-auth+cachemanagement': 'headers',
};

/** Reads the pipeline of glance-api: from the paste file of the tree, else by the name that the shipped one gives it. */
export function readPipeline(cloud: ConfiguredServices): GlancePipeline {
  const { value, error, at } = cloud.config('glance').get('paste_deploy', 'flavor');
  const flavor = String(value ?? '');
  // A tree of drop-ins alone does not say what the main file of the host sets.
  if (error !== null || (at === null && !cloud.files.has('glance/glance-api.conf'))) {
    return { identity: 'unknown', at, flavor };
  }
  const { paste, isOwn } = findPasteFile(cloud);
  // What a file of the operator says that is not here, nobody knows; nor where one leads past the pipelines that Glance ships.
  if (paste === undefined ? isOwn : leadsElsewhere(paste, flavor)) return { identity: 'unknown', at, flavor };
  const written = paste === undefined ? undefined : findPipeline(paste, flavor);
  if (paste !== undefined && written !== undefined) {
    const identity = findIdentity(written.filters.map((name) => nameFilter(paste, name)));
    return { identity, at: at === null || identity === 'keystone' ? at : written.at, flavor };
  }
  const identity = Object.hasOwn(shipped, flavor) ? shipped[flavor] : undefined;
  return { identity: identity ?? 'unknown', at, flavor };
}

/** `isOwn`: a file of the operator is named, and not one that the packages of Debian and RDO bring. */
function findPasteFile(cloud: ConfiguredServices): {
  readonly paste: IniDocument | undefined;
  readonly isOwn: boolean;
} {
  const named = cloud.config('glance').get('paste_deploy', 'config_file').value;
  const name = typeof named === 'string' && named !== '' ? named : 'glance-api-paste.ini';
  const file = name.startsWith('/etc/') ? name.slice('/etc/'.length) : `glance/${name}`;
  const paste = cloud.files.has(file) ? cloud.iniDocument(file) : undefined;
  const isShipped =
    /^(?:(?:\/etc\/glance\/)?glance-api-paste\.ini|\/usr\/share\/glance\/glance-api(?:-dist)?-paste\.ini)$/;
  return { paste, isOwn: !isShipped.test(name) };
}

/** True when the application that is loaded mounts anything but the pipelines and the health check. */
function leadsElsewhere(paste: IniDocument, flavor: string): boolean {
  const app = flavor === '' ? 'glance-api' : `glance-api-${flavor}`;
  const mounts = paste.entries.filter(({ section, key }) => section === `composite:${app}` && key.startsWith('/'));
  return mounts.some(({ key, value }) => value.trim() !== (key === '/healthcheck' ? 'healthcheck' : 'api'));
}

/** Up to 2023.1 the file has a `pipeline:` section for each flavor; later a composite holds one line for each. */
function findPipeline(paste: IniDocument, flavor: string): { at: Source; filters: string[] } | undefined {
  const app = flavor === '' ? 'glance-api' : `glance-api-${flavor}`;
  const found =
    paste.entries.findLast(({ section, key }) => section === `pipeline:${app}` && key === 'pipeline') ??
    paste.entries.findLast(({ section, key }) => section === 'composite:api' && key === (flavor || 'default'));
  return found && { at: found.at, filters: found.value.split(/\s+/) };
}

type FilterKind = 'token' | 'context' | 'no-context' | 'other';

/** The filter that makes the context last decides, and it believes headers that no token filter before it has replaced. */
function findIdentity(filters: readonly FilterKind[]): IdentitySource {
  const last = filters.findLastIndex((kind) => kind === 'context' || kind === 'no-context');
  if (last < 0) return 'unknown';
  if (filters[last] === 'no-context') return 'nobody';
  return filters.slice(0, last).includes('token') ? 'keystone' : 'headers';
}

const factories: readonly (readonly [string, FilterKind])[] = [
  ['keystonemiddleware.auth_token', 'token'],
  ['UnauthenticatedContextMiddleware', 'no-context'],
  ['ContextMiddleware', 'context'],
];

const names: Readonly<Record<string, FilterKind>> = {
  authtoken: 'token',
  context: 'context',
  'unauthenticated-context': 'no-context',
};

function nameFilter(paste: IniDocument, name: string): FilterKind {
  const factory = paste.entries.findLast(
    ({ section, key }) => section === `filter:${name}` && key === 'paste.filter_factory',
  );
  if (factory === undefined) {
    const used = paste.entries.findLast(({ section, key }) => section === `filter:${name}` && key === 'use');
    if (used !== undefined) return used.value.includes('keystonemiddleware#auth_token') ? 'token' : 'other';
    return Object.hasOwn(names, name) ? (names[name] as FilterKind) : 'other';
  }
  return factories.find(([text]) => factory.value.includes(text))?.[1] ?? 'other';
}
