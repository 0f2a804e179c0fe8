// Plain /etc: drop-ins that every launcher reads and that beat the files beside them.
import type { HardeningDocuments, Setting } from '../documents/hardening';
import { type ComposedSection, composeIni } from '../documents/ini/compose-ini';
import { renderPolicy } from '../documents/policy/render-policy';
import type { FileTree } from '../documents/types';
import type { Service } from '../openstack/types';
import { etcReadme } from './etc-readme';
import { fileHeader } from './header';
import type { Target } from './types';

const services: readonly Service[] = ['glance', 'nova', 'cinder'];

/**
 * `<service>.conf.d` is the one directory that eventlet, uWSGI and mod_wsgi all read and that beats the default .conf files
 * (measured on three releases); only a file named with --config-file on a command line is read after it.
 * `policy.d` is read after policy.yaml, and after policy.json where that still counts.
 */
function layOut(documents: HardeningDocuments): FileTree {
  const files = new Map<string, string>();
  const header = fileHeader(documents);
  for (const service of services) {
    const settings = documents.settings.filter((setting) => setting.service === service);
    if (settings.length > 0)
      files.set(
        `${service}/${service}.conf.d/90-glacis.conf`,
        composeIni({ header, sections: groupBySection(settings) }),
      );
    const overrides = documents.overrides.filter((override) => override.service === service);
    if (overrides.length > 0)
      files.set(
        `${service}/policy.d/90-glacis.yaml`,
        renderPolicy(
          overrides.map(({ rule, check, reason }) => ({ name: rule, check, reason })),
          header,
        ),
      );
  }
  for (const artifact of documents.artifacts) {
    const comment = header.map((line) => `# ${line}\n`).join('');
    files.set(`${directories[artifact.program]}/${artifact.name}`, `${comment}\n${artifact.text}`);
  }
  files.set('README.md', etcReadme(documents, [...files.keys()].sort()));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function groupBySection(settings: readonly Setting[]): ComposedSection[] {
  const sections = new Map<string, ComposedSection['options'][number][]>();
  for (const { section, option, type, value, reason } of settings) {
    const options = sections.get(section) ?? [];
    sections.set(section, [...options, { name: option, type, value, reason }]);
  }
  return [...sections].map(([section, options]) => ({ section, options }));
}

const directories = { nginx: 'nginx', haproxy: 'haproxy', nftables: 'nftables.d', systemd: 'systemd/system' } as const;

/** Files laid out like /etc, to be copied there or compared with it. */
export const etc: Target = { name: 'etc', title: 'plain /etc: drop-ins to copy to the hosts', layOut };
