// A file that its service cannot load: the service does not start.
import { judgedServices, type Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'file-does-not-load',
  title: 'File that stops the service',
  severity: 'high',
  words:
    'A byte order mark, text behind a section bracket, a line that is neither option nor comment, or broken YAML: the process refuses to start, or a policy answers every request with 500.',
  references: ['oslo.config, oslo.policy'],
  find: (cloud) =>
    judgedServices.flatMap((service) =>
      [...cloud.optionFiles(service), ...cloud.policy(service).documents]
        .flatMap((document) => document.faults)
        .filter((fault) => fault.effect === 'refuses-to-load')
        .map(({ at, message }) => ({
          at,
          subject: at.file,
          message: `${service} cannot load this: ${message}`,
          fixes: [],
        })),
    ),
};
