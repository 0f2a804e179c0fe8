// The real HAProxy and Ansible with the lines for a frontend that is there: what the site counts with sc0 goes on, and the limit holds.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideImageCreateRateLimit } from '../../src/constructs/image-create-rate-limit';
import { composeHaproxyLimitParts } from '../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { renderHaproxy, renderHaproxyLines } from '../../src/documents/haproxy/render';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { loadTarget } from '../../src/targets';
import { documentsWith } from '../unit/targets/documents';
import { type LivePorts, withProxy } from './live-proxy';
import { hasProgram, leaveOut, repeatRequest, sendRequest } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-lines-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = join(directory, 'haproxy.cfg');
const trusted = '127.0.7.1';
const burst = 3;
const parts = composeHaproxyLimitParts({
  ...{ requestsPerMinute: 6, burst, trustedProxies: [trusted], key: 'project' },
  otherWrites: { requestsPerMinute: 6, burst },
});

/** A site that counts every request with sc0 and refuses the 41st of a client, with the lines in one of its sections. */
function composeSite(port: number, origin: number, place: 'frontend' | 'backend'): string {
  const lines = renderHaproxyLines(parts.lines);
  return `defaults
mode http
timeout client 5s
timeout connect 5s
timeout server 5s
frontend glance_api-front-1
bind 127.0.0.1:${port}
http-request track-sc0 src table all
http-request deny deny_status 403 if { sc0_http_req_cnt(all) gt 40 }
${place === 'frontend' ? lines : ''}default_backend glance_api-back
backend glance_api-back
${place === 'backend' ? lines : ''}server a 127.0.0.1:${origin}
backend all
stick-table type ipv6 size 1k expire 1m store http_req_cnt
${renderHaproxy(parts.tables)}`;
}

(hasProgram('haproxy') ? describe : leaveOut)('lines in a frontend of the site', () => {
  test.each(['frontend', 'backend'] as const)(
    'in its %s: the limit holds and sc0 counts on',
    async (place) => {
      const configure = ({ port, origin }: LivePorts) => {
        const text = composeSite(port, origin, place);
        writeFileSync(file, text);
        return { args: ['-db', '-f', file], text };
      };
      await withProxy('haproxy', configure, async ({ port }, { text }) => {
        const checked = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' });
        expect({ status: checked.status, printed: /WARNING|ALERT/.test(checked.stdout + checked.stderr) }).toEqual({
          status: 0,
          printed: false,
        });
        const creation = { method: 'POST', rawPath: '/v2.9//images' };
        const request = { ...creation, headers: {}, clientAddress: '127.0.5.1' };
        const verdict = edgeVerdict(loadHaproxy(new Map([['haproxy/haproxy.cfg', text]])), request);
        expect(verdict).toMatchObject({ limited: true, burst, status: 429, retryAfter: '10' });
        const count = (seen: readonly { status: number }[]) => seen.map(({ status }) => status);
        const forging = ['X-Project-Id', 'X-Forwarded-For'];
        const wanted = [201, 201, 201, 429, 429, 429];
        expect(count(await repeatRequest(port, creation, 6, '127.0.5.1', forging))).toEqual(wanted);
        const tag = { method: 'PUT', rawPath: '/v2/images/x/tags/t' };
        expect(count(await repeatRequest(port, tag, 6, '127.0.5.1', forging))).toEqual(wanted);
        const shared = { ...creation, headers: { 'X-Project-Id': 'one' } };
        expect(count(await repeatRequest(port, shared, 6, trusted, ['X-Forwarded-For']))).toEqual(wanted);
        // Twelve requests of this client were counted: 28 more pass, and the site's own refusal comes with 403.
        const reads = await repeatRequest(port, { method: 'GET', rawPath: '/v2/images' }, 30, '127.0.5.1');
        expect(count(reads)).toEqual([...new Array(28).fill(201), 403, 403]);
        expect((await sendRequest(port, { method: 'GET', rawPath: '/v2/images' }, '127.0.5.2')).status).toBe(201);
      });
    },
    60_000,
  );
});

/** Stands for the role's own template as far as it matters: it reads `service`, and begins with a line that Ansible knows. */
const roleTemplate = `#jinja2: lstrip_blocks: True
{%- for name, one in service.haproxy.items() %}
{% if one.enabled %}
frontend {{ name }}_front
    mode http
    {% for line in one.frontend_http_extra | default([]) %}
    {{ line }}
    {% endfor %}
    bind {{ one.address }}
    default_backend {{ name }}_back
backend {{ name }}_back
    mode http
    {% for line in one.backend_http_extra | default([]) %}
    {{ line }}
    {% endfor %}
    server a 127.0.0.1:9
{% endif %}
{% endfor %}
`;

/** Stands for the role that writes one file for each service. */
const serviceTemplate = `backend {{ service.haproxy_service_name }}-back
    mode http
{% for line in service.haproxy_stick_table | default([]) %}
    {{ line }}
{% endfor %}
{% for line in service.haproxy_backend_arguments | default([]) %}
    {{ line }}
{% endfor %}
{% for node in service.haproxy_backend_nodes %}
    server {{ node.name }} {{ node.ip_addr }}:{{ service.haproxy_port }} check {{ service.haproxy_backend_server_options | default([]) | join(' ') }}
{% endfor %}
`;

