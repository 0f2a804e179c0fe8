// Option lines of a tree: the paste file, which Glance under uWSGI reads for options, is none of options.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { walkLines } from '../../../src/checks/cloud/walk-lines';

const paste = '[DEFAULT]\ndebug = true\n[filter:authtoken]\npaste.filter_factory = a:b\ndelay_auth_decision = true\n';
const files = new Map([
  ['glance/glance-api-paste.ini', paste],
  ['glance/glance-api.conf', '[DEFAULT]\nno_such_option = 1\n'],
]);
const linesOf = (launcher: 'uwsgi' | 'eventlet') =>
  walkLines(new Cloud(files, { release: 'zed', packages: {}, launcher, glanceUid: 64062 }), 'glance').map(
    ({ entry }) => `${entry.at.file} ${entry.key}`,
  );

test('lines of PasteDeploy are no options that Glance ignores, and an option beside them is one', () => {
  expect(linesOf('uwsgi')).toEqual(['glance/glance-api-paste.ini debug', 'glance/glance-api.conf no_such_option']);
  expect(linesOf('eventlet')).toEqual(['glance/glance-api.conf no_such_option']);
});
