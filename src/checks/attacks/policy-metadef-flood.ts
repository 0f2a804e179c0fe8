// Global metadata definitions in the hands of members.
import type { Cloud } from '../cloud/cloud';
import { joinDefences } from '../defences';
import { findRefusal, fixRule, hasRule } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer } from '../types';

/** Each of them writes rows: a namespace of one's own, or what stands in a namespace that is public, whoever owns it. */
const ways = [
  'add_metadef_namespace',
  'add_metadef_object',
  'add_metadef_property',
  'add_metadef_resource_type_association',
  'add_metadef_tag',
  'add_metadef_tags',
];

function judge(cloud: Cloud): AttackAnswer {
  const rules = ways.filter((rule) => hasRule(cloud, 'glance', rule));
  const refusals = rules.map((rule) => ({ rule, defences: findRefusal(cloud, rule, 'member') }));
  const open = refusals.filter(({ defences }) => defences.length === 0).map(({ rule }) => rule);
  if (open.length > 0) {
    const because = `A member writes metadata definitions without a limit: ${open.join(', ')}.`;
    return { verdict: 'open', because, fixes: open.map((rule) => fixRule(rule, 'rule:context_is_admin')) };
  }
  const defences = joinDefences(refusals.map((refusal) => refusal.defences));
  return { verdict: 'stopped', because: 'a member may not add any metadata definition.', defences };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'policy-metadef-flood',
  title: 'Metadata definitions written by members',
  layer: 'policy',
  severity: 'low',
  words:
    'Metadata definitions are global. Where members may create namespaces, or objects, properties and tags in namespaces that are public, they can fill the tables and leave names of their resources for all to read. Up to wallaby every one of these rules lets members in.',
  references: ['OSSN-0088'],
  judge,
};
