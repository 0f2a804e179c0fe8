// Every advisory has a file of its own, is listed once, and has an answer.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { advisories, findAdvisory } from '../../../src/openstack/advisories';
import { fixHistories } from '../../../src/openstack/fixes';
import { compareText } from '../../../src/problems';

const folder = join(__dirname, '..', '..', '..', 'src', 'openstack', 'advisories');

describe('advisories', () => {
  test('are 72, one file each, none forgotten in the list', () => {
    const files = readdirSync(folder).filter((name) => name !== 'index.ts' && name !== 'advisory.ts');
    const ids = advisories.map((advisory) => advisory.id);
    expect(ids).toHaveLength(72);
    expect(new Set(ids).size).toBe(72);
    expect(ids.map((id) => `${id.toLowerCase().replace('/', '-')}.ts`).sort(compareText)).toEqual(
      files.sort(compareText),
    );
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
