// Every advisory has a file of its own, is listed once, and has an answer.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { advisories, findAdvisory } from '../../../src/openstack/advisories';
import { fixHistories } from '../../../src/openstack/fixes';
import { compareText } from '../../../src/problems';

const folder = join(__dirname, '..', '..', '..', 'src', 'openstack', 'advisories');

describe('advisories', () => {
  test('are one file each, named after the id, none forgotten in the list', () => {
    const files = readdirSync(folder).filter((name) => name !== 'index.ts' && name !== 'advisory.ts');
    const named = advisories.map(({ id }) => `${id.toLowerCase().replace('/', '-')}.ts`);
    const forgotten = [
      ...files
        .filter((file) => !named.includes(file))
        .map((file) => `${file}: not in advisories/index.ts, or its id is another`),
      ...named.filter((file) => !files.includes(file)).map((file) => `${file}: no file of this name for the id`),
      ...named.filter((file, at) => named.indexOf(file) !== at).map((file) => `${file}: listed twice`),
    ];
    expect(forgotten).toEqual([]);
    expect(named).toEqual([...named].sort(compareText));
  });

  test('say what goes wrong in sentences', () => {
    for (const advisory of advisories) {
      for (const sentence of [advisory.weakness, advisory.remains]) expect(sentence).toMatch(/^\S.{10,}\.$/);
      expect(advisory.title).not.toMatch(/\.$/);
      expect(advisory.affected.length).toBeGreaterThan(0);
    }
  });

  test('of the fetch layer that concern glance are answered by attacks', () => {
    const ssrf = advisories.filter(
      (advisory) => advisory.layer === 'ssrf' && !advisory.affected[0]?.project.includes('ironic'),
    );
    expect(ssrf.map((advisory) => advisory.answeredBy.kind)).toEqual(ssrf.map(() => 'check'));
  });

  test('know each fix that the emulators ask about, but the one that has CVE numbers only', () => {
    const missing = fixHistories.map((history) => history.id).filter((id) => findAdvisory(id) === undefined);
    expect(missing).toEqual(['CVE-2026-71196']);
  });

  test('are found by exact id only', () => {
    expect(findAdvisory('OSSA-2026-004')?.fixedIn).toContain('30.2.0');
    expect(findAdvisory('ossa-2026-004')).toBeUndefined();
  });
});
