// Moves a fix to a file where it counts: a line in a file that nobody reads, or that a later one overrides, mends nothing.
import { Cloud } from '../cloud/cloud';
import { type Fix, judgedServices } from '../types';

type JudgedService = (typeof judgedServices)[number];

/** What each service would read if a file were there; a handful of files for each cloud. */
const probed = new WeakMap<Cloud, Map<string, readonly string[]>>();

/** The fix as it is when it would win; else in the file whose line wins now, or in the last that is read. */
export function placeFix(cloud: Cloud, fix: Fix): Fix {
  if (fix.edit !== undefined && fix.edit.kind !== 'move') return fix;
  const service = judgedServices.find((name) => fix.file.startsWith(`${name}/`));
  if (service === undefined) return fix;
  const order = listReadWith(cloud, service, fix);
  const winner = findWinner(cloud, service, fix);
  const rank = order.indexOf(fix.file);
  if (rank >= 0 && (winner === undefined || order.indexOf(winner) <= rank)) return fix;
  const file = winner ?? order.at(-1);
  return file === undefined ? fix : { ...fix, file };
}

function findWinner(cloud: Cloud, service: JudgedService, { section, option }: Fix): string | undefined {
  if (section !== 'policy') return cloud.config(service).get(section, option).at?.file;
  const { documents } = cloud.policy(service);
  return documents.findLast(({ rules }) => rules.some((rule) => rule.name === option))?.file;
}

function listReadWith(cloud: Cloud, service: JudgedService, { section, file }: Fix): readonly string[] {
  const known = probed.get(cloud) ?? new Map<string, readonly string[]>();
  probed.set(cloud, known);
  const key = `${service} ${section === 'policy'} ${file}`;
  let order = known.get(key);
  if (order === undefined) {
    const probe = cloud.files.has(file)
      ? cloud
      : new Cloud(new Map([...cloud.files, [file, '']]), cloud.versions, true);
    order = section === 'policy' ? probe.policy(service).files.read : probe.filesRead(service).read;
    known.set(key, order);
  }
  return order;
}
