// Ports among those that imports may name on which no web server answers, but another service does.
import type { Lint, LintFinding } from '../types';

/** Well-known ports besides those of the web, and those of what runs in a cloud. */
const services: Readonly<Record<number, string>> = {
  2379: 'etcd',
  3306: 'MySQL',
  5000: 'Keystone',
  5432: 'PostgreSQL',
  5672: 'RabbitMQ',
  6379: 'Redis',
  6443: 'Kubernetes',
  8774: 'Nova',
  8776: 'Cinder',
  9200: 'Elasticsearch',
  9292: 'Glance',
  9696: 'Neutron',
  10250: 'the kubelet',
  11211: 'memcached',
  15672: 'RabbitMQ',
};

const web = new Set([80, 443]);

export const lint: Lint = {
  kind: 'lint',
  id: 'port-beyond-web',
  title: 'Import port of another service',
  severity: 'low',
  words:
    'allowed_ports is the last list between an import and a service that is no mirror: SSH, mail, a database, the API of the cloud itself. An allowlisted host that also runs one of them is asked for it, and the answer becomes an image. No mirror is known on these ports.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  find: (cloud) => {
    const { options, at } = cloud.importFilter;
    const place = at('allowed_ports');
    if (place === null) return [];
    return options.allowedPorts.flatMap((port): LintFinding[] => {
      const name = services[port] ?? (port < 1024 && !web.has(port) ? 'a system service' : null);
      if (name === null) return [];
      const subject = `import_filtering_opts/allowed_ports`;
      return [{ at: place, subject, message: `port ${port} is that of ${name}.`, fixes: [], choice }];
    });
  },
};

const choice = 'Take the port out, unless a mirror of yours really answers there.';
