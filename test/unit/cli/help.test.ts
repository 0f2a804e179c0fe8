// Help tells the options that a command takes, and no other; a name that is nearly right is answered with the one that was meant.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../../src/cli/audit';
import type { Command } from '../../../src/cli/command';
import { diff } from '../../../src/cli/diff';
import { explain } from '../../../src/cli/explain';
import { formatFailure } from '../../../src/cli/failure';
import { helpText } from '../../../src/cli/help';
import { init } from '../../../src/cli/init';
import { list } from '../../../src/cli/list';
import { probe } from '../../../src/cli/probe';
import { schema } from '../../../src/cli/schema';
import { synth } from '../../../src/cli/synth';
import { verify } from '../../../src/cli/verify';
import { listen } from './listen';

const commands: Readonly<Record<string, Command>> = {
  init,
  synth,
  verify,
  audit,
  diff,
  probe,
  explain,
  list,
  schema,
};

/** What stderr says when the arguments are refused. */
async function refuse(command: Command, ...args: string[]): Promise<string> {
  try {
    await command(args);
  } catch (error) {
    return formatFailure(error);
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

test.each(Object.entries(commands))('the help of %s names exactly the options that it takes', async (name, command) => {
  const refusal = await refuse(command, '--none-of-all-these');
  const taken = (/of options only (.+)/.exec(refusal)?.[1] ?? '').split(', ');
  expect(taken).toContain('--quiet');
  const told = new Set(helpText(name).match(/(?<![\w-])--[a-z][a-z-]*/g));
  expect([...told].sort()).toEqual(taken.sort());
});

test.each([
  ['a target', synth, ['--target', 'kola-ansible'], 'did you mean kolla-ansible?'],
  ['a release', init, ['--release', '2025.11'], 'did you mean 2025.1?'],
  ['a release by its name', audit, ['/etc', '--release', 'Epoxy'], 'did you mean 2025.1?'],
  ['a launcher', audit, ['/etc', '--release', 'zed', '--launcher', 'uwgsi'], 'did you mean uwsgi?'],
  ['a format', verify, ['--format', 'sarrif'], 'did you mean sarif?'],
  ['an option', synth, ['--ot', 'dir'], 'did you mean --out?'],
  ['a kind', list, ['attack'], 'did you mean attacks?'],
  ['an attack', explain, ['ssrf-decimal-adress'], 'did you mean ssrf-decimal-address?'],
  ['an advisory', explain, ['ossn-0105'], 'did you mean OSSN-0105?'],
  ['an option without its place', explain, ['allowed_hosts'], 'mean glance/import_filtering_opts/allowed_hosts?'],
  ['nothing near', explain, ['xyzzy-plugh-0'], 'see `glacis --help`'],
] as const)('%s', async (_, command, args, fix) => {
  expect(await refuse(command, ...args)).toContain(fix);
});

test('an intent that is not there is answered with the one that is, a directory with the file in it', async () => {
  const work = mkdtempSync(join(tmpdir(), 'glacis-help-'));
  writeFileSync(join(work, 'region.yaml'), 'release: Epoxy\n');
  expect(await refuse(synth, join(work, 'region.yml'))).toContain(`did you mean ${join(work, 'region.yaml')}?`);
  expect(await refuse(synth, join(work, 'something-else'))).toContain('`glacis init`');
  expect(await refuse(synth, work)).toContain('name the file in it');
  expect(await refuse(synth, join(work, 'region.yaml'))).toContain('did you mean 2025.1?');
  mkdirSync(join(work, 'fleet'));
  writeFileSync(join(work, 'fleet/glacis.yaml'), '');
  expect(await refuse(verify, join(work, 'fleet', '.', 'glacis.yml'))).toContain('fleet/glacis.yaml?');
  expect(await refuse(synth, join(work, 'fleet'))).toContain('fleet/glacis.yaml?');
  writeFileSync(join(work, 'fleet/glacis-manifest.json'), '{}');
  expect(await refuse(audit, join(work, 'fleet'), '--release', 'zed')).toContain('glacis verify');
  rmSync(work, { recursive: true });
});

test.each([
  [
    'imageImport.allowedHosts',
    /^imageImport\.allowedHosts \(key of the intent\)\nlist: .+; default \[\]\n\n.*allowed_hosts/s,
  ],
  ['otherWrites', /^imageCreateRateLimit\.otherWrites \(key of the intent\)\n/],
  ['launcher', /^launcher \(key of the intent\)\nuwsgi, mod_wsgi, eventlet; default "uwsgi"\n/],
  ['acceptedRisks.until', /^acceptedRisks\[\]\.until \(key of the intent\)\n.*required\n/],
  ['release', /^release \(key of the intent\).*required\n/s],
])('explain tells the key %s of the intent', (id, words) => {
  const { printed } = listen();
  expect(explain([id])).toBe(0);
  jest.restoreAllMocks();
  expect(printed.mock.calls.join('')).toMatch(words);
});
