// What every target must keep: the same effects as plain /etc, nothing lost in silence, the same bytes each time.
import type { Residual } from '../../../src/documents/hardening';
import { IntentProblems } from '../../../src/problems';
import { loadTarget, targetNames } from '../../../src/targets';
import type { Target } from '../../../src/targets/types';
import { documentsWith, override, readEffects, setting, usual } from './documents';

const etc = loadTarget('etc');
const others = targetNames.filter((name) => name !== 'etc').map((name) => ({ name, target: loadTarget(name) }));

test('each target answers to its name', () => {
  expect(targetNames.map((name) => loadTarget(name).name)).toEqual(targetNames);
});

test.each(others)('$name: what arrives has the effects of plain /etc', ({ target }) => {
  const wanted = readEffects(etc.layOut(usual), usual);
  expect(wanted.values['glance/import_filtering_opts/allowed_hosts']).toEqual(['images.example.org']);
  expect(wanted.rules['glance/tasks_api_access']).toBe('!');
  expect(readEffects(target.toEtc(target.layOut(usual)), usual)).toEqual(wanted);
});

test.each(others)(
  '$name: the same documents give the same bytes, and no file without its header or heading',
  ({ target }) => {
    const [first, second] = [target.layOut(usual), target.layOut(usual)];
    expect([...first]).toEqual([...second]);
    for (const [path, text] of first)
      expect(`${path} ${text.split('\n')[0]}`).toMatch(/ # (Written by glacis|Hardening for)/);
  },
);

test.each(others)('$name: an artifact arrives or its control is named as left behind', ({ target }) => {
  const arrived = [...target.toEtc(target.layOut(usual)).values()];
  const left = new Set(target.residuals(usual).map(({ control }) => control));
  for (const { program, text } of usual.artifacts) {
    const control = program === 'nginx' || program === 'haproxy' ? 'image-create-rate-limit' : 'import-egress-guard';
    const isThere = arrived.some((file) => file.includes(text));
    expect({ program, told: isThere || left.has(control) }).toEqual({ program, told: true });
  }
});

test.each(others)(
  '$name: its README tells every residual, its own and the constructs, and every file',
  ({ target }) => {
    const residual: Residual = { control: 'nova-signatures', because: 'rbd clones are never verified' };
    const documents = documentsWith({ ...usual, residuals: [residual] });
    const files = target.layOut(documents);
    const readme = files.get('README.md') as string;
    for (const { control, because } of [...target.residuals(documents), residual]) {
      expect(readme).toContain(`* ${control}: ${because}`);
    }
    for (const path of files.keys()) if (path !== 'README.md') expect(readme).toContain(`\`${path}\``);
  },
);

test.each(others)('$name: a region that wants nothing renders, and nothing hardened arrives', ({ target }) => {
  const nothing = documentsWith({});
  const arrived = target.toEtc(target.layOut(nothing));
  const own = target.toEtc(new Map([['README.md', '']]));
  expect([...arrived.keys()]).toEqual([...own.keys()]);
});

/** Targets whose tool names one policy file: Glance's rules up to train would be gone with it. */
const replacing = others.filter(({ name }) => !['kustomize', 'rhoso'].includes(name));

test.each(replacing)('$name: before ussuri Glance keeps its policy.json, and that is told', ({ target }) => {
  const documents = documentsWith({
    release: 'train',
    settings: [setting('glance', 'DEFAULT', 'image_size_cap', 1024, 'train')],
    overrides: [override('glance', 'add_image', '!'), override('nova', 'context_is_admin', 'role:admin')],
  });
  const arrived = target.toEtc(target.layOut(documents));
  expect(arrived.has('glance/policy.yaml')).toBe(false);
  expect(arrived.has('nova/policy.yaml')).toBe(true);
  expect(target.residuals(documents).map(({ control }) => control)).toContain('image-policy');
});

test.each(others)('$name: option lines of the tool itself stay, and ours beat them', ({ target }) => {
  const documents = documentsWith({ settings: [setting('glance', 'DEFAULT', 'image_size_cap', 1024)] });
  const base = '[DEFAULT]\nimage_size_cap = 4096\nimage_tag_quota = 7\n';
  const file = target.name === 'rhoso' ? 'glance/glance.conf.d/00-config.conf' : 'glance/glance-api.conf';
  const both = documentsWith({
    settings: [...documents.settings, setting('glance', 'DEFAULT', 'image_tag_quota', 0)],
  });
  const arrived = target.toEtc(target.layOut(documents), new Map([[file, base]]));
  expect(readEffects(arrived, both).values).toEqual({
    'glance/DEFAULT/image_size_cap': 1024,
    'glance/DEFAULT/image_tag_quota': 7,
  });
});

test.each(others)('$name: an option never names a file that stays behind', ({ target }) => {
  const documents = documentsWith({
    settings: [setting('glance', 'DEFAULT', 'property_protection_file', '/etc/glance/protections.ini')],
    artifacts: [{ program: 'glance', name: 'protections.ini', text: '[.*]\nread = @\n' }],
  });
  const arrived = target.toEtc(target.layOut(documents));
  const named = readEffects(arrived, documents).values['glance/DEFAULT/property_protection_file'];
  if (named !== null) expect(arrived.has(String(named).replace('/etc/', ''))).toBe(true);
  if (named === null) expect(target.residuals(documents)[0]?.because).toContain('the option that names it is left out');
});

test('plain /etc is what it is', () => {
  const files = etc.layOut(usual);
  expect([...etc.toEtc(files)]).toEqual([...files]);
  expect(etc.residuals(usual)).toEqual([]);
  expect((etc satisfies Target).layOutFleet).toBeUndefined();
});

test.each(['literals: [allowed_hosts=]', 'envs: [more.env]'])(
  'a ConfigMap that Kustomize fills from elsewhere too is a problem: %s',
  (line) => {
    const { layOut, toEtc } = loadTarget('kustomize');
    const files = layOut(usual);
    const text = files.get('kustomization.yaml') as string;
    const changed = text.replace(
      /^( +)(- name: .*)$/m,
      (_, indent: string, name: string) => `${indent}${name}\n${indent}  ${line}`,
    );
    expect(changed).not.toBe(text);
    for (const edited of [changed, `${text}patches:\n  - path: more.yaml\n`]) {
      expect(() => toEtc(new Map([...files, ['kustomization.yaml', edited]]))).toThrow(IntentProblems);
    }
  },
);
