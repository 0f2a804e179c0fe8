// A configuration file that the service never opens.
import { isHardeningOption } from '../hardening-options';
import { findProtectionFile } from '../mechanisms/signature-properties';
import { judgedServices, type Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'file-never-read',
  title: 'File that the service never opens',
  severity: 'low',
  words:
    'Which files are read depends on what starts the service: eventlet never reads glance-image-import.conf, uWSGI never reads glance-api.conf.d/. A hardening option in such a file is a comfort and nothing else.',
  references: ['oslo.config', 'OSSN-0105'],
  find: (cloud) =>
    judgedServices.flatMap((service) =>
      cloud.filesRead(service).unread.flatMap(({ file, because }) => {
        // Named by an option and given to Python's configparser: read, though not as options.
        if (file === findProtectionFile(cloud)) return [];
        const { entries } = cloud.iniDocument(file);
        const lost = entries.find((entry) => isHardeningOption(service, entry.section, entry.key));
        if (entries.length === 0) return [];
        const at = lost?.at ?? { file, line: 1 };
        const subject = lost ? `${lost.section}/${lost.key}` : file;
        return [
          { at, subject, message: `Never read: ${because}.`, fixes: [], severity: lost ? 'high' : 'low' } as const,
        ];
      }),
    ),
};
