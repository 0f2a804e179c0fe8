// Every option line of a service's files, with what this release says about it.
import type { IniEntry } from '../documents/ini/model';
import type { OptionFacts, Service } from '../openstack/types';
import type { Cloud } from './cloud';

/** One line and its option; undefined when the service does not know it. */
export interface OptionLine {
  readonly entry: IniEntry;
  readonly facts: OptionFacts | undefined;
}

/** In the order the files count, weakest first. */
export function walkLines(cloud: Cloud, service: Service): OptionLine[] {
  return cloud
    .optionFiles(service)
    .flatMap((document) =>
      document.entries
        .filter((entry) => entry.section !== '')
        .map((entry) => ({ entry, facts: cloud.optionFacts(service, entry.section, entry.key) })),
    );
}

/** Sections whose names the files themselves make: glance stores, cinder back ends, shared auth sections. */
export function listDynamicSections(cloud: Cloud, service: Service): string[] {
  const backends = cloud.config(service).get('DEFAULT', 'enabled_backends').value;
  const named = Array.isArray(backends) ? backends.map(String) : Object.keys(backends ?? {});
  const auth = cloud
    .optionFiles(service)
    .flatMap((document) => document.entries)
    .filter((entry) => entry.key === 'auth_section')
    .map((entry) => entry.value.trim());
  return [...named, ...auth];
}
