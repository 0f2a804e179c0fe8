// Property protection files, ours against the reader of the real Glance: the same texts, the same questions, no difference.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { propertyOperations } from '../../src/documents/property-protections/model';
import { parseProtections } from '../../src/documents/property-protections/parse-protections';
import { judgeProperty, withOwnRules } from '../../src/emulators/signatures/property-protection';
import type { ReleaseName } from '../../src/openstack/types';

const python = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const isRequired = process.env.GLACIS_REQUIRE_REAL === '1';
const isPresent = spawnSync(python, ['-W', 'ignore', '-c', 'import glance.common.property_utils']).status === 0;
// The Glance of bookworm, unless told: the interpreter may be that of another release.
const release = (process.env.GLACIS_PYTHON_RELEASE ?? 'zed') as ReleaseName;
const seed = Number(process.env.GLACIS_SEED ?? 20261121);
if (!isPresent) process.stderr.write('SKIPPED: the real Glance is not installed (apt-get install python3-glance)\n');
else process.stderr.write(`property protections differential test: GLACIS_SEED=${seed}\n`);

const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', '', '  ', '    '),
        fc.constantFrom('create', 'read', 'update', 'delete', 'Create', 'other'),
        fc.constantFrom(' = ', '=', ': ', ' '),
        fc.constantFrom(
          '@',
          '!',
          'admin',
          'Admin, member',
          'member',
          '',
          '@,!',
          'a,,b',
          'x # y',
          '50%',
          '%%',
          '% (a)s',
          '%(Read)s, admin',
          '%(other)s',
          '%(update)s',
          'a%%%(delete)s',
          '%(open',
        ),
      )
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '# note', '; note', '   more', '\tadmin', 'junk', '[open', ']') },
);
const header = fc.constantFrom(
  '[^img_signature]',
  '[.*]',
  '[img_]',
  '[x]',
  '[DEFAULT]',
  '[img_signature$]',
  ' [.*]',
  '[a] b',
  '[]',
);
const complete = 'create = @\nread = @\nupdate = admin\ndelete = !\n';
const section = fc.oneof(
  header.map((name) => `${name}\n${complete}`),
  header.map((name) => `${name}\n${complete.replace(/^(?=.)/gm, '  ')}`),
  fc
    .tuple(header, fc.array(line, { maxLength: 6 }))
    .map(([name, lines]) => `${name}\n${complete}${lines.join('\n')}\n`),
  fc.tuple(header, fc.array(line, { maxLength: 6 })).map(([name, lines]) => `${[name, ...lines].join('\n')}\n`),
);
const text = fc.array(section, { maxLength: 3 }).map((sections) => sections.join(''));

const asked = ['img_signature', 'img_signature_key_type', 'my_img_signature', 'os_distro'].flatMap((property) =>
  propertyOperations.flatMap((operation) =>
    [['member'], ['admin', 'member']].map((roles) => [property, operation, roles] as const),
  ),
);

test('the host has Glance where tests with real services are required', () => {
  expect(isPresent || !isRequired).toBe(true);
});

if (isPresent) {
  test('1500 files are read and asked as Glance does', () => {
    const questions = fc.sample(text, { numRuns: 1500, seed }).map((each) => ({ text: each, format: 'roles', asked }));
    const { stdout, stderr, status } = spawnSync(
      python,
      ['-B', '-W', 'ignore', join(__dirname, 'property-protections.py')],
      {
        input: questions.map((question) => JSON.stringify(question)).join('\n'),
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      },
    );
    if (status !== 0) throw new Error(stderr);
    const answers = stdout
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as { error?: string; allowed?: boolean[] });
    expect(answers).toHaveLength(questions.length);
    const outcomes = { read: 0, refused: 0 };
    questions.forEach((question, index) => {
      const real = answers[index]!;
      const protections = withOwnRules(parseProtections(question.text, 'file'), release);
      const isRefused = protections.faults.some(({ effect }) => effect === 'refuses-to-load');
      expect({ text: question.text, isRefused }).toEqual({ text: question.text, isRefused: real.error !== undefined });
      outcomes[isRefused ? 'refused' : 'read'] += 1;
      if (isRefused) return;
      const allowed = asked.map(
        ([property, operation, roles]) =>
          judgeProperty(protections, 'roles', property, operation, { roles, mayPass: () => null }).isAllowed,
      );
      expect({ text: question.text, allowed }).toEqual({ text: question.text, allowed: real.allowed });
    });
    expect(outcomes.read).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  }, 120_000);
}
