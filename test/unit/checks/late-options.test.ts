// Values that Glance cannot read and starts with: what needs them has no verdict, the rest is judged.
import { judge, judgeAttack } from '../../../src/checks/judge';
import { openCloud } from './clouds';

const glance = (lines: string) =>
  openCloud({ 'glance/glance-api.conf': `[paste_deploy]\nflavor = keystone\n${lines}\n` });
const stock = judge(glance(''));

/** Layers of attacks that have the verdict of a stock Glance, and those that have none for this reason. */
function sort(lines: string) {
  const { attacks, findings } = judge(glance(lines));
  const layers = (wanted: (because: string) => boolean) => [
    ...new Set(attacks.filter(({ answer }) => wanted(answer.because)).map(({ attack }) => attack.layer)),
  ];
  const same = attacks.filter(({ attack, answer }) => {
    const before = stock.attacks.find((one) => one.attack.id === attack.id)?.answer;
    return before?.because === answer.because && before.verdict === answer.verdict;
  });
  return {
    lost: layers((because) =>
      /^Glance answers with an error where it reads glance\/glance-api.conf:\d/.test(because),
    ).sort(),
    isWhole: layers((because) => because.startsWith('glance-api does not work')).length > 0,
    same: [...new Set(same.map(({ attack }) => attack.layer))].sort(),
    told: findings
      .filter(({ lint }) => lint.id === 'wrong-value-type')
      .map(({ finding }) => finding.message.split(':')[0]),
  };
}

const images = ['dos', 'formats', 'signatures', 'ssrf'];
const others = ['config', 'locations', 'policy', 'sharing'];
const told = ['requests that need it end in an error'];

test.each<[string, string[], string[]]>([
  ['[DEFAULT]\nimage_size_cap = 1 GiB', images, others],
  ['[image_import_opts]\nimage_import_plugins = image_conversion', images, others],
  ['[task]\ntask_time_to_live = 2d', images, others],
  ['[DEFAULT]\nuser_storage_quota = 10 GB', images, others],
  ['[DEFAULT]\nuser_storage_quota = -1\ndebug = true', images, others],
  ['[image_format]\nrequire_image_format_match = maybe', images, others],
  [
    '[DEFAULT]\nimage_member_quota = many',
    ['dos', 'sharing'],
    [...images.slice(1), 'config', 'locations', 'policy'].sort(),
  ],
])('%j', (lines, lost, same) => {
  expect(sort(lines)).toEqual({ lost, isWhole: false, same, told });
});

test.each([
  '[DEFAULT]\nimage_size_cap = x\ndebug = true',
  '[DEFAULT]\nimage_tag_quota = many',
  '[glance_store]\nfilesystem_store_chunk_size = x',
])('nothing is judged beside %j', (lines) => {
  const sorted = sort(lines);
  expect(sorted).toMatchObject({ isWhole: true, same: [] });
  expect(sorted.told).not.toEqual(told);
});

test('a second value that keeps Glance from starting decides', () => {
  const cloud = glance('[DEFAULT]\nimage_size_cap = x\nimage_tag_quota = x');
  expect(judgeAttack(cloud, 'sharing-accept-for-victim').because).toMatch(/does not work .*:5:/);
});

test.each(['10GB', '0', '512B', '1TB'])('a storage quota of %s can be read', (quota) => {
  expect(glance(`[DEFAULT]\nuser_storage_quota = ${quota}`).lateFaults).toEqual([]);
});

test('with unified limits nobody reads the storage quota', () => {
  expect(glance('[DEFAULT]\nuser_storage_quota = -1').lateFaults).toHaveLength(1);
  expect(glance('[DEFAULT]\nuser_storage_quota = -1\nuse_keystone_limits = true').lateFaults).toEqual([]);
});
