// nftables.conf of a host counts when something loads it: the service is enabled there, or another unit asks for it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import { openDirectory } from '../../../src/cli/open-directory';
import { listen } from './listen';

const versions: CloudVersions = { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 };
let root: string;
let told: ReturnType<typeof listen>['told'];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-packet-filter-'));
  told = listen().told;
  write('glance/glance-api.conf', '[DEFAULT]\n');
  write('nftables.conf', 'table inet guard {\n}\n');
});
afterEach(() => {
  rmSync(root, { recursive: true });
  jest.restoreAllMocks();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

function counts(): boolean {
  const hasFilter = openDirectory(root, versions).files.has('nftables.conf');
  expect(told.mock.calls.some(([text]) => /nftables\.service is not enabled/.test(text))).toBe(!hasFilter);
  return hasFilter;
}

const ofPackage = '/usr/lib/systemd/system';

test('it counts in a tree of which nobody knows what is enabled', () => {
  expect(counts()).toBe(true);
  write('systemd/system/glance-api.service.d/90.conf', '[Service]\n');
  expect(counts()).toBe(true);
});

test('it counts where the service is enabled', () => {
  link('systemd/system/multi-user.target.wants/cron.service', `${ofPackage}/cron.service`);
  link('systemd/system/sysinit.target.wants/nftables.service', `${ofPackage}/nftables.service`);
  expect(counts()).toBe(true);
});

test('it does not count where other units are enabled and the service is not', () => {
  link('systemd/system/multi-user.target.wants/cron.service', `${ofPackage}/cron.service`);
  expect(counts()).toBe(false);
});

test('it counts where glance-api starts the service, and not for another unit that may never start', () => {
  link('systemd/system/multi-user.target.wants/cron.service', `${ofPackage}/cron.service`);
  write('systemd/system/glance-api.service.d/90.conf', '[Unit]\nAfter=nftables.service\n');
  write('systemd/system/other.service', '[Unit]\nRequires=nftables.service\n');
  expect(counts()).toBe(false);
  told.mockClear();
  write('systemd/system/glance-api.service.d/90.conf', '[Unit]\nRequires=network.target nftables.service\n');
  expect(counts()).toBe(true);
});

test('it does not count where the service is masked, enabled or not', () => {
  link('systemd/system/sysinit.target.wants/nftables.service', `${ofPackage}/nftables.service`);
  link('systemd/system/nftables.service', '/dev/null');
  expect(counts()).toBe(false);
});
