// Wrong types from JavaScript: every construct of both doors answers with problems, and with all of them at once.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { HardenedGlance } from '../../../src/constructs/hardened-glance';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { formatPlace, IntentProblems } from '../../../src/problems';
import * as cdktfDoor from '../../../src/terraform/cdktf';
import * as cdktnDoor from '../../../src/terraform/cdktn';
import { libraries, useDirectory } from './libraries';

type Compose = (stack: Construct, props: unknown) => unknown;
type Door = Readonly<Record<string, new (stack: Construct, id: string, props: unknown) => unknown>>;
const doors: Readonly<Record<string, object>> = { cdktf: cdktfDoor, cdktn: cdktnDoor };

const pem = useDirectory((directory) => {
  const [key, path] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const subject = ['-subj', '/CN=signer', '-days', '2', '-nodes', ...curve];
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', path], { stdio: 'ignore' });
  return readFileSync(path, 'utf8');
});

/** Props with which each construct is content; the region of HardenedFiles is made anew. */
const right: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  HardenedFiles: { resource: 'local_file', directory: '/etc', provider: undefined, mustStop: 'all' },
  ImporterRole: { importers: [{ projectId: 'p', userId: 'u' }], provider: undefined },
  RegisteredLimits: { region: 'R', projects: { p: { imageCountTotal: 1 } }, provider: undefined },
  SigningCertificates: { certificates: { signer: pem }, provider: undefined },
};

const odd: Readonly<Record<string, unknown>> = {
  null: null,
  number: 5,
  'not a number': Number.NaN,
  text: 'of another kind',
  bytes: Buffer.from(pem),
  symbol: Symbol('odd'),
  bigint: 5n,
  boolean: true,
  function: () => 'odd',
  date: new Date(0),
  map: new Map([['signer', pem]]),
  list: [1],
  'list of nothing': [null],
  'list of symbols': [Symbol('odd')],
  object: { odd: 1 },
  'object of nothing': { odd: null },
};

/** Kinds that are right in one place: any text is a directory or a region, and a limit is a number. */
const fine = ['text /directory', 'text /region', 'number /projects/p/imageCountTotal'];

/** Every value of the right props replaced by `value`, one at a time, nested ones too, with its pointer. */
function* replaceEach(props: unknown, value: unknown, pointer = ''): Generator<readonly [string, unknown]> {
  yield [pointer, value];
  if (typeof props !== 'object' || props === null) return;
  for (const [key, one] of Object.entries(props)) {
    for (const [at, inner] of replaceEach(one, value, `${pointer}/${key}`)) {
      yield [at, Array.isArray(props) ? [inner] : { ...props, [key]: inner }];
    }
  }
}

function composeWith(library: string, name: string): Compose {
  const Class = (doors[library] as Door)[name] as Door[string];
  return (stack, props) => {
    const region = new HardeningStack(stack, 'r', { release: '2025.1' });
    new HardenedGlance(region, 'glance', {});
    const isWhole = name === 'HardenedFiles' && typeof props === 'object' && props !== null && 'resource' in props;
    return new Class(stack, 'x', isWhole ? { region, ...props } : props);
  };
}

function refuse(library: (typeof libraries)[number], name: string, props: unknown): IntentProblems | undefined {
  let found: IntentProblems | undefined;
  library.synthesize(({ addStack }) => {
    try {
      composeWith(library.name, name)(addStack('s'), props);
    } catch (error) {
      if (!(error instanceof IntentProblems)) throw error;
      found = error;
    }
  });
  return found;
}

describe.each(libraries)('$name', (library) => {
  describe.each(Object.keys(right))('%s', (name) => {
    test('takes what is right', () => {
      expect(refuse(library, name, right[name])).toBeUndefined();
    });

    test.each(Object.keys(odd))('refuses %s wherever it stands, at that place and with a fix', (kind) => {
      for (const [pointer, props] of replaceEach(right[name], odd[kind])) {
        if (fine.includes(`${kind} ${pointer}`)) continue;
        const refused = refuse(library, name, props);
        for (const { code, place, got, wanted, why, fix } of refused?.problems ?? []) {
          expect(formatPlace(place)).toMatch(/^s\/x/);
          expect([code, got, wanted, why, fix].every((text) => text !== '')).toBe(true);
        }
        expect(refused?.problems.length).toBeGreaterThan(0);
      }
    });
  });

  test('tells a misspelt gate, and all that is wrong at once', () => {
    const props = { ...right.HardenedFiles, directory: 5, resource: 'file', muststop: 'all' };
    const places = refuse(library, 'HardenedFiles', props)?.problems.map(({ code, place }) => [code, place.pointer]);
    expect(places).toEqual([
      ['wrong-type', '/directory'],
      ['unknown-key', '/muststop'],
      ['wrong-type', '/resource'],
    ]);
  });

  test('an importer without a project is no importer of the project "undefined"', () => {
    const refused = refuse(library, 'ImporterRole', { importers: [{ userId: 'u' }, { projectId: 'p', group: 'g' }] });
    expect(refused?.problems.map(({ code, place }) => [code, place.pointer])).toEqual([
      ['wrong-type', '/importers/0/projectId'],
      ['unknown-key', '/importers/1/group'],
    ]);
  });

  test('a certificate that was read without an encoding is told how to read it', () => {
    const refused = refuse(library, 'SigningCertificates', { certificates: { signer: Buffer.from(pem) } });
    expect(refused?.message).toContain('got bytes; wanted PEM text');
    expect(refused?.problems[0]?.fix).toContain("readFileSync(path, 'utf8')");
  });
});
