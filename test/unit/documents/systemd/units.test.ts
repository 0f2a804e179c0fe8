// systemd units: what is read of files and drop-ins, what is written, the names of mount units, sizes.
import { lastSetting, listSettings, parseUnitFile, readUnit } from '../../../../src/documents/systemd/parse-unit';
import { nameMountUnit, renderUnit } from '../../../../src/documents/systemd/render-unit';
import { readCpuPercent, readLimitBytes, readSizeBytes } from '../../../../src/documents/systemd/sizes';

test('comments, continued lines and lines outside a section', () => {
  const text =
    'Key=outside\n[Service]\n# MemoryMax=1\n; MemoryMax=2\n MemoryMax = 8G \nExecStart=/bin/a \\\n# why\n  --b\nnonsense\n';
  expect(parseUnitFile(text, 'f')).toEqual([
    { section: 'Service', key: 'MemoryMax', value: '8G', at: { file: 'f', line: 5 } },
    { section: 'Service', key: 'ExecStart', value: '/bin/a --b', at: { file: 'f', line: 6 } },
  ]);
});

test('drop-ins follow the unit by name, the last value counts, an empty one takes it back', () => {
  const tree = new Map([
    ['systemd/system/x.service.d/90.conf', '[Service]\nMemoryMax=\nCPUQuota=50%\n'],
    ['systemd/system/x.service', '[Service]\nMemoryMax=1G\nCPUQuota=10%\n[Unit]\nRequires=a\n'],
    ['systemd/system/x.service.d/10.conf', '[Service]\nMemoryMax=2G\n[Unit]\nRequires=\nRequires=b c\n'],
    ['systemd/system/x.service.d/README', '[Service]\nCPUQuota=1%\n'],
    // systemd 252 takes no name with a dot in front.
    ['systemd/system/x.service.d/.95.conf', '[Service]\nCPUQuota=2%\n'],
  ]);
  const unit = readUnit(tree, 'x.service');
  expect(unit.files).toHaveLength(3);
  expect(lastSetting(unit, 'Service', 'MemoryMax')).toBeUndefined();
  expect(lastSetting(unit, 'Service', 'CPUQuota')).toMatchObject({ value: '50%' });
  expect(listSettings(unit, 'Unit', 'Requires').map(({ value }) => value)).toEqual(['b c']);
});

test('what is rendered reads back, reasons as comments', () => {
  const text = renderUnit([
    { name: 'Unit', settings: [{ key: 'Description', value: 'A' }] },
    { name: 'Service', settings: [{ key: 'CPUQuota', value: '5%', reason: 'why' }] },
  ]);
  expect(text).toBe('[Unit]\nDescription=A\n\n[Service]\n# why\nCPUQuota=5%\n');
  expect(parseUnitFile(text, 'f').map(({ key, value }) => [key, value])).toEqual([
    ['Description', 'A'],
    ['CPUQuota', '5%'],
  ]);
  for (const value of ['a\nExecStart=/bin/sh', 'a\\']) {
    expect(() => renderUnit([{ name: 'Unit', settings: [{ key: 'Description', value }] }])).toThrow(/cannot hold/);
  }
});

/** Right-hand sides were printed by systemd-escape --path --suffix=mount of systemd 252. */
test.each([
  ['/var/lib/glance/staging', 'var-lib-glance-staging.mount'],
  ['/srv/glance-staging/a.b', 'srv-glance\\x2dstaging-a.b.mount'],
  ['/.hidden/.x', '\\x2ehidden-.x.mount'],
  ['/a//b/', 'a-b.mount'],
  ['/', '-.mount'],
  ['/a_b:c', 'a_b:c.mount'],
])('%s is mounted by %s', (directory, name) => {
  expect(nameMountUnit(directory)).toBe(name);
});

test.each([
  ['8G', 8 * 2 ** 30],
  ['1024', 1024],
  ['512M', 512 * 2 ** 20],
  ['2E', 2 * 2 ** 60],
  ['512B', 512],
  ['8GB', null],
  ['16E', null],
  ['infinity', null],
  ['50%', null],
  ['-1', null],
  ['', null],
])('the size %j', (text, bytes) => {
  expect(readSizeBytes(text)).toBe(bytes);
});

test('the hard part of a limit counts, and a share of processors', () => {
  expect(readLimitBytes('1K:2K')).toBe(2048);
  expect(readLimitBytes('1K:infinity')).toBeNull();
  expect(readLimitBytes('1:2:3')).toBeNull();
  expect(readLimitBytes('2K:1K')).toBeNull();
  expect(readLimitBytes(':1K')).toBeNull();
  expect(readLimitBytes('1K')).toBe(1024);
  expect(readCpuPercent('0%')).toBeNull();
  expect(readCpuPercent('400%')).toBe(400);
  expect(readCpuPercent('400')).toBeNull();
  expect(readCpuPercent('')).toBeNull();
});
