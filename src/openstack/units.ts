// Which systemd unit runs glance-api: a drop-in for any other unit binds nothing.
import type { Launcher } from './types';

/**
 * By launcher, with Debian's names: under mod_wsgi Glance lives in the web server, and nothing starts glance-api.service. A container
 * has neither: there the deployment tool or the container runtime bounds it.
 */
export const glanceUnits: Readonly<Record<Launcher, 'glance-api.service' | 'apache2.service'>> = {
  uwsgi: 'glance-api.service',
  eventlet: 'glance-api.service',
  mod_wsgi: 'apache2.service',
};
