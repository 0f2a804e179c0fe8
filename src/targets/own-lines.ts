// Lines that a tool writes into the services' files by itself, whatever the operator says: what a judged tree must not lack.
import type { FileTree } from '../documents/types';

/** Every tool here deploys Glance behind keystone; without the flavor a judge would take every caller for an administrator. */
const keystone = '[paste_deploy]\nflavor = keystone\n';

/** kolla-ansible lists the http store beside the others always (role glance, 2024.1 to 2026). */
export const kollaOwnLines: FileTree = new Map([
  ['glance/glance-api.conf', `[DEFAULT]\nenabled_backends = file:file, http:http\n\n${keystone}`],
]);

/** `glance_additional_stores` holds http and cinder, and cinder turns the locations on (OSSN-0065). */
export const openstackAnsibleOwnLines: FileTree = new Map([
  [
    'glance/glance-api.conf',
    `[DEFAULT]\nenabled_backends = file:file,http:http,cinder:cinder\nshow_multiple_locations = True\n\n${keystone}`,
  ],
  ['cinder/cinder.conf', '[DEFAULT]\nallowed_direct_url_schemes = cinder\n'],
]);

/** The chart computes its stores with http among them when the values name none. */
export const openstackHelmOwnLines: FileTree = new Map([
  ['glance/glance-api.conf', `[DEFAULT]\nenabled_backends = http:http,file:file\n\n${keystone}`],
]);

/** The operator's own file, of the half that Nova and Cinder talk to: there it shows the locations. */
export const rhosoOwnLines: FileTree = new Map([
  [
    'glance/glance.conf.d/00-config.conf',
    `[DEFAULT]\nshow_image_direct_url = true\nshow_multiple_locations = true\nenabled_import_methods = [web-download,glance-direct]\nenabled_backends = default_backend:file\n\n[oslo_policy]\nenforce_new_defaults = true\nenforce_scope = true\n\n${keystone}`,
  ],
  ['cinder/cinder.conf.d/00-global-defaults.conf', '[DEFAULT]\nallowed_direct_url_schemes = cinder\n'],
]);

/** `glance::api` names the flavor; the stores are the operator's. */
export const puppetOwnLines: FileTree = new Map([['glance/glance-api.conf', keystone]]);
