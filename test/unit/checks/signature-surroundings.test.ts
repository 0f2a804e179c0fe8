// Lints whose silence has several reasons: staging in /tmp, and roles of a site's own.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { lint as policyTrustsRole } from '../../../src/checks/lints/policy-trusts-role';
import { lint as scratchInTmp } from '../../../src/checks/lints/scratch-in-tmp';
import type { Launcher } from '../../../src/openstack/types';

const open = (files: Readonly<Record<string, string>>, launcher: Launcher = 'uwsgi') =>
  new Cloud(new Map(Object.entries(files)), { release: '2025.1', packages: {}, launcher, glanceUid: 64062 });

describe('staging in /tmp', () => {
  const stock = { 'glance/glance-api.conf': '[DEFAULT]\nenabled_import_methods = [glance-direct]\n' };
  const privateTmp = '[Service]\nPrivateTmp=yes\n';
  const find = (files: Readonly<Record<string, string>>, launcher?: Launcher) =>
    scratchInTmp.find(open(files, launcher)).map(({ at, subject }) => `${at.file}:${at.line} ${subject}`);

  test("the default counts where the service's own file is judged", () => {
    expect(find(stock)).toEqual(['glance/glance-api.conf:2 DEFAULT/node_staging_uri']);
    expect(find({ 'glance/glance.conf.d/90-glacis.conf': stock['glance/glance-api.conf'] })).toEqual([]);
  });

  test('where nothing is staged nothing lies there', () => {
    expect(find({ 'glance/glance-api.conf': '[DEFAULT]\nenabled_import_methods = []\n' })).toEqual([]);
  });

  test('a /tmp of its own counts on the unit that runs Glance', () => {
    expect(find({ ...stock, 'systemd/system/glance-api.service.d/tmp.conf': privateTmp })).toEqual([]);
    expect(find({ ...stock, 'systemd/system/glance-api.service.d/tmp.conf': privateTmp }, 'mod_wsgi')).toHaveLength(1);
    expect(find({ ...stock, 'systemd/system/apache2.service.d/tmp.conf': privateTmp }, 'mod_wsgi')).toEqual([]);
  });

  test('work_dir counts without several stores', () => {
    const files = { 'glance/glance.conf.d/site.conf': '[task]\nwork_dir = /tmp/tasks\n' };
    expect(find(files)).toEqual(['glance/glance.conf.d/site.conf:2 task/work_dir']);
  });
});

describe('roles that count as trusted', () => {
  const find = (text: string) => policyTrustsRole.find(open({ 'glance/policy.d/site.yaml': text }));

  test('one finding for a role, with every rule it passes', () => {
    const rules = ['add_image', 'upload_image', 'modify_image', 'delete_image', 'download_image'];
    const [finding, ...others] = find(rules.map((rule) => `${rule}: "role:image_creator"\n`).join(''));
    expect(others).toEqual([]);
    expect(finding?.message).toContain('add_image, upload_image, modify_image and 2 more');
  });

  test('a role behind a reference is found where the rule that is asked stands', () => {
    const findings = find('creators: "role:image_creator"\nadd_image: "rule:creators"\n');
    expect(findings.map(({ at, subject }) => `${at.line} ${subject}`)).toEqual(['2 role:image_creator']);
  });

  test('a rule that a later file takes back opens nothing', () => {
    const files = {
      'glance/policy.d/10.yaml': 'add_image: "role:image_creator"\n',
      'glance/policy.d/20.yaml': 'add_image: "role:admin"\n',
    };
    expect(policyTrustsRole.find(open(files))).toEqual([]);
  });
});
