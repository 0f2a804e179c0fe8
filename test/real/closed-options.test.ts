// What the real oslo.config of this machine does with names of its directory that it cannot read: it does not start.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge } from '../../src/checks/judge';
import { openDirectory } from '../../src/cli/open-directory';
import { listen } from '../unit/cli/listen';

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const isPresent = spawnSync(python, ['-c', 'import oslo_config']).status === 0;
if (!isPresent) {
  process.stderr.write('SKIPPED: the real oslo.config is not installed (apt-get install python3-oslo.config)\n');
}

/** As a service starts: its own file and directory, as a user who is not root. Prints what ends it. */
const start = `
import os, sys
from oslo_config import cfg
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
conf = cfg.ConfigOpts()
try:
    files = [path for path in [sys.argv[1] + '/glance/glance-api.conf'] if os.path.exists(path)]
    conf([], project='glance', default_config_files=files, default_config_dirs=[sys.argv[1] + '/glance/glance.conf.d'])
    print('starts')
except Exception as error:
    print(type(error).__name__)
`;

const makers: Readonly<Record<string, (path: string) => void>> = {
  'a file': (path) => writeFileSync(path, '[DEFAULT]\n'),
  'a directory': (path) => mkdirSync(path),
  'a link that leads nowhere': (path) => symlinkSync('nowhere', path),
  'a loop of links': (path) => symlinkSync('50-x.conf', path),
  'a mode for nobody': (path) => {
    writeFileSync(path, '[DEFAULT]\n');
    chmodSync(path, 0);
  },
  'NUL bytes': (path) => writeFileSync(path, '[DEFAULT]\n\0\0\n'),
  'Latin-1': (path) => writeFileSync(path, Buffer.from('[DEFAULT]\n# caf\xe9\n', 'latin1')),
};

const ends: Readonly<Record<string, string>> = {
  'a file': 'starts',
  'a directory': 'IsADirectoryError',
  'a link that leads nowhere': 'ConfigFilesNotFoundError',
  'a loop of links': 'OSError',
  'a mode for nobody': 'ConfigFilesPermissionDeniedError',
  'NUL bytes': 'ConfigFileParseError',
  'Latin-1': 'UnicodeDecodeError',
};

describe('the real oslo.config', () => {
  if (!isPresent) {
    it('is there when it is required', () => expect(isRequired).toBe(false));
    return;
  }

  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'glacis-closed-options-'));
    mkdirSync(join(root, 'glance/glance.conf.d'), { recursive: true });
    writeFileSync(join(root, 'glance/glance-api.conf'), '[DEFAULT]\n');
    chmodSync(root, 0o755);
    listen();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  const startService = (): string => {
    const { stdout, stderr } = spawnSync(python, ['-c', start, root], { encoding: 'utf8' });
    return stdout.trim() || stderr;
  };

  it.each(Object.keys(makers))('meets %s among the files of its directory as the finding says', (kind) => {
    makers[kind]?.(join(root, 'glance/glance.conf.d/50-x.conf'));
    expect(startService()).toBe(ends[kind]);
    // Root may read what is closed to all others.
    if (kind === 'a mode for nobody' && process.getuid?.() === 0) return;
    const versions = { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 } as const;
    const { findings } = judge(openDirectory(root, versions, true));
    const told = findings.filter(({ lint }) => lint.id === 'file-does-not-load');
    expect(told.map(({ finding }) => /does not start|cannot load/.test(finding.message))).toEqual(
      kind === 'a file' ? [] : [true],
    );
  });

  it('looks past a link that leads nowhere in place of its own file', () => {
    rmSync(join(root, 'glance/glance-api.conf'));
    symlinkSync('nowhere', join(root, 'glance/glance-api.conf'));
    expect(startService()).toBe('starts');
  });
});
