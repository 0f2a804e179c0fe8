// What stands between Glance and an address beside packet filters: IPAddressDeny= of its unit, and a proxy. Neither is credited, nor left out of sight.
import type { AttackId } from '../../../src/checks';
import { findDenyingLine } from '../../../src/checks/cloud/address-filter';
import { judgeAttack } from '../../../src/checks/judge';
import { readNamedTree } from '../../checks/cases';
import { type Files, levels, openCloud } from './clouds';

const unit = (...lines: readonly string[]): Files => ({
  'systemd/system/glance-api.service.d/50.conf': `[Service]\n${lines.join('\n')}\n`,
});
const addresses = ['127.0.0.1', '169.254.169.254', '10.9.9.9', '203.0.113.5', '0.0.0.0'];

/** As seen with systemd 257 as the first process of a namespace of its own: what timed out. */
test.each([
  [['IPAddressDeny=169.254.0.0/16'], ['169.254.169.254']],
  [
    ['IPAddressDeny=any', 'IPAddressAllow=localhost 10.0.0.0/8'],
    ['169.254.169.254', '203.0.113.5'],
  ],
  [['IPAddressDeny=169.254.169.254', 'IPAddressDeny='], []],
  [['IPAddressDeny=link-local'], ['169.254.169.254']],
  [['IPAddressDeny=127.0.0.0/8'], ['127.0.0.1', '0.0.0.0']],
  [['IPAddressDeny=169.254.169.254 nonsense 10.9.9.9/33'], ['169.254.169.254']],
  [['IPAddressAllow=10.9.9.9'], []],
  [['IPAddressDeny=169.254.169.254/16', 'IPAddressAllow=169.254.169.254'], []],
] as const)('%j', (lines, denied) => {
  const { files } = openCloud(unit(...lines));
  expect(addresses.filter((address) => findDenyingLine(files, 'eventlet', address) !== null)).toEqual(denied);
});

test('addresses of the other family, and those of IPv4 in them', () => {
  const { files } = openCloud(unit('IPAddressDeny=localhost 169.254.169.254 fd00:ec2::254'));
  const denied = ['::1', '::', '::ffff:169.254.169.254', 'fd00:ec2::254', '::2'].map(
    (address) => findDenyingLine(files, 'eventlet', address)?.line ?? null,
  );
  expect(denied).toEqual([2, 2, 2, 2, null]);
});

describe('an attack that only such a line may stop', () => {
  const judge = (files: Files, launcher: 'eventlet' | 'uwsgi' = 'eventlet') =>
    judgeAttack(openCloud(files, { ...levels.E2, launcher }), 'ssrf-metadata-address');

  test('has no verdict, and the line is named', () => {
    expect(judge(unit('IPAddressDeny=169.254.169.254'))).toMatchObject({
      verdict: 'not-applicable',
      lacks: 'knowledge',
      because: expect.stringContaining('systemd/system/glance-api.service.d/50.conf:2'),
    });
  });

  test('is open where the line denies another address, or is one of another unit', () => {
    expect(judge(unit('IPAddressDeny=10.0.0.0/8')).verdict).toBe('open');
    const other = { 'systemd/system/nova-api.service': '[Service]\nIPAddressDeny=any\n' };
    expect(judge(other).verdict).toBe('open');
  });

  test('is stopped where something else stops it', () => {
    const methods = { 'glance/glance-api.conf': '[DEFAULT]\nenabled_import_methods = []\n' };
    expect(judge({ ...unit('IPAddressDeny=any'), ...methods }).verdict).toBe('stopped');
  });
});

describe('behind a proxy the packet filter sees the proxy alone (run on six patch levels)', () => {
  const guarded = Object.fromEntries(readNamedTree('egress-guard'));
  const judge = (lines: readonly string[], id: AttackId = 'ssrf-metadata-address', more: Files = {}) => {
    const proxied =
      lines.length === 0 ? {} : { 'systemd/system/glance-api.service.d/60.conf': `[Service]\n${lines.join('\n')}\n` };
    return judgeAttack(openCloud({ ...guarded, ...proxied, ...more }, { ...levels.E0 }), id);
  };

  test('a filter that stops the fetch alone leaves no verdict then', () => {
    expect(judge([])).toMatchObject({ verdict: 'stopped', defences: [{ layer: 'egress-guard' }] });
    for (const name of ['http_proxy', 'HTTPS_PROXY', 'all_proxy']) {
      const because = expect.stringContaining('systemd/system/glance-api.service.d/60.conf:2');
      expect(judge([`Environment=${name}=http://10.0.0.1:3128`])).toMatchObject({ lacks: 'knowledge', because });
    }
  });

  test('nor does the resolver refuse what Glance never resolves', () => {
    const eventlet = (lines: readonly string[]) => {
      const files = { 'systemd/system/glance-api.service.d/60.conf': `[Service]\n${lines.join('\n')}\n` };
      return judgeAttack(openCloud(files, { ...levels.E0, launcher: 'eventlet' }), 'ssrf-decimal-address').verdict;
    };
    expect(eventlet([])).toBe('stopped');
    expect(eventlet(['Environment=http_proxy=http://10.0.0.1:3128'])).toBe('not-applicable');
  });

  test('no proxy is one that is empty, or that nothing goes through', () => {
    expect(judge(['Environment=http_proxy=']).verdict).toBe('stopped');
    expect(judge(['Environment=http_proxy=http://10.0.0.1:3128 no_proxy=*']).verdict).toBe('stopped');
    expect(judge(['Environment=ftp_proxy=http://10.0.0.1:3128']).verdict).toBe('stopped');
  });

  test('what Glance refuses by itself stays refused', () => {
    const methods = { 'glance/glance.conf.d/70.conf': '[DEFAULT]\nenabled_import_methods = []\n' };
    expect(judge(['Environment=http_proxy=http://10.0.0.1:3128'], 'ssrf-metadata-address', methods).verdict).toBe(
      'stopped',
    );
  });

  test('the http store has a proxy of its own', () => {
    const store = (proxy: string): Files => ({
      'glance/glance.conf.d/70.conf': `[DEFAULT]\nshow_multiple_locations = true\n[http]\n${proxy}\n`,
    });
    expect(judge([], 'locations-patch', store('')).verdict).toBe('stopped');
    expect(judge([], 'locations-patch', store('http_proxy_information = http:10.0.0.1:3128')).verdict).toBe(
      'not-applicable',
    );
  });
});
