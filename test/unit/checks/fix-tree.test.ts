// Fixes as they are written: the smallest edit, on the line that is in force, and judged before it counts.
import type { Cloud } from '../../../src/checks/cloud/cloud';
import { fixTree } from '../../../src/checks/fix-tree';
import type { Judgement } from '../../../src/checks/judge';
import type { Attack } from '../../../src/checks/types';
import { addIniOption, removeIniEntry, replaceIniValue } from '../../../src/documents/ini/edit-ini';
import { parseIni } from '../../../src/documents/ini/parse-ini';
import { setPolicyRule } from '../../../src/documents/policy/edit-policy';
import { readNamedTree } from '../../checks/cases';
import { dropIn, type Files, levels, openCloud } from './clouds';

const fix = (files: Files, versions = {}) => fixTree(openCloud(files, versions));
const api = 'glance/glance-api.conf';

test('a filter under [DEFAULT] is moved to where it is read, and its comments stay', () => {
  const text = [
    '[DEFAULT]',
    '# our mirrors',
    'allowed_hosts = [images.example.org]',
    'workers = 4',
    '',
    '[paste_deploy]',
    'flavor = keystone',
    '',
  ].join('\n');
  const { cloud, closed, edits } = fix({ [api]: text });
  expect(cloud.files.get(api)).toBe(
    [
      '[DEFAULT]',
      '# our mirrors',
      'workers = 4',
      '',
      '[paste_deploy]',
      'flavor = keystone',
      '',
      '[import_filtering_opts]',
      'allowed_hosts = [images.example.org]',
      '',
    ].join('\n'),
  );
  expect(closed).toContain(`wrong-section ${api} DEFAULT/allowed_hosts`);
  expect(closed).toContain('ssrf-metadata-address');
  expect(edits[0]).toMatchObject({ file: api, subject: 'import_filtering_opts/allowed_hosts', replaces: null });
});

test('a misplaced line never replaces one that is in force', () => {
  const files = {
    [api]:
      '[DEFAULT]\nallowed_hosts = [anything.example]\n[import_filtering_opts]\nallowed_hosts = [a.example]\n[paste_deploy]\nflavor = keystone\n',
  };
  const { cloud, closed } = fix(files);
  expect(cloud.config('glance').get('import_filtering_opts', 'allowed_hosts').value).toEqual(['a.example']);
  expect(cloud.files.get(api)).toContain('[DEFAULT]\n# allowed_hosts = [anything.example]\n');
  expect(closed).toContain(`wrong-section ${api} DEFAULT/allowed_hosts`);
});

test('the winning line is edited, wherever it stands', () => {
  const files = {
    ...dropIn('allowed_hosts = [a.example]'),
    'glance/uwsgi.conf.d/99-local.conf': '[DEFAULT]\nenabled_import_methods = [web-download, glance-direct]\n',
  };
  const { cloud, changedFiles } = fix(files, { packages: { glance: '30.0.0' } });
  expect(changedFiles).toContain('glance/uwsgi.conf.d/99-local.conf');
  expect(cloud.files.get('glance/uwsgi.conf.d/99-local.conf')).toBe(
    '[DEFAULT]\nenabled_import_methods = [glance-direct]\n',
  );
  expect(cloud.files.get('glance/glance.conf.d/90-glacis.conf') ?? '').not.toContain('enabled_import_methods');
});

test('cinder and nova are mended too, and a fixed tree has nothing more to fix', () => {
  const certs =
    '[glance]\nverify_glance_signatures = true\nenable_certificate_validation = true\ndefault_trusted_certificate_ids = a\n';
  const files = {
    'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = True\n',
    'nova/nova.conf': certs,
    'nova/policy.yaml': '# ours\n"os_compute_api:servers:create:trusted_certs": ""  # open\n',
  };
  const { cloud, after } = fix(files);
  expect(cloud.files.get('cinder/cinder.conf')).toBe('[DEFAULT]\nverify_glance_signatures = enabled\n');
  expect(cloud.files.get('nova/policy.yaml')).toBe(
    '# ours\n"os_compute_api:servers:create:trusted_certs": "rule:context_is_admin"  # open\n',
  );
  expect(after.findings.flatMap(({ finding }) => finding.fixes)).toEqual([]);
  expect(fixTree(cloud).edits).toEqual([]);
});

