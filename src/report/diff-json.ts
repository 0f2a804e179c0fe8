// The JSON of diff: a contract. Sorted, the same bytes for the same input.
import type { FleetChange, FleetDiff } from '../checks/diff/fleet';

/** The whole comparison as a JSON value. `regions` is there only when a side has regions. */
export function diffToJson(diff: FleetDiff): object {
  return {
    changes: diff.changes.map(changeToJson),
    attacksOpened: diff.attacksOpened,
    attacksClosed: diff.attacksClosed,
    ...(diff.notCompared.length > 0 && { notCompared: diff.notCompared }),
    ...(diff.regions.length > 0 && {
      regions: Object.fromEntries(diff.regions.map(({ name, ...rest }) => [name, rest])),
    }),
  };
}

function changeToJson(change: FleetChange): object {
  const { direction, kind, file, subject, before, after, attacks, because, regions } = change;
  return { direction, kind, file, subject, before, after, attacks, because, ...(regions.length > 0 && { regions }) };
}
