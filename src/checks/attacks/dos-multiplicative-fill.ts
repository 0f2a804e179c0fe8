// Images, each filled to its quotas: the quotas multiply with the number of images.
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import { findRuleDefences, limitInProxy, plainCreation } from '../mechanisms/flood-attack';
import { floodEdge } from '../mechanisms/flood-edge';
import { type ChildQuota, childQuotas, fixGlanceOption } from '../mechanisms/quota-option';
import { explainUnknownLimits, readUnifiedLimits } from '../mechanisms/quota-registered';
import type { Attack, AttackAnswer, Defence, Remedy } from '../types';

/** Rows of one project that a database does not feel; a project at the defaults has 395 for each image. */
const maxRowsPerProject = 1_000_000;

function judge(cloud: Cloud): AttackAnswer {
  const config = cloud.config('glance');
  const quotas = (Object.keys(childQuotas) as ChildQuota[]).map((name) => ({ name, ...config.get('DEFAULT', name) }));
  const unbounded = quotas.filter(({ value }) => typeof value !== 'number' || value < 0).map(({ name }) => name);
  // Without a quota one image is enough, and nothing that bounds images stops that. Where nothing bounds images either, both are open.
  const rowsPerImage = quotas.reduce(
    (sum, { name, value }) => sum + (unbounded.includes(name) ? childQuotas[name] : Number(value)),
    1,
  );
  const edge = floodEdge(cloud, [plainCreation]);
  const defences: Defence[] = findRuleDefences(cloud, ['add_image']);
  if (edge.kind === 'limited') defences.push(...edge.defences);
  defences.push(...findCountDefences(cloud, rowsPerImage));
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first && unbounded.length > 0) {
    const because = `${unbounded.join(', ')} ${unbounded.length > 1 ? 'are' : 'is'} off: one image is enough (quota-negative)`;
    return { verdict: 'not-applicable', because };
  }
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  if (edge.kind === 'cannot-say') return { verdict: 'not-applicable', because: edge.because, lacks: 'knowledge' };
  const unknown = explainUnknownLimits(cloud);
  if (unknown !== null) return { verdict: 'not-applicable', because: unknown, lacks: 'knowledge' };
  const rows = unbounded.length > 0 ? 'any number of' : rowsPerImage;
  const because = `Each image may have ${rows} rows, and nothing bounds how many images a member creates.`;
  const { fixes, otherWays } = limitInProxy();
  const quotasOn = unbounded.map((name) => fixGlanceOption(cloud, name, String(childQuotas[name])));
  const withQuotas = (way: readonly Remedy[]) => [...quotasOn, ...way];
  return { verdict: 'open', because, fixes: withQuotas(fixes), otherWays: otherWays.map(withQuotas) };
}

function findCountDefences(cloud: Cloud, rowsPerImage: number): Defence[] {
  const unified = readUnifiedLimits(cloud);
  const count = unified.kind === 'known' ? unified.read.limits.get('image_count_total') : undefined;
  if (count === undefined || count.limit < 0 || count.limit * rowsPerImage > maxRowsPerProject) return [];
  const because = `${count.limit} images of ${rowsPerImage} rows end at ${count.limit * rowsPerImage} rows for each project`;
  return [{ layer: 'unified-limits', at: count.at, because }];
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-multiplicative-fill',
  title: 'Images that are each filled to their quotas',
  layer: 'dos',
  severity: 'high',
  words:
    'The quotas on properties, tags, members and locations count for one image: 394 child rows at the defaults. Without a bound on images they multiply without end.',
  references: ['OSSN-0076'],
  judge,
};
