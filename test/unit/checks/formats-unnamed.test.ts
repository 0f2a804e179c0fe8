// Bytes that a version of Nova or Cinder might refuse: the report says which version nobody named.
import { loadAttack } from '../../../src/checks';
import { Cloud } from '../../../src/checks/cloud/cloud';
import type { Service } from '../../../src/openstack/types';

function judge(packages: Partial<Record<Service, string>>) {
  const files = new Map([['glance/glance-api.conf', '[paste_deploy]\nflavor = keystone\n']]);
  const glance = '2:25.1.0-2+deb12u5';
  const versions = { release: 'zed', packages: { glance, ...packages }, launcher: 'uwsgi', glanceUid: 64062 } as const;
  return loadAttack('formats-qcow2-as-raw').judge(new Cloud(files, versions));
}

const [nova, cinder] = ['2:26.2.2-1~deb12u3', '2:21.3.1-1~deb12u1'];

test.each([
  [{}, 'The package versions of nova and cinder are not known: judged as unpatched.'],
  [{ cinder }, 'The package version of nova is not known: judged as unpatched.'],
  [{ nova }, 'The package version of cinder is not known: judged as unpatched.'],
])('named %j, open: the rest is told', (packages, words) => {
  const answer = judge(packages);
  expect(answer.verdict).toBe('open');
  expect(answer.because).toMatch(/on the host\. The/);
  expect(answer.because).toContain(words);
});

test('both named stop it; an old version that is named is not called unknown', () => {
  expect(judge({ nova, cinder }).verdict).toBe('stopped');
  const old = judge({ nova: '26.0.0', cinder: '21.0.0' });
  expect(old.verdict).toBe('open');
  expect(old.because).not.toContain('not known');
});
