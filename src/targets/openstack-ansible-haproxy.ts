// HAProxy in OpenStack-Ansible: lines for glance's own backend, and backends without live servers that hold the tables.
import type { HardeningDocuments } from '../documents/hardening';
import type { YamlEntry, YamlValue } from '../documents/yaml/compose-yaml';
import { isYamlMapping, mappingAt, type YamlMapping } from '../documents/yaml/read-yaml-mapping';
import { findLimitParts, listPlainLines } from './haproxy-lines';

const serviceKey = 'haproxy_glance_api_service_overrides';
const extraKey = 'haproxy_extra_services';

/** The role names each backend after its service, with this behind it. */
const suffix = '-back';

/** The variables of a limit; none when the intent asks for no lines. */
export function composeHaproxyVariables(documents: HardeningDocuments): readonly YamlEntry[] {
  const parts = findLimitParts(documents);
  if (parts === undefined) return [];
  const names = [...parts.tables.matchAll(/^backend (\S+)$/gm)].map((found) => found[1] ?? '');
  const tables = listPlainLines(parts.tables).filter((line) => line.startsWith('stick-table '));
  const rename = (line: string): string =>
    names.reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}${suffix}`), line);
  const services = names.map((name, i): YamlValue => ({ entries: composeTableService(name, tables[i] ?? '') }));
  return [
    {
      key: serviceKey,
      value: { entries: [{ key: 'haproxy_backend_arguments', value: { items: parts.lines.map(rename) } }] },
      reason:
        'OSSN-0076: no option of Glance limits how often an image is created. The counter sc0 stays with the role.',
    },
    {
      key: extraKey,
      value: { items: services },
      reason:
        'The tables in which the lines count: backends whose one server is disabled, because the role leaves out a service without servers.',
    },
  ];
}

function composeTableService(name: string, table: string): readonly YamlEntry[] {
  return [
    { key: 'haproxy_service_name', value: name },
    { key: 'haproxy_backend_only', value: true },
    { key: 'haproxy_balance_type', value: 'http' },
    { key: 'haproxy_port', value: '9' },
    {
      key: 'haproxy_backend_nodes',
      value: {
        items: [
          {
            entries: [
              { key: 'name', value: 'nobody' },
              { key: 'ip_addr', value: '127.0.0.1' },
            ],
          },
        ],
      },
    },
    { key: 'haproxy_backend_server_options', value: { items: ['disabled'] } },
    { key: 'haproxy_stick_table', value: { items: [table] } },
  ];
}

/** What the role writes for glance with these variables, with addresses for documentation; undefined when they are absent. */
export function arriveHaproxyText(variables: YamlMapping): string | undefined {
  const overrides = mappingAt(variables, serviceKey);
  const raw = listTexts(overrides.haproxy_frontend_raw);
  const args = listTexts(overrides.haproxy_backend_arguments);
  if (raw.length + args.length === 0) return undefined;
  const extra = Array.isArray(variables[extraKey]) ? variables[extraKey].filter(isYamlMapping) : [];
  return [
    'frontend glance_api-front-1',
    '    bind 192.0.2.10:9292',
    '    option forwardfor except 127.0.0.0/8',
    '    mode http',
    '    default_backend glance_api-back',
    ...raw.map((line) => `    ${line}`),
    '',
    'backend glance_api-back',
    '    mode http',
    '    balance source',
    // What the role itself counts in every backend: failed requests, with sc0.
    '    stick-table type ipv6 size 256k expire 10s store http_err_rate(10s)',
    '    http-request track-sc0 src',
    '    http-request deny deny_status 429 if { sc_http_err_rate(0) gt 20 } !{ src 192.0.2.0/24 }',
    ...args.map((line) => `    ${line}`),
    '    server glance1 192.0.2.11:9292 check',
    ...extra.flatMap((service) => [
      '',
      `backend ${String(service.haproxy_service_name)}${suffix}`,
      '    mode http',
      ...listTexts(service.haproxy_stick_table).map((line) => `    ${line}`),
    ]),
    '',
  ].join('\n');
}

function listTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
