// Configurations as sound clouds have them, of several releases: no lint may cry wolf over any of their lines.
import { readNamedTree } from '../../checks/cases';
import { listFindings, openCloud } from './clouds';

/** What runs where the tree was written for. */
const sound = [
  ['sound-queens', 'queens', '16.0.1', 'eventlet'],
  ['sound-queens', 'rocky', '17.0.1', 'eventlet'],
  ['sound-zed', 'zed', '2:25.1.0-2+deb12u5', 'uwsgi'],
  ['sound-zed', 'zed', '25.1.0', 'eventlet'],
  ['sound-zed', '2023.1', '26.1.0', 'mod_wsgi'],
  ['sound-2025.1', '2025.1', '30.2.0', 'uwsgi'],
  ['sound-2025.1', '2025.2', '31.1.0', 'eventlet'],
  ['sound-2026.2', '2026.2', '33.0.0', 'uwsgi'],
  ['stock', '2024.1', '28.1.0', 'eventlet'],
  ['stock', '2025.1', '2:30.0.0-3+deb13u2', 'uwsgi'],
  ['stock', '2024.2', '29.2.0', 'uwsgi'],
] as const;

test.each(sound)('%s on %s (glance %s, %s) has no finding above low, and starts', (tree, release, glance, launcher) => {
  const cloud = openCloud(readNamedTree(tree), { release, packages: { glance }, launcher });
  expect(listFindings(cloud).filter((finding) => !finding.startsWith('low '))).toEqual([]);
  for (const service of ['glance', 'nova', 'cinder'] as const) expect(cloud.startFault(service)).toBeNull();
});

test('the same trees do have findings where their options are unknown: silence is not blindness', () => {
  const cloud = openCloud(readNamedTree('sound-queens'), { release: '2026.2', packages: { glance: '33.0.0' } });
  expect(listFindings(cloud, ['unknown-option'])).toEqual(
    expect.arrayContaining([
      'low unknown-option glance/glance-api.conf:4 DEFAULT/registry_host',
      'low unknown-option glance/glance-api.conf:2 DEFAULT/bind_host',
    ]),
  );
});
