// Whether Glance asks keystone about tokens: the flavor names a pipeline, and the paste file of the tree says what is in it.
import type { IniDocument } from '../documents/ini/model';
import type { Source } from '../documents/types';
import type { Cloud } from './cloud';

/** What is known about the pipeline. */
export interface GlancePipeline {
  /** Null when these files do not tell. */
  readonly asksKeystone: boolean | null;
  /** The line that says so: the flavor, or the pipeline that leaves the filter out; null for a default. */
  readonly at: Source | null;
  /** As configured; '' for the pipeline without a flavor. */
  readonly flavor: string;
}

/**
 * Reads the pipeline of glance-api. Without the filter of keystonemiddleware Glance believes the headers that the client sends:
 * X-Identity-Status, X-Roles, X-Project-Id (measured, the laboratory was authenticated that way).
 */
export function readPipeline(cloud: Cloud): GlancePipeline {
  const { value, error, at } = cloud.config('glance').get('paste_deploy', 'flavor');
  const flavor = String(value ?? '');
  // A tree of drop-ins alone does not say what the main file of the host sets.
  if (error !== null || (at === null && !cloud.files.has('glance/glance-api.conf'))) {
    return { asksKeystone: null, at, flavor };
  }
  const paste = findPasteFile(cloud);
  const written = paste === undefined ? undefined : findPipeline(paste, flavor);
  if (paste !== undefined && written !== undefined) {
    const asksKeystone = written.filters.some((name) => isTokenFilter(paste, name));
    return { asksKeystone, at: asksKeystone ? at : written.at, flavor };
  }
  return { asksKeystone: flavor.includes('keystone') ? true : flavor === '' ? false : null, at, flavor };
}

function findPasteFile(cloud: Cloud): IniDocument | undefined {
  const named = cloud.config('glance').get('paste_deploy', 'config_file').value;
  const name = typeof named === 'string' && named !== '' ? named : 'glance-api-paste.ini';
  const file = name.startsWith('/etc/') ? name.slice('/etc/'.length) : `glance/${name}`;
  return cloud.files.has(file) ? cloud.iniDocument(file) : undefined;
}

/** Up to 2023.1 the file has a `pipeline:` section for each flavor; later a composite holds one line for each. */
function findPipeline(paste: IniDocument, flavor: string): { at: Source; filters: string[] } | undefined {
  const app = flavor === '' ? 'glance-api' : `glance-api-${flavor}`;
  const found =
    paste.entries.findLast(({ section, key }) => section === `pipeline:${app}` && key === 'pipeline') ??
    paste.entries.findLast(({ section, key }) => section === 'composite:api' && key === (flavor || 'default'));
  return found && { at: found.at, filters: found.value.split(/\s+/) };
}

function isTokenFilter(paste: IniDocument, name: string): boolean {
  const factory = paste.entries.findLast(
    ({ section, key }) => section === `filter:${name}` && key === 'paste.filter_factory',
  );
  return factory === undefined ? name === 'authtoken' : factory.value.includes('keystonemiddleware.auth_token');
}
