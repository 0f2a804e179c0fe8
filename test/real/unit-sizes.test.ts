// Sizes and limits of units through the real systemd: what it ignores bounds nothing, whatever it looks like.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCpuPercent, readLimitBytes, readSizeBytes } from '../../src/documents/systemd/sizes';

const readers = { MemoryMax: readSizeBytes, LimitFSIZE: readLimitBytes, CPUQuota: readCpuPercent } as const;

const values: Readonly<Record<keyof typeof readers, readonly string[]>> = {
  MemoryMax: ['8G', '8 G', '8GB', '8 GB', '8g', '8B', '8E', '0x10G', '08G', '1K2', '99999999999999999P', '-1', 'G', ''],
  LimitFSIZE: ['5G', '5GB', '5G:6G', '6G:5G', ':5G', '5G:', '5G:6GB', '1:2:3', '16E', '0', '99999999999999999999'],
  CPUQuota: ['400%', '400 %', '400', '0%', '0.00%', '40.5%', '40.555%', '-1%', '%'],
};

const lines = Object.entries(values).flatMap(([key, texts]) =>
  texts.map((text) => ({ key: key as keyof typeof readers, text })),
);

test('systemd takes every value that is read as a bound', () => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
    if (process.env.GLACIS_REQUIRE_REAL === '1') throw new Error('missing: systemd');
    process.stderr.write('SKIPPED: sizes of units through systemd-analyze (missing: systemd)\n');
    return;
  }
  const work = mkdtempSync(join(tmpdir(), 'glacis-unit-sizes-'));
  try {
    const unit = join(work, 'sizes.service');
    const settings = lines.map(({ key, text }) => `${key}=${text}`);
    writeFileSync(unit, ['[Service]', 'ExecStart=/bin/true', ...settings, ''].join('\n'));
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
    const ignored = new Set(
      Array.from(stderr.matchAll(/sizes\.service:(\d+): .*ignoring/g), ([, line]) => Number(line)),
    );
    expect(ignored.size).toBeGreaterThan(15);
    for (const [index, { key, text }] of lines.entries()) {
      const isIgnored = ignored.has(index + 3);
      const bound = readers[key](text);
      if (isIgnored) expect({ key, text, bound }).toEqual({ key, text, bound: null });
    }
    expect(lines.filter(({ key, text }) => readers[key](text) !== null).length).toBeGreaterThan(8);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
