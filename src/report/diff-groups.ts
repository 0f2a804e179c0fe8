// Changes as they are shown: lines of one file that go the same way for the same reason stand together.
import type { FleetChange } from '../checks/diff/fleet';

/** One entry of a report. */
export interface ShownChange {
  /** Subject, reason, attacks and regions; of several lines the first. */
  readonly change: FleetChange;
  /** `file subject`, of several lines `file lines 3, 4 and 7`. */
  readonly where: string;
  /** What stood there and what stands there, each line in its order. */
  readonly texts: readonly Pick<FleetChange, 'before' | 'after'>[];
}

/** Line numbers named one by one. */
const maxLineNumbers = 8;

/** Groups neighbours; everything else stays in its order. */
export function groupChanges(changes: readonly FleetChange[]): ShownChange[] {
  const groups: FleetChange[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.[0];
    if (last !== undefined && keyOf(last) === keyOf(change) && isLine(change)) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups.map((group): ShownChange => {
    const change = group[0] as FleetChange;
    const subject = group.length === 1 ? change.subject : nameLines(group);
    return { change, where: change.file === '' ? subject : `${change.file} ${subject}`, texts: group };
  });
}

function isLine({ subject }: FleetChange): boolean {
  return /^line \d+$/.test(subject);
}

function keyOf(change: FleetChange): string {
  const { direction, kind, file, because, attacks, regions } = change;
  return JSON.stringify([isLine(change), direction, kind, file, because, attacks, regions]);
}

function nameLines(group: readonly FleetChange[]): string {
  const numbers = [...new Set(group.map(({ subject }) => subject.slice('line '.length)))];
  const shown = numbers.slice(0, maxLineNumbers).join(', ');
  return `lines ${shown}${numbers.length > maxLineNumbers ? ` and ${numbers.length - maxLineNumbers} more` : ''}`;
}
