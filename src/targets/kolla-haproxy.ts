// HAProxy in kolla-ansible: a whole file in place of the role's own, or lines that the role's own template puts into both backends.
import type { HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { compareReleases } from '../openstack/releases';
import { IntentProblems, problem } from '../problems';
import { findLimitParts } from './haproxy-lines';
import { putUnderHeader } from './header';
import { escapeJinja, renderJinja } from './jinja';

/** Rendered in place of the role's template of the frontends and backends of glance. */
const override = 'config/haproxy-config/glance-api.cfg';
/** The same for the service that takes over with `glance_enable_tls_backend`, before 2026.1; no role reads it later. */
const tlsOverride = 'config/haproxy-config/glance-tls-proxy.cfg';
/** Copied beside the services' files; HAProxy is started with `-f services.d/`. */
const tablesFile = 'config/haproxy/services.d/90-glacis-image-create.cfg';

/** Ansible reads it in the first line alone; up to 2025.2 the role's own template needs it. */
const templateHead = '#jinja2: lstrip_blocks: True\n';

/** The files of HAProxy, below `node_custom_config`. */
export function layOutHaproxy(documents: HardeningDocuments): readonly (readonly [string, string])[] {
  const parts = findLimitParts(documents);
  if (parts !== undefined) {
    const template = `${templateHead}${putUnderHeader(documents.release, composeTemplate(parts.lines))}`;
    const hasTlsService = compareReleases(documents.release, '2026.1') < 0;
    return [
      [override, template],
      ...(hasTlsService ? [[tlsOverride, template] as const] : []),
      [tablesFile, escapeJinja(putUnderHeader(documents.release, parts.tables))],
    ];
  }
  const text = documents.artifacts
    .filter(({ program }) => program === 'haproxy')
    .map((artifact) => artifact.text)
    .join('\n');
  return text === '' ? [] : [[override, escapeJinja(putUnderHeader(documents.release, text))]];
}

/**
 * The backends rather than the frontends: with `haproxy_single_external_frontend` public requests come through another frontend.
 * Only each service's own `backend_http_extra` is read in every release; `haproxy_backend_http_extra` is not, before 2026.1.
 */
function composeTemplate(lines: readonly string[]): string {
  return [
    "{# The role's own template, with these lines in every backend of glance. #}",
    '{% set glacis_lines = [',
    ...lines.map((line) => `  ${JSON.stringify(line)},`),
    '] %}',
    '{% set glacis = namespace(haproxy={}) %}',
    '{% for name, one in service.haproxy.items() %}',
    '{% set extra = one.backend_http_extra | default([]) + glacis_lines %}',
    "{% set glacis.haproxy = glacis.haproxy | combine({name: one | combine({'backend_http_extra': extra})}) %}",
    '{% endfor %}',
    "{% set service = service | combine({'haproxy': glacis.haproxy}) %}",
    // Ansible drops that line where a template begins, but not where one is included: what follows would be part of it.
    "{% filter replace('#jinja2: lstrip_blocks: True', '') %}",
    "{% include 'haproxy_single_service_split.cfg.j2' %}",
    '{% endfilter %}',
    '',
  ].join('\n');
}

/** The lines of a template that `composeTemplate` wrote; undefined for any other text. */
function readTemplate(text: string): readonly string[] | undefined {
  const list = /\{% set glacis_lines = \[\n((?: {2}"(?:[^"\\\n]|\\.)*",\n)*)\] %\}/.exec(text)?.[1];
  if (list === undefined) return undefined;
  const lines = list.split('\n').flatMap((line): string[] => (line === '' ? [] : [JSON.parse(line.slice(2, -1))]));
  return text.startsWith(templateHead) && text.endsWith(`\n${composeTemplate(lines)}`) ? lines : undefined;
}

/** What arrives in `/etc/haproxy`. @throws IntentProblems for a template that only kolla-ansible could render. */
export function arriveHaproxy(files: FileTree): readonly (readonly [string, string])[] {
  const text = files.get(override);
  if (text === undefined) return [];
  const lines = readTemplate(text);
  // HAProxy of kolla-ansible is started with `-f services.d/`, which is what conf.d is under /etc.
  if (lines === undefined) return [['haproxy/conf.d/glance-api.cfg', renderJinja(text, override)]];
  const tlsText = files.get(tlsOverride);
  if (tlsText !== undefined && tlsText !== text) {
    const facts = {
      got: 'other lines',
      wanted: `those of ${override}`,
      why: 'a region with TLS backends reads this one',
    };
    throw new IntentProblems([problem('unreadable', { file: tlsOverride }, facts)]);
  }
  const tables = files.get(tablesFile);
  if (tables === undefined) {
    const facts = { got: 'lines without their tables', wanted: tablesFile, why: 'HAProxy would not start' };
    throw new IntentProblems([problem('unreadable', { file: tablesFile }, facts)]);
  }
  return [
    ['haproxy/conf.d/glance-api.cfg', composeOwnProxies(lines)],
    ['haproxy/conf.d/90-glacis-image-create.cfg', renderJinja(tables, tablesFile)],
  ];
}

/** What the role writes for glance, with addresses for documentation: those of the site are in its inventory. */
function composeOwnProxies(lines: readonly string[]): string {
  return ['192.0.2.10', '203.0.113.10']
    .flatMap((address, index) => {
      const name = index === 0 ? 'glance_api' : 'glance_api_external';
      return [
        `frontend ${name}_front`,
        '    mode http',
        '    http-request del-header X-Forwarded-Proto',
        '    option forwardfor',
        '    http-request set-header X-Forwarded-Proto https if { ssl_fc }',
        `    bind ${address}:9292`,
        `    default_backend ${name}_back`,
        '',
        `backend ${name}_back`,
        '    mode http',
        ...lines.map((line) => `    ${line}`),
        '    server controller 192.0.2.11:9292 check',
        '',
      ];
    })
    .join('\n');
}
