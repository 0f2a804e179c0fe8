// Where an open attack is shown: at the line that lets it in, or in the file that would close it.
import { judge } from '../../../src/checks/judge';
import { locateAttack } from '../../../src/report/locate-attack';
import { openCloud } from '../checks/clouds';

const nginx = 'nginx/conf.d/90-glacis-image-create.conf';
const place = (files: Record<string, string>, id: string) => {
  const judgement = judge(openCloud({ 'glance/glance-api.conf': '[DEFAULT]\n', ...files }));
  const judged = judgement.attacks.find(({ attack }) => attack.id === id);
  expect(judged?.answer.verdict).toBe('open');
  return locateAttack(judgement, judged as NonNullable<typeof judged>);
};

test('what a control would close: at the control’s own file where it is there, else at the strongest file of Glance', () => {
  expect(place({}, 'dos-tag-churn')).toEqual({ file: 'glance/glance-api.conf', line: 1, isExact: false });
  expect(place({ [nginx]: '# nothing\n' }, 'dos-tag-churn')).toEqual({ file: nginx, line: 1, isExact: false });
});
