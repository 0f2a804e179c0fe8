// What the real programs say of rendered files: nginx -t, haproxy -c, nft -c, systemd-analyze where there, oslo's own parsers.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SnapshotTree } from '../snapshots/render-snapshot';

/** Complaints of the real programs about one rendered tree; empty when all accept it. */
export function acceptTree(tree: Pick<SnapshotTree, 'files' | 'documents' | 'target'>): string[] {
  if (tree.target !== 'etc') return [];
  const etc = mkdtempSync(join(tmpdir(), 'glacis-accept-'));
  try {
    for (const [path, text] of tree.files) {
      mkdirSync(dirname(join(etc, path)), { recursive: true });
      writeFileSync(join(etc, path), text);
    }
    const complaints = [...tree.files.keys()].flatMap((path) => {
      if (path.startsWith('nginx/')) return acceptNginx(etc, path);
      if (path.endsWith('.nft')) return run('nft', ['-c', '-f', join(etc, path)]);
      return [];
    });
    complaints.push(
      ...acceptHaproxy(
        etc,
        [...tree.files.keys()].filter((path) => path.startsWith('haproxy/')),
      ),
    );
    return [...complaints, ...acceptOslo(etc, [...tree.files.keys()])];
  } finally {
    rmSync(etc, { recursive: true, force: true });
  }
}

/** Every option and policy file through oslo.config's and oslo.policy's own parsers. */
function acceptOslo(etc: string, paths: readonly string[]): string[] {
  const request = {
    etc,
    ini: paths.filter((path) => path.endsWith('.conf') && /^(glance|nova|cinder)\//.test(path)),
    policy: paths.filter((path) => path.endsWith('.yaml')),
    settings: null,
  };
  return run('/usr/bin/python3', [join(__dirname, 'snapshot-witness.py')], JSON.stringify(request));
}

/** The drop-in inside a minimal nginx.conf, with a server that it is meant to limit. */
function acceptNginx(etc: string, path: string): string[] {
  const conf = join(etc, 'test-nginx.conf');
  const text = `error_log stderr;\npid ${etc}/nginx.pid;\nevents {}\nhttp {\n  access_log off;\n  include ${join(etc, path)};\n  server { listen 127.0.0.1:65530; location / { return 204; } }\n}\n`;
  writeFileSync(conf, text);
  return run('nginx', ['-t', '-q', '-c', conf, '-p', etc]);
}

/** All files together, behind the timeouts that a site has. Lines for a frontend that is there stand in one, beside their tables. */
function acceptHaproxy(etc: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const site = join(etc, 'test-haproxy.cfg');
  const frontends = paths
    .filter((path) => path.endsWith('.lines'))
    .map((path) => `frontend site\n bind 127.0.0.1:65530\n${readFileSync(join(etc, path), 'utf8')}`);
  const defaults = 'defaults\n mode http\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n';
  writeFileSync(site, [defaults, ...frontends].join(''));
  const files = paths.filter((path) => path.endsWith('.cfg')).map((path) => join(etc, path));
  return run('haproxy', ['-c', ...[site, ...files].flatMap((file) => ['-f', file])]);
}

/** Empty when the program exits with 0 and warns of nothing. */
function run(program: string, args: readonly string[], input = ''): string[] {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input });
  if (error) return [`${program} could not be run: ${error.message}`];
  const output = `${stdout}${stderr}`;
  return status === 0 && !/\[(warn|warning|alert|emerg)\]/i.test(output)
    ? []
    : [`${program}: ${output.trim() || `exit ${status}`}`];
}
