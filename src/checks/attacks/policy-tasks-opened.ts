// The tasks API, opened by a policy file of another age.
import { findTaskDefences, fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'policy-tasks-opened',
  title: 'Tasks API opened to members',
  layer: 'policy',
  severity: 'high',
  words:
    'A policy file from an old release opens the tasks API to everybody. Its import fetches URLs past the import filter on every level before OSSN-0105 is fixed, and past the methods on all.',
  references: ['OSSN-0105'],
  rules: ['tasks_api_access'],
  further: findTaskDefences,
  reach: 'A member posts import tasks: the legacy API is open to everybody.',
  fixes: () => [fixRule('tasks_api_access', '!')],
});
