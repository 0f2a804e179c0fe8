// The real programs about what bounds and watches Glance: promtool, the schema a real Glance creates, systemd, a POSIX shell.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideDatabasePurge } from '../../src/constructs/database-purge';
import { decideStagingBounds } from '../../src/constructs/staging-bounds';
import { renderGrowthRules } from '../../src/documents/prometheus/glance-growth';
import { renderRegisteredLimits } from '../../src/documents/registered-limits/script';
import { limitedResources } from '../../src/documents/registered-limits/types';
import { growingTables, ownersQuery, rowsQuery } from '../../src/documents/sql-exporter/glance-growth';

const mustRun = process.env.GLACIS_REQUIRE_REAL === '1';
const python = '/usr/bin/python3';
const directory = mkdtempSync(join(tmpdir(), 'glacis-capacity-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const answer = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: directory,
    env: { ...process.env, ...environment },
  });
  return { status: answer.status, text: `${answer.stdout}${answer.stderr}` };
}

/** A test that needs a program: skipped aloud where it is missing, unless every program must be there. */
function testWith(name: string, isThere: boolean, missing: string, body: () => void): void {
  if (isThere || mustRun) test(name, body);
  else process.stderr.write(`SKIPPED: ${missing} is not installed; ${name} was not tried\n`);
}

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const hasGlance = spawnSync(python, ['-c', 'import glance.cmd.manage, sqlite3']).status === 0;
const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('alert rules', () => {
  const rules = renderGrowthRules({ maxRows: 1000, maxRowsPerHour: 100, maxImagesPerProject: 50 });

  testWith('promtool accepts the rules', hasPromtool, 'prometheus', () => {
    writeFileSync(join(directory, 'rules.yml'), rules);
    expect(run('promtool', ['check', 'rules', 'rules.yml'])).toMatchObject({
      status: 0,
      text: expect.stringContaining('5 rules found'),
    });
  });

  testWith(
    'a flood, a large table, a project and silence raise their alerts, and quiet tables none',
    hasPromtool,
    'prometheus',
    () => {
      writeFileSync(join(directory, 'rules.yml'), rules);
      writeFileSync(join(directory, 'flood.yml'), floodTest);
      expect(run('promtool', ['test', 'rules', 'flood.yml'])).toMatchObject({ status: 0 });
    },
  );

  testWith('promtool refuses the same test when a threshold is another', hasPromtool, 'prometheus', () => {
    const blunt = renderGrowthRules({ maxRows: 1000, maxRowsPerHour: 1_000_000, maxImagesPerProject: 50 });
    writeFileSync(join(directory, 'rules.yml'), blunt);
    writeFileSync(join(directory, 'flood.yml'), floodTest);
    expect(run('promtool', ['test', 'rules', 'flood.yml']).status).not.toBe(0);
  });
});

describe('queries', () => {
  testWith(
    'run on the schema that a real Glance creates, and count live and deleted rows',
    hasGlance,
    'python3-glance',
    () => {
      const database = join(directory, 'glance.sqlite');
      writeFileSync(join(directory, 'glance.conf'), `[database]\nconnection = sqlite:///${database}\n`);
      const sync = run(python, ['-c', syncScript, join(directory, 'glance.conf')]);
      expect(sync).toMatchObject({ status: 0 });
      const counted = run(python, ['-c', countScript, database, rowsQuery, ownersQuery]);
      expect(counted.status).toBe(0);
      const { rows, owners } = JSON.parse(counted.text) as {
        rows: [string, number, number][];
        owners: [string, number][];
      };
      expect(rows.map(([table]) => table)).toEqual([...growingTables]);
      expect(rows.find(([table]) => table === 'images')).toEqual(['images', 2, 1]);
      expect(rows.find(([table]) => table === 'image_tags')).toEqual(['image_tags', 1, 3]);
      expect(rows.find(([table]) => table === 'tasks')).toEqual(['tasks', 0, 0]);
      expect(owners).toEqual([
        ['p1', 2],
        ['', 1],
      ]);
    },
  );
});

describe('units', () => {
  testWith('systemd accepts mount, drop-in, service and timer', hasAnalyze, 'systemd', () => {
    const placeOf = (pointer: string) => ({ file: 'test', pointer });
    const artifacts = [
      ...(decideStagingBounds({ device: '/dev/null', directory: '/srv/glance-staging/a.b' }, placeOf).artifacts ?? []),
      ...(decideDatabasePurge({}, { release: '2025.1', isFrom: () => true }).artifacts ?? []),
    ];
    const units = join(directory, 'units');
    for (const { name, text } of artifacts) {
      mkdirSync(join(units, name, '..'), { recursive: true });
      writeFileSync(join(units, name), text.replaceAll('/usr/bin/glance-manage', '/bin/true'));
    }
    writeFileSync(join(units, 'glance-api.service'), '[Service]\nExecStart=/bin/true\n');
    const mount = artifacts.map(({ name }) => name).find((name) => name.endsWith('.mount')) ?? '';
    const names = ['glance-api.service', mount, 'glacis-glance-purge.service', 'glacis-glance-purge.timer'];
    const { text } = run('systemd-analyze', ['verify', '--man=no', ...names.map((name) => join(units, name))], {
      SYSTEMD_UNIT_PATH: `${units}:`,
    });
    const complaints = text
      .split('\n')
      .filter((line) => line.includes(units) || names.some((name) => line.startsWith(name)));
    expect(complaints).toEqual([]);
  });
});

