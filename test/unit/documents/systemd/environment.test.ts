// What a service finds in its environment: lists, resets, quotes, files, and what is taken away again.
import { readEnvironment } from '../../../../src/documents/systemd/environment';
import { readUnit } from '../../../../src/documents/systemd/parse-unit';

const read = (lines: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const tree = new Map(Object.entries({ 'systemd/system/a.service': `[Service]\n${lines.join('\n')}\n`, ...more }));
  return readEnvironment(tree, readUnit(tree, 'a.service')).map(({ name, value, at }) => [
    `${name}=${value}`,
    `${at.file.replace('systemd/system/', '')}:${at.line}`,
  ]);
};

test.each<[string, string, string[]]>([
  ['several on a line', 'Environment=A=1 B=2', ['A=1', 'B=2']],
  ['quotes around the whole', 'Environment="A=1 2" \'B=3 "4"\'', ['A=1 2', 'B=3 "4"']],
  ['quotes around the value', 'Environment=A="1 2"', ['A=1 2']],
  ['a backslash', 'Environment="A=\\"x\\\\y"', ['A="x\\y']],
  ['nothing behind the mark', 'Environment=A=', ['A=']],
  ['a percent sign', 'Environment=A=50%%', ['A=50%']],
  ['no name', 'Environment==1 1A=2 B', []],
])('%s', (_, line, wanted) => {
  expect(read([line]).map(([text]) => text)).toEqual(wanted);
});

test('the last wins, an empty line resets, and what is unset is gone', () => {
  expect(read(['Environment=A=1 B=1', 'Environment=A=2'])).toEqual([
    ['B=1', 'a.service:2'],
    ['A=2', 'a.service:3'],
  ]);
  expect(read(['Environment=A=1', 'Environment=', 'Environment=B=1'])).toEqual([['B=1', 'a.service:4']]);
  expect(read(['Environment=A=1 B=1 C=1', 'UnsetEnvironment=A B=2 C=1'])).toEqual([['B=1', 'a.service:2']]);
});

test('a file beats the unit wherever it is named, and one that is not there says nothing', () => {
  const text = '# A=0\nA=\'x y\' z\nB="1\\"2" \nC=a\\\nb\n; D=1\nE\n';
  const found = read(['EnvironmentFile=-/etc/default/a', 'EnvironmentFile=/opt/b', 'Environment=A=1'], {
    'default/a': text,
  });
  expect(found).toEqual([
    ['A=x y z', 'default/a:2'],
    ['B=1"2', 'default/a:3'],
    ['C=ab', 'default/a:4'],
  ]);
});

test('the manager gives every service its own, which the unit beats', () => {
  const found = read(['Environment=A=2'], {
    'systemd/system.conf': '[Manager]\nDefaultEnvironment=A=1 B=1\n',
    'systemd/system.conf.d/10.conf': '[Manager]\nDefaultEnvironment=C=1\n',
  });
  expect(found.map(([text]) => text)).toEqual(['B=1', 'C=1', 'A=2']);
});
