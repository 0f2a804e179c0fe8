// Every attack and lint over hostile trees: whatever the bytes, an answer and never a crash. GLACIS_FUZZ_RUNS: how many trees.
import fc from 'fast-check';
import { Cloud } from '../../src/checks/cloud/cloud';
import { attackIds } from '../../src/checks/index';
import { judge } from '../../src/checks/judge';
import { hostileTree } from './hostile-trees';

jest.setTimeout(3_600_000);

const versions = { release: '2025.1', packages: { glance: '30.2.0' }, launcher: 'uwsgi', glanceUid: 64062 } as const;
const launchers = ['uwsgi', 'mod_wsgi', 'eventlet'] as const;

test('each is judged by every attack and lint under every launcher, and each finding has a line of a file', () => {
  fc.assert(
    fc.property(hostileTree, fc.constantFrom(...launchers), (files, launcher) => {
      const { attacks, findings } = judge(new Cloud(files, { ...versions, launcher }));
      expect(attacks.length).toBe(attackIds.length);
      const nowhere = findings.filter(({ finding }) => !(files.has(finding.at.file) && finding.at.line >= 1));
      expect(nowhere.map(({ lint, finding }) => `${lint.id} ${finding.at.file}:${finding.at.line}`)).toEqual([]);
    }),
    { numRuns: Number(process.env.GLACIS_FUZZ_RUNS ?? 100) },
  );
});