describe('the script that registers limits', () => {
  const limits = { image_count_total: 7, image_count_uploading: 2, image_size_total: 10, image_stage_total: 5 };

  test('registers each limit once, changes it the next time, and hands names over as they are', () => {
    const state = join(directory, 'registered');
    const fake = join(directory, 'openstack');
    writeFileSync(fake, fakeClient);
    chmodSync(fake, 0o755);
    const region = "North '$(touch pwned)' East";
    writeFileSync(join(directory, 'limits.sh'), renderRegisteredLimits({ region, limits }));
    const environment = { PATH: `${directory}:${process.env.PATH ?? ''}`, STATE: state };
    expect(run('sh', ['limits.sh'], environment)).toEqual({ status: 0, text: '' });
    const first = readFileSync(state, 'utf8').trim().split('\n');
    expect(first).toEqual(limitedResources.map((name) => `create|svc|${region}|${limits[name]}|${name}`));
    expect(run('sh', ['limits.sh'], environment)).toEqual({ status: 0, text: '' });
    const second = readFileSync(state, 'utf8').trim().split('\n').slice(first.length);
    expect(second).toEqual(limitedResources.map((name) => `set|${limits[name]}|id-${name}`));
    expect(existsSync(join(directory, 'pwned'))).toBe(false);
  });
});

/** Alerts that must be there and must not, minute by minute. */
const floodTest = `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: 'glance_table_rows{table_name="images",state="live"}'
        values: '0+10x120'
      - series: 'glance_table_rows{table_name="image_tags",state="live"}'
        values: '5+0x120'
      - series: 'glance_project_images{owner="p1"}'
        values: '0+1x120'
      - series: 'glance_project_images{owner="p2"}'
        values: '3+0x120'
    alert_rule_test:
      - eval_time: 5m
        alertname: GlanceTableGrowing
        exp_alerts: []
      - eval_time: 60m
        alertname: GlanceTableGrowing
        exp_alerts:
          - exp_labels: { severity: critical, table_name: images }
            exp_annotations:
              summary: Table images of Glance gained 600 rows in an hour
              description: 'A flood of creations, tags or members: find its owner and limit it at the edge.'
      - eval_time: 80m
        alertname: GlanceProjectManyImages
        exp_alerts:
          - exp_labels: { severity: warning, owner: p1 }
            exp_annotations:
              summary: Project p1 has 80 images, deleted ones included
              description: Compare with image_count_total of the project.
      - eval_time: 60m
        alertname: GlanceTableLarge
        exp_alerts: []
      - eval_time: 60m
        alertname: GlanceGrowthUnwatched
        exp_alerts: []
  - interval: 1m
    input_series:
      - series: 'up{job="other"}'
        values: '1+0x120'
    alert_rule_test:
      - eval_time: 45m
        alertname: GlanceGrowthUnwatched
        exp_alerts:
          - exp_labels: { severity: warning, table_name: images }
            exp_annotations:
              summary: Nobody counts the rows of Glance
              description: sql_exporter does not answer, or its collector is not named for the database of Glance.
`;

/** What glance-manage db sync does, with the configuration of the first argument. */
const syncScript = `
import sys
from glance.cmd.manage import main
sys.argv = ['glance-manage', '--config-file', sys.argv[1], 'db', 'sync']
main()
`;

/** Three images, one of them deleted; four tags, three of them deleted by Glance's own code: set, removed and set again. */
const countScript = `
import json, sqlite3, sys
from oslo_config import cfg
from glance.common import config
from glance import context
from glance.db.sqlalchemy import api
config.parse_args(args=['--config-file', sys.argv[1].replace('glance.sqlite', 'glance.conf')])
admin = context.RequestContext(is_admin=True)
for image, owner in (('11111111-1111-4111-8111-111111111111', 'p1'), ('22222222-2222-4222-8222-222222222222', 'p1'), ('33333333-3333-4333-8333-333333333333', None)):
    api.image_create(admin, {'id': image, 'owner': owner, 'status': 'queued'})
image = '11111111-1111-4111-8111-111111111111'
for _ in range(3):
    api.image_tag_set_all(admin, image, ['t'])
    api.image_tag_set_all(admin, image, [])
api.image_tag_set_all(admin, image, ['t'])
api.image_destroy(admin, '22222222-2222-4222-8222-222222222222')
db = sqlite3.connect(sys.argv[1])
print(json.dumps({'rows': db.execute(sys.argv[2]).fetchall(), 'owners': db.execute(sys.argv[3]).fetchall()}))
`;

/** Writes down what it is asked to register, and lists what was. */
const fakeClient = `#!/bin/sh
case "$*" in
  "service show --format value --column id image") echo svc ;;
  "registered limit list --service svc --region "*) shift 7; [ "$1" = --resource-name ] && grep -qs "^create.*|$2$" "$STATE" && echo "id-$2"; exit 0 ;;
  "registered limit create --service svc --region "*) echo "create|$5|$7|$9|\${10}" >> "$STATE" ;;
  "registered limit set --default-limit "*) echo "set|$5|$6" >> "$STATE" ;;
  *) echo "unexpected: $*" >&2; exit 9 ;;
esac
`;
