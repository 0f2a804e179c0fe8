// Every option line of a service's files, with what this release says about it.
import type { IniEntry } from '../../documents/ini/model';
import type { OptionFacts, Service } from '../../openstack/types';
import type { Cloud } from './cloud';

/** One line and its option; undefined when the service does not know it. */
export interface OptionLine {
  readonly entry: IniEntry;
  readonly facts: OptionFacts | undefined;
}

/**
 * In the order the files count, weakest first. Glance under uWSGI reads its paste file for options too: what is none there is a line
 * of PasteDeploy, which is not ignored, and left out.
 */
export function walkLines(cloud: Cloud, service: Service): OptionLine[] {
  return cloud.optionFiles(service).flatMap((document) => {
    const isPaste = document.file.endsWith('paste.ini');
    return document.entries
      .filter((entry) => entry.section !== '')
      .map((entry) => ({ entry, facts: cloud.optionFacts(service, entry.section, entry.key) }))
      .filter(({ facts }) => facts !== undefined || !isPaste);
  });
}

/** Sections that the generated sample files print to show what a store, a back end or a configuration source may hold. */
const sampleSections: Readonly<Record<Service, RegExp>> = {
  glance: /^(?:cinder|file|http|rbd|s3|swift|vmware|glance\.store\.\w+\.store|sample_\w+_source)$/i,
  nova: /^sample_\w+_source$/i,
  cinder: /^(?:backend|sample_\w+_source)$/i,
};

/** Sections whose names the files themselves make: glance stores, cinder back ends, auth sections, configuration sources. */
export function listDynamicSections(cloud: Cloud, service: Service): string[] {
  const backends = cloud.config(service).get('DEFAULT', 'enabled_backends').value;
  const named = Array.isArray(backends) ? backends.map(String) : Object.keys(backends ?? {});
  const entries = cloud.optionFiles(service).flatMap((document) => document.entries);
  const auth = entries.filter((entry) => entry.key === 'auth_section').map((entry) => entry.value.trim());
  const sources = entries
    .filter((entry) => entry.section === 'DEFAULT' && entry.key === 'config_source')
    .flatMap((entry) => entry.value.split(','))
    .map((name) => name.trim());
  const samples = entries.map((entry) => entry.section).filter((section) => sampleSections[service].test(section));
  return [...new Set([...named, ...auth, ...sources, ...samples])];
}
