// DatabasePurge: a timer for `glance-manage db purge`, bounded in age and in rows.
import { renderUnit } from '../documents/systemd/render-unit';
import type { DatabasePurgeProps } from '../intent/types-capacity';
import { Control, type Decision, type ReleaseFacts } from './control';

const UNIT = 'glacis-glance-purge';

/** @internal Deleting is marking: rows stay until the purge, and no quota counts them. The table of images is left alone (OSSN-0075). */
export function decideDatabasePurge(
  props: DatabasePurgeProps,
  facts: Pick<ReleaseFacts, 'release' | 'isFrom'>,
): Decision {
  const every = props.every ?? 'hourly';
  const command = `/usr/bin/glance-manage db purge --age_in_days ${props.ageInDays ?? 30} --max_rows ${props.maxRows ?? 10_000}`;
  const service = renderUnit([
    {
      name: 'Unit',
      settings: [
        { key: 'Description', value: 'Purge of deleted rows of Glance' },
        { key: 'Documentation', value: 'man:glance-manage(1)' },
        { key: 'After', value: 'network-online.target' },
      ],
    },
    {
      name: 'Service',
      settings: [
        { key: 'Type', value: 'oneshot' },
        { key: 'User', value: 'glance' },
        { key: 'ExecStart', value: command, reason: 'A bounded batch: one huge transaction would lock the tables.' },
        { key: 'TimeoutStartSec', value: '30min' },
        { key: 'Nice', value: '10' },
        { key: 'IOSchedulingClass', value: 'idle' },
      ],
    },
  ]);
  const timer = renderUnit([
    { name: 'Unit', settings: [{ key: 'Description', value: 'Timer of the purge of Glance' }] },
    {
      name: 'Timer',
      settings: [
        { key: 'OnCalendar', value: every },
        { key: 'Persistent', value: 'true', reason: 'A run that was missed is made up for.' },
      ],
    },
    { name: 'Install', settings: [{ key: 'WantedBy', value: 'timers.target' }] },
  ]);
  const because = facts.isFrom('rocky')
    ? 'deleted rows of the table images stay for ever: purging them would let an id be used again (OSSN-0075)'
    : `in ${facts.release} the purge takes rows of images too, and an id may be used again (OSSN-0075): keep ageInDays long`;
  return {
    artifacts: [
      { program: 'systemd', name: `${UNIT}.service`, text: service },
      { program: 'systemd', name: `${UNIT}.timer`, text: timer },
    ],
    residuals: [{ control: 'database-purge', because }],
  };
}

/**
 * A systemd timer for `glance-manage db purge`, because deleting an image only marks its rows (OSSN-0075, OSSN-0076). Default: hourly, at
 * most 10000 rows that were deleted 30 days ago.
 */
export class DatabasePurge extends Control<DatabasePurgeProps> {
  /** @internal */
  readonly intentKey = 'databasePurge';

  /** @internal */
  decide(facts: ReleaseFacts): Decision {
    return decideDatabasePurge(this.props, facts);
  }
}
