// A rule that `rules` spells out: in conflict with what another key of imagePolicy settles, unless both say the same.
import { HardeningStack, ImagePolicy } from '../../../src';

const problemsOf = (check: string) => {
  const stack = new HardeningStack(undefined, 'r', { release: '2025.1' });
  new ImagePolicy(stack, 'policy', { rules: { glance: { tasks_api_access: check } } });
  return stack.problems().map(({ code, got }) => `${code} ${got}`);
};

test('another check is a problem, the same is none', () => {
  expect(problemsOf('role:tasks')).toEqual(['conflict "role:tasks"']);
  expect(problemsOf('!')).toEqual([]);
});
