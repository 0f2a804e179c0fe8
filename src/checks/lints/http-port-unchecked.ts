// Ports are checked only when a URL writes them: http without a port goes to 80, whatever the list of ports says.
import { validateImportUri } from '../../emulators/url/import-filter';
import type { Cloud } from '../cloud/cloud';
import type { Lint, LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'http-port-unchecked',
  title: 'Port 80 that the list of ports does not close',
  severity: 'medium',
  words:
    'Glance compares a port with the lists only when the URL writes one. With http among the schemes, http://host/ is fetched from port 80 although allowed_ports holds only 443 (measured on three releases). Closing port 80 takes allowed_schemes = [https].',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  find: (cloud) => {
    const { options, level, at } = cloud.importFilter;
    const place = at('allowed_ports') ?? at('disallowed_ports');
    if (place === null) return [];
    const env = cloud.urlEnvironment();
    const host = options.allowedHosts.find((name) => !name.includes(':')) ?? 'images.example.org';
    const implicit = validateImportUri(`http://${host}/`, options, level, env);
    const written = validateImportUri(`http://${host}:80/`, options, level, env);
    if (implicit.verdict !== 'pass' || written.verdict !== 'reject' || written.decidedBy?.dimension !== 'port')
      return [];
    const subject = at('allowed_ports') === null ? 'disallowed_ports' : 'allowed_ports';
    return [
      {
        at: place,
        subject: `import_filtering_opts/${subject}`,
        message: `http://${host}:80/ is refused and http://${host}/ is fetched, from the same port 80.`,
        ...proposeHttps(cloud, host),
      },
    ];
  },
};

/** Only where https is admitted beside http: else nothing would be left to import. */
function proposeHttps(cloud: Cloud, host: string): Pick<LintFinding, 'fixes' | 'choice'> {
  const { options, level } = cloud.importFilter;
  if (validateImportUri(`https://${host}/`, options, level, cloud.urlEnvironment()).verdict !== 'pass')
    return {
      fixes: [],
      choice:
        'Admit https and its port and drop http, once the servers answer there, or close port 80 at the firewall.',
    };
  const file = 'glance/glance.conf.d/90-glacis.conf';
  return { fixes: [{ file, section: 'import_filtering_opts', option: 'allowed_schemes', value: '[https]' }] };
}