test('a tree that needs nothing is left alone', () => {
  const mended = fix({ [api]: '[paste_deploy]\nflavor = keystone\n' }).cloud.files;
  expect(fix(Object.fromEntries(mended))).toMatchObject({ edits: [], changedFiles: [] });
});

describe('an edit that does not keep its promise is taken back and left for a person', () => {
  const stubborn: Attack = {
    kind: 'attack',
    id: 'stubborn',
    title: 'An attack of this test',
    layer: 'config',
    severity: 'critical',
    words: 'It is judged by the test.',
    references: [],
    judge: () => ({ verdict: 'not-applicable', because: '' }),
  };
  const promise = { file: api, section: 'DEFAULT', option: 'workers', value: '4' };
  const judgeWith =
    (answers: (cloud: Cloud) => Readonly<Record<string, boolean>>) =>
    (cloud: Cloud): Judgement => ({
      cloud,
      findings: [],
      attacks: Object.entries(answers(cloud)).map(([id, isOpen]) => ({
        attack: { ...stubborn, id },
        answer: isOpen
          ? { verdict: 'open', because: '', fixes: id === 'target' ? [promise] : [] }
          : { verdict: 'stopped', because: '', defences: [] },
        accepted: null,
      })),
    });
  const isFixed = (cloud: Cloud): boolean => cloud.files.get(api)?.includes('workers = 4') === true;
  const cloud = openCloud({ [api]: '[DEFAULT]\n' });

  test('when it stays open, and when another attack opens', () => {
    const stays = fixTree(
      cloud,
      judgeWith(() => ({ target: true })),
    );
    expect(stays.edits).toEqual([]);
    expect(stays.cloud.files).toEqual(cloud.files);
    expect(stays.left).toEqual([{ name: 'target', because: expect.stringContaining('still found') }]);
    const opensOther = fixTree(
      cloud,
      judgeWith((now) => ({ target: !isFixed(now), other: isFixed(now) })),
    );
    expect(opensOther.edits).toEqual([]);
    expect(opensOther.left).toEqual([{ name: 'target', because: expect.stringContaining('opens other') }]);
  });

  test('and one that is kept is written', () => {
    const { closed, left } = fixTree(
      cloud,
      judgeWith((now) => ({ target: !isFixed(now), other: true })),
    );
    expect([closed, left.map(({ name }) => name)]).toEqual([['target'], ['other']]);
  });
});

describe('one line of an ini file', () => {
  const document = (text: string) => parseIni(text, 'f');

  test.each([
    ['[a]\nx = 1\ny = 2\n', 2, '9', '[a]\nx = 9\ny = 2\n'],
    ['[a]\r\nx=1\r\ny = 2\r\n', 2, '9', '[a]\r\nx=9\r\ny = 2\r\n'],
    ['[a]\nx : 1\n   2\n# c\n', 2, '[q]', '[a]\nx : [q]\n# c\n'],
    ['[a]\nx =1', 2, '9', '[a]\nx = 9'],
    ['[a]\nx = 1', 2, '', '[a]\nx ='],
  ])('%j line %i := %j', (text, line, value, wanted) => {
    expect(replaceIniValue(document(text), line, value)).toBe(wanted);
  });

  test.each([
    ['', '[s]\no = v\n'],
    ['[a]\nx = 1', '[a]\nx = 1\n\n[s]\no = v\n'],
    ['[s]\n# c\n\n[a]\nx = 1\n', '[s]\no = v\n# c\n\n[a]\nx = 1\n'],
    ['[s]\nx = 1\n  2\n\n# c\n[a]\n', '[s]\nx = 1\n  2\no = v\n\n# c\n[a]\n'],
    ['[S]\r\nx = 1\r\n', '[S]\r\nx = 1\r\no = v\r\n'],
  ])('%j gains an option', (text, wanted) => {
    expect(addIniOption(document(text), 's', 'o', 'v')).toBe(wanted);
  });

  test('an entry is taken out with its continued lines, and nothing leaves its line', () => {
    expect(removeIniEntry(document('[a]\nx = 1\n  2\ny = 3\n'), 2)).toBe('[a]\ny = 3\n');
    expect(() => replaceIniValue(document('[a]\nx = 1\n'), 2, 'v\n[b]')).toThrow('several lines');
    expect(() => removeIniEntry(document('[a]\nx = 1\n'), 1)).toThrow('no option begins');
  });
});

