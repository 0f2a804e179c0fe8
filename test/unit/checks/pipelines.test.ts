// Who is calling: pipelines that ask keystone, believe headers or ask nobody, and what follows for every attack.
import type { AttackId } from '../../../src/checks';
import { defencesOf, type Files, openCloud, verdictOf } from './clouds';

const attack = 'ssrf-metadata-address';

describe('the pipeline as the paste file of the tree has it', () => {
  const conf = (flavor: string): Files => ({ 'glance/glance-api.conf': `[paste_deploy]\nflavor = ${flavor}\n` });
  const rules = { 'glance/policy.yaml': '"add_image": "role:admin"\n' };
  const paste = (lines: string): Files => ({ 'glance/glance-api-paste.ini': lines });
  const verdicts = (files: Files): string[] => {
    const cloud = openCloud({ ...files, ...rules });
    return [verdictOf(cloud, 'config-empty-flavor'), verdictOf(cloud, attack)];
  };

  test.each([
    ['one line of a composite', '[composite:api]\nkeystone = versionnegotiation context rootapp\n'],
    ['a section of its own', '[pipeline:glance-api-keystone]\npipeline = versionnegotiation context rootapp\n'],
    [
      'a filter that only bears the name',
      '[composite:api]\nkeystone = authtoken context rootapp\n[filter:authtoken]\npaste.filter_factory = lab.noauth:factory\n',
    ],
  ])('keystone without authtoken is no keystone: %s', (_, text) => {
    expect(verdicts({ ...conf('keystone'), ...paste(text) })).toEqual(['open', 'open']);
  });

  test("an operator's pipeline counts for what is in it", () => {
    const text =
      '[composite:api]\nregional = cors k2k context rootapp\n[filter:k2k]\npaste.filter_factory = keystonemiddleware.auth_token:filter_factory\n';
    expect(verdicts({ ...conf('regional'), ...paste(text) })).toEqual(['stopped', 'stopped']);
    expect(verdicts(conf('regional'))).toEqual(['not-applicable', 'open']);
  });

  test('the shipped pipelines are as their names say', () => {
    const text = '[composite:api]\ndefault = unauthenticated-context rootapp\nkeystone = authtoken context rootapp\n';
    expect(verdicts({ ...conf('keystone'), ...paste(text) })).toEqual(['stopped', 'stopped']);
    // Nobody is asked, and the rules of 2025.1 let nobody in who was not.
    expect(verdicts({ ...conf(''), ...paste(text) })).toEqual(['stopped', 'stopped']);
  });

  test.each([
    ['an empty pipeline under the name of keystone', 'authtoken unauthenticated-context rootapp'],
    ['the context comes before the question', 'context authtoken rootapp'],
    [
      'a class under another name',
      'authtoken ctx rootapp\n[filter:ctx]\npaste.filter_factory = glance.api.middleware.context:UnauthenticatedContextMiddleware.factory',
    ],
  ])('authtoken in the wrong place asks in vain: %s', (_, filters) => {
    const files = { ...conf('keystone'), ...paste(`[composite:api]\nkeystone = ${filters}\n`), ...open };
    expect(verdictOf(openCloud(files), 'config-empty-flavor')).toBe('open');
    expect(verdictOf(openCloud(files), 'config-anonymous-access')).toBe('open');
  });
});

const open = { 'glance/policy.yaml': '"get_images": ""\n"add_image": ""\n"modify_image": ""\n"modify_member": ""\n' };

describe('who may do what without a flavor, as seen on zed, 2025.1 and 2026.2', () => {
  const api = (flavor: string): Files => ({ 'glance/glance-api.conf': `[paste_deploy]\nflavor =${flavor}\n` });
  const ask = (files: Files, ...ids: readonly AttackId[]): string[] => ids.map((id) => verdictOf(openCloud(files), id));

  test.each(['', ' caching', ' cachemanagement'])('flavor =%s: the defaults since 2023.1 let nobody in', (flavor) => {
    const ids = ['config-empty-flavor', 'dos-image-create-flood', attack, 'sharing-community-lookalike'] as const;
    expect(ask(api(flavor), ...ids)).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
    expect(defencesOf(openCloud(api(flavor)), 'dos-image-create-flood')).toEqual(['policy']);
  });

  test('rules that ask for no role let everybody in, rules for administrators nobody', () => {
    const ids = [
      'config-empty-flavor',
      'config-anonymous-access',
      'dos-image-create-flood',
      'sharing-accept-for-victim',
    ] as const;
    expect(ask({ ...api(''), ...open }, ...ids)).toEqual(['open', 'open', 'open', 'open']);
    const rules = { 'glance/policy.yaml': '"add_image": ""\n"publicize_image": "role:admin"\n' };
    expect(ask({ ...api(''), ...rules }, 'sharing-public-by-member')).toEqual(['stopped']);
  });

  test('a project that is compared with an owner is None on both sides', () => {
    const rules = { 'glance/policy.yaml': '"add_image": "project_id:%(owner)s"\n' };
    expect(ask({ ...api(''), ...rules }, 'dos-image-create-flood')).toEqual(['open']);
    expect(ask({ ...api(''), 'glance/policy.yaml': '"add_image": "user_id:x"\n' }, 'dos-image-create-flood')).toEqual([
      'stopped',
    ]);
  });

  test('no import comes to be without a project: the table of tasks wants an owner', () => {
    const files = { ...api(''), ...open };
    expect(ask(files, attack, 'dos-slow-download')).toEqual(['stopped', 'stopped']);
    expect(defencesOf(openCloud(files), attack)).toEqual(['glance-code']);
    expect(ask({ ...api(' keystone'), ...open }, attack)).toEqual(['open']);
  });

  test('a namespace of metadata definitions takes the owner that the caller names', () => {
    const rules = { 'glance/policy.yaml': '"add_metadef_namespace": ""\n' };
    expect(ask({ ...api(''), ...rules }, 'policy-metadef-flood')).toEqual(['open']);
  });

  test('who believes headers is told anything: imports, shares in the name of the victim', () => {
    const files = { ...api(' trusted-auth'), 'glance/policy.yaml': '"add_image": "role:admin"\n' };
    expect(ask(files, 'config-empty-flavor', attack, 'sharing-accept-for-victim')).toEqual(['open', 'open', 'open']);
  });

  test('without any line the flavor may stand elsewhere: a defence must hold either way', () => {
    const files = { 'glance/glance-api.conf': '[DEFAULT]\n' };
    expect(ask(files, attack, 'dos-image-create-flood')).toEqual(['open', 'open']);
    const closed = { ...files, 'glance/policy.yaml': '"add_image": "role:admin"\n' };
    expect(ask(closed, 'dos-image-create-flood')).toEqual(['stopped']);
    const forNobody = { ...files, 'glance/policy.yaml': '"add_image": "not role:member and not role:reader"\n' };
    expect(ask(forNobody, 'dos-image-create-flood')).toEqual(['open']);
  });
});
