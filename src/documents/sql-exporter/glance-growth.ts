// The collector file of sql_exporter that counts the rows of Glance's tables: MySQL, MariaDB and PostgreSQL read the same queries.
import { dump } from 'js-yaml';

/** Tables that a tenant can make grow, each with a `deleted` mark. */
export const growingTables = [
  'images',
  'image_properties',
  'image_tags',
  'image_members',
  'image_locations',
  'tasks',
] as const;

/** Metric of rows by `table_name` and `state` (`live`, `deleted`). */
export const ROWS_METRIC = 'glance_table_rows';

/** Metric of images by `owner`, deleted ones included: the ten projects that have most. */
export const OWNERS_METRIC = 'glance_project_images';

/** One row for each table: name, rows that live, rows that are marked deleted. Portable SQL: a boolean and a tinyint are both true. */
export const rowsQuery = growingTables
  .map(
    (table) =>
      `SELECT '${table}' AS table_name,\n` +
      '  COALESCE(SUM(CASE WHEN deleted THEN 0 ELSE 1 END), 0) AS live,\n' +
      '  COALESCE(SUM(CASE WHEN deleted THEN 1 ELSE 0 END), 0) AS deleted\n' +
      `FROM ${table}`,
  )
  .join('\nUNION ALL\n');

/** The ten projects with most images: a flood has an owner. */
export const ownersQuery = `SELECT COALESCE(owner, '') AS owner, COUNT(*) AS images
FROM images
GROUP BY owner
ORDER BY images DESC, owner
LIMIT 10`;

/** YAML of the collector. Counting reads whole indexes, so that it runs every five minutes and not at each scrape. */
export function renderGrowthCollector(): string {
  const collector = {
    collector_name: 'glacis_glance_growth',
    min_interval: '5m',
    metrics: [
      {
        metric_name: ROWS_METRIC,
        type: 'gauge',
        help: 'Rows of a table of Glance by state; deleted rows stay until glance-manage db purge.',
        key_labels: ['table_name'],
        value_label: 'state',
        values: ['live', 'deleted'],
        query: `${rowsQuery}\n`,
      },
      {
        metric_name: OWNERS_METRIC,
        type: 'gauge',
        help: 'Images of a project, deleted ones included; the ten projects with most.',
        key_labels: ['owner'],
        values: ['images'],
        query: `${ownersQuery}\n`,
      },
    ],
  };
  return dump(collector, { lineWidth: -1 });
}
