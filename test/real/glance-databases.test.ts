// The rendered queries and the rendered purge on MariaDB and PostgreSQL, in the schema that a real Glance creates there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { decideDatabasePurge } from '../../src/constructs/database-purge';
import { growingTables, renderGrowthCollector } from '../../src/documents/sql-exporter/glance-growth';
import { databaseKinds, makeServerDirectory } from './database-servers';

const python = '/usr/bin/python3';
const directory = mkdtempSync(join(tmpdir(), 'glacis-databases-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Counted {
  readonly rows: readonly (readonly [table: string, live: number, deleted: number])[];
  readonly owners: readonly (readonly [owner: string, images: number])[];
}

/** The queries as sql_exporter finds them in the rendered collector. */
function readQueries(): { rows: string; owners: string } {
  const { metrics } = load(renderGrowthCollector()) as { metrics: { query: string }[] };
  const [rows, owners] = metrics.map(({ query }) => query);
  return { rows: rows as string, owners: owners as string };
}

/** The arguments of glance-manage in the rendered unit. */
function readPurge(): string[] {
  const [service] = decideDatabasePurge({}, { release: '2023.1', isFrom: () => true }).artifacts ?? [];
  const [, command = ''] = /^ExecStart=\/usr\/bin\/glance-manage (.+)$/m.exec(service?.text ?? '') ?? [];
  return command.split(' ');
}

const hasGlance = spawnSync(python, ['-c', 'import glance.cmd.manage']).status === 0;

for (const kind of databaseKinds) {
  if ((hasGlance && kind.isInstalled()) || process.env.GLACIS_REQUIRE_REAL === '1') {
    test(`${kind.name}: queries count what is there, the purge takes old rows and leaves those of images`, async () => {
      const place = makeServerDirectory(directory, kind.name);
      const server = await kind.start(place);
      try {
        const config = join(directory, `${kind.name}.conf`);
        writeFileSync(config, `[database]\nconnection = ${server.url}\n`);
        const wanted = JSON.stringify({ ...readQueries(), purge: readPurge() });
        const script = join(__dirname, 'glance-databases.py');
        const answer = spawnSync(python, [script, config, server.url, wanted], { encoding: 'utf8', timeout: 120_000 });
        expect({ status: answer.status, said: answer.status === 0 ? '' : answer.stderr }).toEqual({
          status: 0,
          said: '',
        });
        const { empty, filled, purged, emptied } = JSON.parse(answer.stdout) as Record<string, Counted>;
        const each = (live: number, deleted: number) => growingTables.map((table) => [table, live, deleted]);
        expect(empty).toEqual({ rows: each(0, 0), owners: [] });
        expect(filled?.rows).toEqual(each(2, 3));
        expect(filled?.owners).toEqual([
          ['p1', 4],
          ['', 1],
        ]);
        const [images, ...others] = purged?.rows ?? [];
        expect(images).toEqual(['images', 2, 3]);
        expect(others).toEqual(each(2, 1).slice(1));
        expect(emptied?.rows).toEqual(each(2, 1));
      } finally {
        await server.stop();
      }
    }, 180_000);
  } else {
    process.stderr.write(`SKIPPED: ${kind.packages} or python3-glance is not installed; ${kind.name} was not tried\n`);
  }
}

test('there is something to try', () => {
  expect(readPurge().slice(0, 2)).toEqual(['db', 'purge']);
  expect(readQueries().rows).toContain('UNION ALL');
});