const playbook = (work: string) => [
  {
    hosts: 'localhost',
    connection: 'local',
    gather_facts: false,
    vars_files: [`${work}/user_glacis.yml`],
    vars: {
      service: {
        haproxy: {
          glance_api: { enabled: true, address: '127.0.0.1:19292', backend_http_extra: ['timeout server 6h'] },
          glance_api_external: {
            enabled: true,
            address: '127.0.0.2:19292',
            frontend_http_extra: ['option forwardfor'],
          },
        },
      },
      own: {
        haproxy_service_name: 'glance_api',
        haproxy_port: 9292,
        haproxy_backend_nodes: [{ name: 'g', ip_addr: '127.0.0.1' }],
        haproxy_stick_table: [
          'stick-table type ipv6 size 1k expire 10s store http_err_rate(10s)',
          'http-request track-sc0 src',
        ],
      },
    },
    tasks: [
      { template: { src: `${work}/glance-api.cfg`, dest: `${work}/services.d/glance-api.cfg` } },
      { template: { src: `${work}/tables.cfg`, dest: `${work}/services.d/tables.cfg` } },
      {
        template: { src: `${work}/service.j2`, dest: `${work}/conf.d/{{ item.haproxy_service_name }}.cfg` },
        vars: { service: '{{ item }}' },
        loop: '{{ [own | combine(haproxy_glance_api_service_overrides)] + haproxy_extra_services }}',
      },
    ],
  },
];

const hasAnsible = hasProgram('ansible-playbook', '--version');
(hasAnsible && hasProgram('haproxy') ? describe : leaveOut)('lines through Ansible', () => {
  test('what kolla-ansible and OpenStack-Ansible render is accepted by HAProxy, and limits', () => {
    const decision = decideImageCreateRateLimit(
      {
        ...{ proxies: ['haproxy'], trustedProxies: [trusted], key: 'token', otherWrites: {} },
        haproxy: { frontend: 'existing' },
      },
      (pointer) => ({ file: 'intent', pointer }),
    );
    const documents = documentsWith({ artifacts: decision.artifacts ?? [] });
    const kolla = loadTarget('kolla-ansible').layOut(documents);
    const osa = loadTarget('openstack-ansible').layOut(documents);
    const work = join(directory, 'ansible');
    for (const name of ['services.d', 'conf.d', 'templates']) mkdirSync(join(work, name), { recursive: true });
    const write = (path: string, text: string | undefined) => writeFileSync(join(work, path), text ?? '');
    write('glance-api.cfg', kolla.get('config/haproxy-config/glance-api.cfg'));
    write('tables.cfg', kolla.get('config/haproxy/services.d/90-glacis-image-create.cfg'));
    write('user_glacis.yml', osa.get('user_glacis.yml'));
    write('templates/haproxy_single_service_split.cfg.j2', roleTemplate);
    write('service.j2', serviceTemplate);
    write('play.json', JSON.stringify(playbook(work)));
    const settings = { ANSIBLE_LOCAL_TEMP: join(work, 'tmp'), ANSIBLE_NOCOLOR: '1' };
    const options = ['-i', 'localhost,', '-e', 'ansible_python_interpreter=/usr/bin/python3', join(work, 'play.json')];
    const ran = spawnSync('ansible-playbook', options, { encoding: 'utf8', env: { ...process.env, ...settings } });
    if (ran.status !== 0) throw new Error(`ansible-playbook failed:\n${ran.stdout}\n${ran.stderr}`);

    const defaults = 'defaults\n mode http\n timeout client 5s\n timeout connect 5s\n timeout server 5s\n';
    write('services.d/0.cfg', defaults);
    write(
      'conf.d/0.cfg',
      `${defaults}frontend glance_api-front-1\n bind 127.0.0.3:19292\n default_backend glance_api-back\n`,
    );
    for (const place of ['services.d', 'conf.d']) {
      const checked = spawnSync('haproxy', ['-c', '-f', join(work, place)], { encoding: 'utf8' });
      const printed = checked.stdout + checked.stderr;
      expect({ place, status: checked.status, printed: /WARNING|ALERT/.test(printed) ? printed : '' }).toEqual({
        ...{ place, status: 0, printed: '' },
      });
      const names = {
        'services.d': ['glance-api', 'tables'],
        'conf.d': ['glance_api', 'glacis_image_address', 'glacis_image_token'],
      };
      const texts = ['0', ...names[place as keyof typeof names]].map((name) =>
        readFileSync(join(work, place, `${name}.cfg`), 'utf8'),
      );
      const configuration = loadHaproxy(new Map([['haproxy/haproxy.cfg', texts.join('\n')]]));
      const request = { method: 'POST', rawPath: '/v2%2fimages', headers: {}, clientAddress: '198.51.100.7' };
      expect({ place, verdict: edgeVerdict(configuration, request) }).toMatchObject({
        ...{ place, verdict: { limited: true, burst: 5, status: 429 } },
      });
    }
  }, 60_000);
});
