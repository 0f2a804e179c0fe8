// What audit --fix makes of nginx and HAProxy files, before the real programs: what they accepted before they accept after.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fixTree } from '../../src/checks/fix-tree';
import { openCloud } from '../unit/checks/clouds';
import { hasProgram, leaveOut } from './nginx-origin';

jest.setTimeout(300_000);

const directory = mkdtempSync(join(tmpdir(), 'glacis-fixed-edges-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Program {
  readonly check: (root: string) => readonly string[];
  /** Files as people write them, each with a limit that a line or two mend. */
  readonly texts: Readonly<Record<string, string>>;
}

const haproxy = (lines: string): string => `global
  maxconn 100
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend glance
  bind 127.0.0.1:19292
  stick-table type ipv6 size 100k expire 2m store http_req_rate(60s)
${lines}
  default_backend glance
backend glance
  server one 127.0.0.1:9293
`;
const nginx = (http: string, server: string): string => `events {}
http {
${http}
  server {
    listen 127.0.0.1:19292;
${server}
  }
}
`;
const zone = '  limit_req_zone $binary_remote_addr zone=create:10m rate=6r/m;';
const keyed = `  map $request_method:$uri $create {
    default "";
    "~^POST:/+(v2(\\.\\d+)?/+)?images/*$" $binary_remote_addr;
  }
  limit_req_zone $create zone=create:10m rate=6r/m;`;
const pass = '    location / { proxy_pass http://127.0.0.1:9293; }';

const programs: Readonly<Record<'nginx/nginx.conf' | 'haproxy/haproxy.cfg', Program>> = {
  'nginx/nginx.conf': {
    check: (root) => [
      'nginx',
      '-t',
      '-p',
      root,
      '-c',
      join(root, 'nginx/nginx.conf'),
      '-g',
      `pid ${root}/pid; error_log stderr;`,
    ],
    texts: {
      'one spelling as a location': nginx(
        zone,
        `    location = /v2/images {\n      limit_req zone=create burst=4 nodelay;\n      proxy_pass http://127.0.0.1:9293;\n    }\n${pass}`,
      ),
      'one spelling in a map': nginx(
        '  map $request_method:$uri $create {\n    default "";\n    "POST:/v2/images" $binary_remote_addr;\n  }\n  limit_req_zone $create zone=create:10m rate=6r/m;',
        `    limit_req zone=create burst=4 nodelay;\n${pass}`,
      ),
      'delays and answers 503': nginx(keyed, `    limit_req zone=create burst=4;\n${pass}`),
      'another status': nginx(keyed, `    limit_req zone=create burst=4 nodelay;\n    limit_req_status 444;\n${pass}`),
    },
  },
  'haproxy/haproxy.cfg': {
    check: (root) => ['haproxy', '-c', '-f', join(root, 'haproxy/haproxy.cfg')],
    texts: {
      'one spelling': haproxy(
        '  acl create path /v2/images\n  http-request track-sc0 src if create METH_POST\n  http-request deny deny_status 429 if create METH_POST { sc_http_req_rate(0) gt 6 }',
      ),
      'no status': haproxy(
        '  http-request track-sc0 src if METH_POST\n  http-request deny if METH_POST { sc_http_req_rate(0) gt 6 }',
      ),
      'a status of its own': haproxy(
        '  http-request track-sc0 src if METH_POST\n  http-request deny deny_status 503 if METH_POST { sc_http_req_rate(0) gt 6 }',
      ),
      'no Retry-After': haproxy(
        '  http-request track-sc0 src if METH_POST\n  http-request return status 429 if METH_POST { sc_http_req_rate(0) gt 6 }',
      ),
    },
  },
};

/** The words of the program's refusal; null when it accepts. */
function refusal({ check }: Program, file: string, text: string): string | null {
  const root = mkdtempSync(join(directory, 'tree-'));
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  const [command = '', ...args] = check(root);
  const run = spawnSync(command, args, { encoding: 'utf8' });
  return run.status === 0 ? null : run.stderr;
}

for (const [file, program] of Object.entries(programs)) {
  const [name = ''] = file.split('/');
  (hasProgram(name) ? describe : leaveOut)(`the real ${name}`, () => {
    test.each(Object.entries(program.texts))('accepts the mended limit: %s', (_, text) => {
      expect(refusal(program, file, text)).toBeNull();
      const fixed = fixTree(
        openCloud({ [file]: text, 'glance/glance-api.conf': '[paste_deploy]\nflavor = keystone\n' }),
      );
      expect(fixed.changedFiles).toContain(file);
      expect(fixed.edits.filter((edit) => edit.file === file).length).toBeGreaterThan(0);
      expect(refusal(program, file, fixed.cloud.files.get(file) ?? '')).toBeNull();
    });

    test('refuses what is broken: acceptance means something', () => {
      const [text = ''] = Object.values(program.texts);
      expect(refusal(program, file, text.replace(/burst=4|maxconn 100/, 'glacis=4'))).toMatch(/glacis=4/);
    });
  });
}
