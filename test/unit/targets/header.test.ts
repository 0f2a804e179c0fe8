// The header of a file names what the intent wants in that file, so that a change touches no other file.
import { createHash } from 'node:crypto';
import { loadTarget, targetNames } from '../../../src/targets';
import { putUnderHeader } from '../../../src/targets/header';
import { documentsWith, usual } from './documents';

const targets = targetNames.map((name) => ({ name, target: loadTarget(name) }));

const withHost = (host: string, intentDigest: string) =>
  documentsWith({
    ...usual,
    intentDigest,
    settings: usual.settings.map((one) => (one.option === 'allowed_hosts' ? { ...one, value: [host] } : one)),
  });

test.each(targets)(
  '$name: another host changes the files that hold it, header included, and no others',
  ({ target }) => {
    const before = target.layOut(withHost('a.example.org', '0123456789ab'));
    const after = target.layOut(withHost('b.example.org', 'ba9876543210'));
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changed = [...after].filter(([path, text]) => before.get(path) !== text);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(after.size);
    const digest = /intent of this file ([0-9a-f]{12})\./;
    for (const [path, text] of changed) {
      expect(`${path}: ${text}`).toContain('b.example.org');
      expect(digest.exec(text)?.[1]).not.toBe(digest.exec(before.get(path) ?? '')?.[1]);
    }
  },
);

test('the digest is that of the text below, and the release is named', () => {
  const digest = createHash('sha256').update('[DEFAULT]\n').digest('hex').slice(0, 12);
  expect(putUnderHeader('zed', '[DEFAULT]\n')).toMatch(
    new RegExp(
      `^# Written by glacis [0-9.]+ for OpenStack zed, intent of this file ${digest}\\.\n# [^\n]*\n\n\\[DEFAULT\\]\n$`,
    ),
  );
  expect(putUnderHeader('2025.1', '<a/>\n')).toMatch(
    /^<!-- Written by [^\n]* OpenStack 2025\.1, [^\n]*\. -->\n<!-- [^\n]* -->\n\n<a\/>\n$/,
  );
});
