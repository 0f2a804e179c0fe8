// A cloud is its bytes as the service reads them: which files count, which win, and what keeps Glance from starting.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { IntentProblems } from '../../../src/problems';
import { defencesOf, openCloud, verdictOf } from './clouds';

const open = '[import_filtering_opts]\nallowed_hosts = []\n';
const strict = '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n';
const attack = 'ssrf-azure-wire-server';

describe('which file is read decides the verdict', () => {
  test.each([
    ['glance/glance-image-import.conf', 'uwsgi', 'stopped'],
    ['glance/glance-image-import.conf', 'mod_wsgi', 'stopped'],
    ['glance/glance-image-import.conf', 'eventlet', 'open'],
    ['glance/glance-api.conf', 'uwsgi', 'stopped'],
    ['glance/glance-api.conf', 'eventlet', 'stopped'],
    ['glance/glance-api.conf.d/50.conf', 'uwsgi', 'open'],
    ['glance/glance-api.conf.d/50.conf', 'eventlet', 'stopped'],
    ['glance/uwsgi.conf.d/50.conf', 'uwsgi', 'stopped'],
    ['glance/uwsgi.conf.d/50.conf', 'mod_wsgi', 'open'],
    ['glance/mod_wsgi.conf.d/50.conf', 'mod_wsgi', 'stopped'],
    ['glance/glance.conf.d/50.conf', 'uwsgi', 'stopped'],
    ['glance/glance.conf.d/50.conf', 'mod_wsgi', 'stopped'],
    ['glance/glance.conf.d/50.conf', 'eventlet', 'stopped'],
    ['glance/glance.conf.d/50.conf.bak', 'uwsgi', 'open'],
    ['glance/glance.conf.d/.50.conf', 'uwsgi', 'open'],
    ['glance/glance.conf.d/sub/50.conf', 'uwsgi', 'open'],
    ['glance/glance.conf', 'uwsgi', 'open'],
    ['glance/glance.conf', 'eventlet', 'stopped'],
    ['glance/glance-scrubber.conf', 'uwsgi', 'open'],
    ['nova/nova.conf', 'uwsgi', 'open'],
  ] as const)('%s under %s: %s', (file, launcher, verdict) => {
    expect(verdictOf(openCloud({ [file]: strict }, { launcher }), attack)).toBe(verdict);
  });
});

describe('the stronger file wins', () => {
  test.each([
    ['glance/glance-image-import.conf', 'glance/glance-api.conf', 'uwsgi'],
    ['glance/glance-api.conf', 'glance/glance.conf.d/10.conf', 'uwsgi'],
    ['glance/glance-api.conf', 'glance/glance.conf.d/10.conf', 'eventlet'],
    ['glance/glance.conf.d/10.conf', 'glance/glance.conf.d/20.conf', 'uwsgi'],
    ['glance/glance.conf.d/90.conf', 'glance/uwsgi.conf.d/10.conf', 'uwsgi'],
    ['glance/glance.conf.d/90.conf', 'glance/glance-api.conf.d/10.conf', 'eventlet'],
  ] as const)('%s loses to %s under %s', (weak, strong, launcher) => {
    expect(verdictOf(openCloud({ [weak]: strict, [strong]: open }, { launcher }), attack)).toBe('open');
    const kept = openCloud({ [weak]: open, [strong]: strict }, { launcher });
    expect(defencesOf(kept, attack)).toContain(`import-filter ${strong}:2`);
  });

  test('in one file the last line wins', () => {
    const file = 'glance/glance-api.conf';
    expect(verdictOf(openCloud({ [file]: `${strict}${open}` }), attack)).toBe('open');
    expect(defencesOf(openCloud({ [file]: `${open}${strict}` }), attack)).toContain(`import-filter ${file}:4`);
  });
});

test('the fix of a trial beats every file but is no file of the cloud', () => {
  const cloud = openCloud({ 'glance/glance.conf.d/90.conf': open });
  const fix = {
    file: 'glance/glance.conf.d/90-glacis.conf',
    section: 'DEFAULT',
    option: 'enabled_import_methods',
    value: '[]',
  };
  const changed = cloud.withFix(fix);
  expect([cloud.isTrial, changed.isTrial]).toEqual([false, true]);
  expect([verdictOf(cloud, attack), verdictOf(changed, attack)]).toEqual(['open', 'stopped']);
  expect([...cloud.files.keys()]).toEqual(['glance/glance.conf.d/90.conf']);
});

test('a package version of another release is refused, and every one of them is told', () => {
  const versions = { release: '2025.1', launcher: 'uwsgi', glanceUid: 64062 } as const;
  const open = () =>
    new Cloud(new Map(), { ...versions, packages: { glance: '33.0.0', nova: 'newest', cinder: '26.0.0' } });
  expect(open).toThrow(IntentProblems);
  try {
    open();
  } catch (error) {
    const { problems } = error as IntentProblems;
    expect(problems.map((p) => [p.code, p.place.file])).toEqual([
      ['unknown-package-version', 'glance'],
      ['unknown-package-version', 'nova'],
    ]);
  }
});

test('the weakest code is assumed where no version is named', () => {
  const levelOf = (packages: { glance?: string }) => openCloud({}, { release: '2025.1', packages }).importFilter.level;
  expect(levelOf({})).toBe('unfixed');
  expect(levelOf({ glance: '30.2.0' })).toBe('normalizing');
  expect(openCloud({}, { release: '2026.2', packages: {} }).importFilter.level).toBe('pinning');
});
