// RHOSO: the patch and the component only work together, and the operator's own file is beaten.
import { IntentProblems } from '../../../src/problems';
import { rhoso } from '../../../src/targets/rhoso';
import { documentsWith, openCloud, override, setting, usual } from './documents';

const change = (files: ReadonlyMap<string, string>, path: string, from: string | RegExp, to: string) => {
  const text = files.get(path) as string;
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return new Map([...files, [path, changed]]);
};

test('the Secret beats what the operator sets for the half that Nova talks to', () => {
  const documents = documentsWith({ settings: [setting('glance', 'DEFAULT', 'show_multiple_locations', false)] });
  const shown = (tree: ReadonlyMap<string, string>) =>
    openCloud(tree).config('glance').get('DEFAULT', 'show_multiple_locations').value;
  expect(shown(rhoso.toEtc(rhoso.layOut(documents)))).toBe(false);
  expect(shown(rhoso.toEtc(new Map()))).toBe(true);
});

test('the policy counts through policy_dirs and the mount, and leaves policy_file to its owner', () => {
  const files = rhoso.layOut(usual);
  const cloud = openCloud(rhoso.toEtc(files));
  expect(cloud.policy('glance').files.read).toEqual(['glance/policy.d/90-glacis.yaml']);
  expect(cloud.config('glance').get('oslo_policy', 'policy_file').at).toBeNull();
});

test.each([
  ['the Secret is not named', 'control-plane.yaml', '- glacis-glance-options', '- another'],
  ['the Secret is not generated', 'kustomization.yaml', 'name: glacis-glance-options', 'name: another'],
])('%s: no option arrives', (_title, path, from, to) => {
  const etc = rhoso.toEtc(change(rhoso.layOut(usual), path, from, to));
  expect(etc.has('glance/glance.conf.d/03-config.conf')).toBe(false);
});

test.each([
  ['the ConfigMap is not generated', 'kustomization.yaml', 'name: glacis-glance-policy', 'name: another'],
  ['the volume is for other pods', 'control-plane.yaml', '- Glance\n', '- DBSync\n'],
  [
    'the mount names another volume',
    'control-plane.yaml',
    /- name: glacis-policy\n(\s+)mountPath/,
    '- name: another\n$1mountPath',
  ],
])('%s: no policy arrives', (_title, path, from, to) => {
  const etc = rhoso.toEtc(change(rhoso.layOut(usual), path, from, to));
  expect([...etc.keys()].some((file) => file.startsWith('glance/policy.d/'))).toBe(false);
});

test('nova: the API by the patch, compute by its own ConfigMap, the policy by defaultConfigOverwrite', () => {
  const etc = rhoso.toEtc(rhoso.layOut(usual));
  expect([...etc.keys()].filter((path) => path.startsWith('nova/'))).toEqual([
    'nova/nova.conf.d/02-nova-override.conf',
    'nova/nova.conf.d/90-nova-glacis.conf',
    'nova/policy.yaml',
  ]);
});

test.each([
  ['a key that the data plane does not copy', 'kustomization.yaml', '90-nova-glacis.conf=', '90-glacis.conf='],
  ['options that only compute hosts have', 'control-plane.yaml', 'verify_glance_signatures', 'debug'],
  ['options that only the API has', 'nova-options.conf', 'verify_glance_signatures', 'debug'],
])('%s: a problem, not a verdict of both', (_title, path, from, to) => {
  expect(() => rhoso.toEtc(change(rhoso.layOut(usual), path, from, to))).toThrow(IntentProblems);
});

test("the operator expands Nova's policy too: {{ in a check comes back", () => {
  const documents = documentsWith({ overrides: [override('nova', 'context_is_admin', 'role:{{"x"}}')] });
  const files = rhoso.layOut(documents);
  expect(files.get('control-plane.yaml')).toContain('role:{{"{{"}}');
  const [rule] = openCloud(rhoso.toEtc(files))
    .policy('nova')
    .documents.flatMap(({ rules }) => rules);
  expect(rule?.check).toBe('role:{{"x"}}');
});

test('what is for all of Cinder is rendered twice, and comes back', () => {
  const documents = documentsWith({ settings: [setting('cinder', 'barbican', 'auth_endpoint', 'https://{{ .X }}/')] });
  const files = rhoso.layOut(documents);
  expect(files.get('control-plane.yaml')).toContain('auth_endpoint = https://{{"{{"}}"{{"{{"}}"}} .X }}/');
  const { value } = openCloud(rhoso.toEtc(files)).config('cinder').get('barbican', 'auth_endpoint');
  expect(value).toBe('https://{{ .X }}/');
  const once = change(files, 'control-plane.yaml', '{{"{{"}}"{{"{{"}}"}} .X', '{{"{{"}} .X');
  expect(() => rhoso.toEtc(once)).toThrow(IntentProblems);
});

test('{{ is written so that Go gives it back; any other action is a problem', () => {
  const documents = documentsWith({ settings: [setting('glance', 'DEFAULT', 'public_endpoint', '{{ .X }}')] });
  const files = rhoso.layOut(documents);
  expect(files.get('glance-options.conf')).toContain('public_endpoint = {{"{{"}} .X }}');
  expect(openCloud(rhoso.toEtc(files)).config('glance').get('DEFAULT', 'public_endpoint').value).toBe('{{ .X }}');
  const edited = change(files, 'glance-options.conf', '{{"{{"}} .X }}', '{{ .X }}');
  expect(() => rhoso.toEtc(edited)).toThrow(IntentProblems);
});

test('what a merge patch replaces is named, and a policy of Cinder has no place', () => {
  const documents = documentsWith({ ...usual, overrides: [override('cinder', 'volume:create', '!')] });
  const readme = rhoso.layOut(usual).get('README.md') as string;
  expect(readme).toContain('`spec.glance.template.extraMounts` is replaced as a whole');
  expect(rhoso.residuals(documents).some(({ because }) => because.includes('policy file of Cinder'))).toBe(true);
});

test.each([
  ['glance', 'customServiceConfig: "[DEFAULT]"'],
  ['glance', 'glanceAPIs: {default: {customServiceConfigSecrets: [other]}}'],
  ['nova', 'cellTemplates: {cell0: {conductorServiceTemplate: {customServiceConfig: "[DEFAULT]"}}}'],
  ['cinder', 'cinderAPI: {customServiceConfig: "[DEFAULT]"}'],
])('%s: %s reaches some pods alone: a problem, not a verdict', (service, field) => {
  const text = `spec:\n  ${service}:\n    template:\n      ${field}\n`;
  expect(() => rhoso.toEtc(new Map([['control-plane.yaml', text]]))).toThrow(IntentProblems);
});

test('a component with another patch is a problem', () => {
  const files = change(rhoso.layOut(usual), 'kustomization.yaml', /^patches:\n/m, 'patches:\n  - path: another.yaml\n');
  expect(() => rhoso.toEtc(files)).toThrow(IntentProblems);
  expect(() => rhoso.toEtc(change(rhoso.layOut(usual), 'kustomization.yaml', 'path: control', 'path: c'))).toThrow(
    IntentProblems,
  );
});
