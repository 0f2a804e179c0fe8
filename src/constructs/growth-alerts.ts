// GrowthAlerts: somebody is told when Glance's tables grow as no honest use makes them grow.
import type { GrowthAlertsProps } from '../intent/types-capacity';
import { Control, type Decision } from './control';

/** @internal OSSN-0076 asks to monitor the database: rate limits bound one client, and nothing bounds many of them. */
export function decideGrowthAlerts(props: GrowthAlertsProps): Decision {
  // Loaded when asked for: the YAML writer would cost every start some milliseconds.
  const { renderGrowthRules } =
    require('../documents/prometheus/glance-growth') as typeof import('../documents/prometheus/glance-growth');
  const { renderGrowthCollector } =
    require('../documents/sql-exporter/glance-growth') as typeof import('../documents/sql-exporter/glance-growth');
  const thresholds = {
    maxRows: props.maxRows ?? 1_000_000,
    maxRowsPerHour: props.maxRowsPerHour ?? 5_000,
    maxImagesPerProject: props.maxImagesPerProject ?? 1_000,
  };
  return {
    artifacts: [
      { program: 'prometheus', name: 'glacis-glance-growth.rules.yml', text: renderGrowthRules(thresholds) },
      { program: 'sql-exporter', name: 'glacis-glance-growth.collector.yml', text: renderGrowthCollector() },
    ],
    residuals: [
      {
        control: 'growth-alerts',
        because: 'an alert stops nothing: it needs a sql_exporter with a read-only user, and somebody who is called',
      },
    ],
  };
}

/**
 * Alerts of Prometheus on the growth of Glance's tables, and the queries of sql_exporter behind them (OSSN-0076). Default: a million rows,
 * 5000 rows an hour, 1000 images of one project.
 */
export class GrowthAlerts extends Control<GrowthAlertsProps> {
  /** @internal */
  readonly intentKey = 'growthAlerts';

  /** @internal */
  decide(): Decision {
    return decideGrowthAlerts(this.props);
  }
}
