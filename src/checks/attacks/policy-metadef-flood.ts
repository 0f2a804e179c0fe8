// Global metadata definitions in the hands of members.
import { fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'policy-metadef-flood',
  title: 'Metadata definitions written by members',
  layer: 'policy',
  severity: 'low',
  words:
    'Namespaces of metadata definitions are global. Where members may create them they can fill the tables and leave names of their resources for all to read.',
  references: ['OSSN-0088'],
  rules: ['add_metadef_namespace'],
  reach: 'A member creates namespaces of metadata definitions without a limit.',
  fixes: () => [fixRule('add_metadef_namespace', 'rule:context_is_admin')],
});
