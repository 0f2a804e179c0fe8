// debug: requests, headers and sometimes credentials in the log.
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'debug-logging',
  title: 'Debug log left on',
  severity: 'low',
  words:
    'At DEBUG level requests, locations of images and now and then a credential end up in the log, which more people read than may read the database.',
  references: ['OSSA-2013-002', 'OSSA-2013-037'],
  find: (cloud) =>
    judgedServices.flatMap((service): LintFinding[] => {
      const { value, at } = cloud.config(service).get('DEFAULT', 'debug');
      if (value !== true || at === null) return [];
      const file = `${service}/${service}.conf.d/90-glacis.conf`;
      const fixes = [{ file, section: 'DEFAULT', option: 'debug', value: 'false' }];
      return [{ at, subject: 'DEFAULT/debug', message: `${service} logs at DEBUG level.`, fixes }];
    }),
};
