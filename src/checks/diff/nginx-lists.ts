// What nginx files bound whoever asks and whatever else stands there: rates and bursts of zones, and whom lists of addresses let in.
import { isInNetwork, readAddress, readNetwork } from '../../documents/nftables/networks';
import type { NginxDirective, NginxStatement } from '../../documents/nginx/types';
import type { Measure } from './measures';

type Statements = readonly NginxStatement[];

/** Places that both sides have, by the words of their blocks. */
interface Place {
  readonly name: string;
  /** The name of the place around it; empty for the whole. */
  readonly around: string;
  /** Rules in force there, in order: its own, or those of the next place around it that has some. */
  readonly rules: readonly NginxDirective[];
}

/** Zones with their rate, and the largest burst that is admitted to each. */
export function measureZones(statements: Statements): Measure[] {
  const bounds = new Map<string, number>();
  const raise = (subject: string, value: number): void => {
    bounds.set(subject, Math.max(value, bounds.get(subject) ?? 0));
  };
  for (const { name, args } of walk(statements)) {
    const zone = args.map((arg) => /^zone=(\w+)/.exec(arg)?.[1]).find((one) => one !== undefined);
    const [, rate, unit] = args.map((arg) => /^rate=(\d+)r\/([sm])$/.exec(arg)).find((found) => found !== null) ?? [];
    const burst = args.map((arg) => /^burst=(\d+)$/.exec(arg)?.[1]).find((one) => one !== undefined);
    if (name === 'limit_req_zone' && rate !== undefined)
      raise(`rate of zone ${zone}`, Number(rate) * (unit === 's' ? 60 : 1));
    if (name === 'limit_req' && zone !== undefined) raise(`burst of zone ${zone}`, Number(burst ?? 0));
  }
  return [...bounds].map(([subject, value]) => ({ subject, value, text: String(value) }));
}

/** For each place that has a list on some side, whether each address is let in; a location that a side lacks is part of its server. */
export function measureLists(own: Statements, sides: readonly Statements[], addresses: readonly string[]): Measure[] {
  const [here, ...all] = [own, ...sides].map((side) => new Map(listPlaces(side).map((place) => [place.name, place])));
  const names = new Set(
    all.flatMap((side) => [...side].flatMap(([name, { rules }]) => (rules.length > 0 ? [name] : []))),
  );
  const parents = new Map(all.flatMap((side) => [...side].map(([name, { around }]) => [name, around] as const)));
  const find = (side: ReadonlyMap<string, Place>, name: string): Place | undefined => {
    const around = parents.get(name) ?? '';
    return side.get(name) ?? (/\bserver /.test(around) ? find(side, around) : undefined);
  };
  return [...names]
    .filter((name) => all.every((side) => find(side, name) !== undefined))
    .flatMap((name) =>
      addresses.map((address): Measure => {
        const isIn = admits((here && find(here, name)?.rules) ?? [], address);
        return { subject: `${address} in ${name}`, value: isIn ? 1 : 0, text: isIn ? 'let in' : 'kept out' };
      }),
    );
}

function admits(rules: readonly NginxDirective[], address: string): boolean {
  const bytes = readAddress(address);
  const rule = rules.find(({ args: [who = ''] }) => {
    const network = readNetwork(who);
    return who === 'all' || (bytes !== null && network !== null && isInNetwork(bytes, network));
  });
  return rule?.name !== 'deny';
}

function* walk(statements: Statements): Generator<NginxDirective> {
  for (const one of statements) {
    if (one.kind !== 'directive') continue;
    yield one;
    if (one.block !== null) yield* walk(one.block);
  }
}

function listPlaces(statements: Statements, outer: Place = { name: '', around: '', rules: [] }): Place[] {
  const own = statements.filter(
    (one): one is NginxDirective => one.kind === 'directive' && /^(?:allow|deny)$/.test(one.name),
  );
  const here: Place = { ...outer, rules: own.length > 0 ? own : outer.rules };
  const inner = statements.flatMap((one): Place[] => {
    if (one.kind !== 'directive' || one.block === null) return [];
    const name = `${outer.name} ${nameBlock(one)}`.trim();
    return listPlaces(one.block, { name, around: outer.name, rules: here.rules });
  });
  return [here, ...inner];
}

function nameBlock({ name, args, block }: NginxDirective): string {
  const words = (block ?? []).flatMap((one) =>
    name === 'server' && one.kind === 'directive' && /^(?:listen|server_name)$/.test(one.name) ? one.args : [],
  );
  return [name, ...args, ...words].join(' ');
}
