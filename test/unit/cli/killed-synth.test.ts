// A synth that is killed at any moment leaves the old tree or the new one, never a mix.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MANIFEST, parseManifest } from '../../../src/output/manifest';
import { sha256 } from '../../../src/sha256';
import { glacis, runCli } from './run-cli';

const regions = Array.from({ length: 60 }, (_, i) => `  r${i}: {}\n`).join('');
const intentFor = (host: string) => `release: "2025.1"\nimageImport: { allowedHosts: [${host}] }\nregions:\n${regions}`;

function killAfter(args: readonly string[], cwd: string, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [glacis, ...args], { cwd, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Which intent the tree on disk is of; throws when it is a mix. */
function hostOf(out: string): string {
  const manifest = parseManifest(readFileSync(join(out, MANIFEST), 'utf8'));
  if (!manifest) throw new Error('no manifest');
  const hosts = new Set<string>();
  for (const [path, digest] of Object.entries(manifest.files)) {
    const text = readFileSync(join(out, path), 'utf8');
    expect({ path, digest: sha256(text) }).toEqual({ path, digest });
    const host = /^allowed_hosts = \[(.*)\]$/m.exec(text)?.[1];
    if (host) hosts.add(host);
  }
  expect([...hosts]).toHaveLength(1);
  return [...hosts][0] as string;
}

test('twenty kills between start and end', async () => {
  const work = mkdtempSync(join(tmpdir(), 'glacis-kill-'));
  try {
    const out = join(work, 'out');
    for (const host of ['old.example', 'new.example']) writeFileSync(join(work, `${host}.yaml`), intentFor(host));
    const began = performance.now();
    expect(runCli(['synth', 'old.example.yaml', '--out', out], { cwd: work }).code).toBe(0);
    const wholeRun = performance.now() - began;
    const seen = new Set<string>();
    for (let i = 0; i < 20; i += 1) {
      await killAfter(['synth', 'new.example.yaml', '--out', out], work, (wholeRun * (i + 1)) / 18);
      // Killed between the two renames, the old tree waits under its retired name; the next run puts it back.
      if (!existsSync(out)) expect(readdirSync(work)).toContain('.out.glacis-old');
      else seen.add(hostOf(out));
      expect(runCli(['synth', 'old.example.yaml', '--out', out], { cwd: work }).code).toBe(0);
      expect(hostOf(out)).toBe('old.example');
    }
    expect(seen.has('old.example')).toBe(true);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}, 120_000);
