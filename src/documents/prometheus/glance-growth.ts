// Prometheus alert rules on the growth of Glance's tables (OSSN-0076: monitor the database).
import { dump } from 'js-yaml';
import { OWNERS_METRIC, ROWS_METRIC } from '../sql-exporter/glance-growth';

/** From when on somebody is told. */
export interface GrowthThresholds {
  /** Rows of one table, deleted ones included. */
  readonly maxRows: number;
  /** Rows that one table gains in an hour. */
  readonly maxRowsPerHour: number;
  /** Images of one project, deleted ones included. */
  readonly maxImagesPerProject: number;
}

/** One alert. */
interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: 'warning' | 'critical' };
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** Deleted rows beyond this share of all, in a table of some size, mean that the purge does not run. */
const minPileRows = 100_000;

/** YAML of one rule file. */
export function renderGrowthRules(thresholds: GrowthThresholds): string {
  const rows = `sum by (table_name) (${ROWS_METRIC})`;
  const rule = (
    alert: string,
    severity: 'warning' | 'critical',
    wait: string,
    expr: string,
    summary: string,
    description: string,
  ): AlertRule => ({ alert, expr, for: wait, labels: { severity }, annotations: { summary, description } });
  const rules = [
    rule(
      'GlanceTableLarge',
      'warning',
      '30m',
      `${rows} > ${thresholds.maxRows}`,
      'Table {{ $labels.table_name }} of Glance has {{ $value }} rows',
      'Look for a project that creates without end, and whether glance-manage db purge runs.',
    ),
    rule(
      'GlanceTableGrowing',
      'critical',
      '10m',
      `sum by (table_name) (delta(${ROWS_METRIC}[1h])) > ${thresholds.maxRowsPerHour}`,
      'Table {{ $labels.table_name }} of Glance gained {{ $value }} rows in an hour',
      'A flood of creations, tags or members: find its owner and limit it at the edge.',
    ),
    rule(
      'GlanceDeletedRowsPile',
      'warning',
      '6h',
      `sum by (table_name) (${ROWS_METRIC}{state="deleted",table_name!="images"}) > ${minPileRows} and sum by (table_name) (${ROWS_METRIC}{state="deleted"}) > 2 * sum by (table_name) (${ROWS_METRIC}{state="live"})`,
      'Table {{ $labels.table_name }} of Glance holds {{ $value }} deleted rows',
      'Deleted rows stay until glance-manage db purge: does its timer run, and does somebody create and delete in turns?',
    ),
    rule(
      'GlanceProjectManyImages',
      'warning',
      '10m',
      `max by (owner) (${OWNERS_METRIC}) > ${thresholds.maxImagesPerProject}`,
      'Project {{ $labels.owner }} has {{ $value }} images, deleted ones included',
      'Compare with image_count_total of the project.',
    ),
    rule(
      'GlanceGrowthUnwatched',
      'warning',
      '30m',
      `absent(${ROWS_METRIC}{table_name="images"})`,
      'Nobody counts the rows of Glance',
      'sql_exporter does not answer, or its collector is not named for the database of Glance.',
    ),
  ];
  return dump({ groups: [{ name: 'glacis-glance-growth', rules }] }, { lineWidth: -1 });
}