describe('one rule of a policy file', () => {
  test.each([
    ['yaml, replaced', '# c\n"a": "@"  # why\nb: "!"\n', '# c\n"a": "role:x"  # why\nb: "!"\n'],
    ['yaml, plain key', 'a: role:y\n', 'a: "role:x"\n'],
    ['yaml, list value', 'a:\n- - role:y\n- - role:z\nb: "!"\n', 'a: "role:x"\nb: "!"\n'],
    ['yaml, folded value', 'a: >\n  role:y\n  or role:z\nb: "!"\n', 'a: "role:x"\nb: "!"\n'],
    ['yaml, added', 'b: "!"', 'b: "!"\n"a": "role:x"\n'],
    ['empty', '', '"a": "role:x"\n'],
    ['json, replaced', '{\n    "a": "",\n    "b": "!"\n}\n', '{\n    "a": "role:x",\n    "b": "!"\n}\n'],
    ['json, added', '{\n  "b": "!"\n}\n', '{\n  "b": "!",\n  "a": "role:x"\n}\n'],
    ['json, one line', '{"b": "!", "a": "@"}', '{"b": "!", "a": "role:x"}'],
  ])('%s', (_, text, wanted) => {
    expect(setPolicyRule(text, 'policy.yaml', 'a', 'role:x')).toBe(wanted);
  });

  test('no edit is offered that would change another rule, or for a file that does not load', () => {
    expect(setPolicyRule('{b: "!", a: "@"}\n', 'policy.yaml', 'a', 'role:x')).toBeNull();
    expect(setPolicyRule('a: [\n', 'policy.yaml', 'a', 'role:x')).toBeNull();
  });
});

test('quotas that are off are mended although nothing bounds the number of images', () => {
  for (const level of Object.values(levels)) {
    const { closed } = fixTree(openCloud(readNamedTree('unbounded'), level));
    expect(closed).toContain('quota-negative glance/glance-api.conf DEFAULT/image_location_quota');
  }
  expect(fixTree(openCloud(readNamedTree('unbounded'))).left.map(({ name }) => name)).toContain(
    'dos-multiplicative-fill',
  );
});

test('what somebody may have meant is not taken away unasked: a wider rule and a larger bound stay, with the edit proposed', () => {
  const files = {
    'glance/policy.yaml': '"get_image_location": "role:member"\n',
    [api]: '[DEFAULT]\nimage_property_quota = 4096\n[paste_deploy]\nflavor = keystone\n',
  };
  const { cloud, before, left } = fix(files);
  expect(cloud.files.get('glance/policy.yaml')).toBe(files['glance/policy.yaml']);
  expect(cloud.config('glance').get('DEFAULT', 'image_property_quota').value).toBe(4096);
  const chosen = before.findings.filter(({ lint }) =>
    ['policy-weaker-than-default', 'bound-above-default'].includes(lint.id),
  );
  expect(chosen.map(({ finding }) => [finding.subject, finding.fixes.length])).toEqual([
    ['DEFAULT/image_property_quota', 1],
    ['get_image_location', 1],
  ]);
  for (const { lint, finding } of chosen) {
    const name = `${lint.id} ${finding.at.file} ${finding.subject}`;
    expect(left).toContainEqual({ name, because: finding.choice });
  }
});
