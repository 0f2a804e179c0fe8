// Where each fix first appeared: upstream tags by series, and Debian revisions by line. Checked against the tags and changelogs.
import type { FixId, Service } from './types';

/** The history of one fix. */
export interface FixHistory {
  readonly id: FixId;
  /** First tag of each series that has it; a final `+` means every later series too. */
  readonly upstream: Readonly<Partial<Record<Service, readonly string[]>>>;
  /** First revision of each Debian line; later revisions of the same line (`deb12u3` after `deb12u2`) have it too. */
  readonly debian: Readonly<Partial<Record<Service, readonly string[]>>>;
}

/** Every fix that changes an answer of an emulator, oldest first. */
export const fixHistories: readonly FixHistory[] = [
  {
    id: 'OSSA-2023-002',
    upstream: {
      glance: ['23.1.0', '24.2.0', '25.1.0', '26.0.0+'],
      nova: ['24.2.0', '25.1.0', '26.1.0', '27.0.0+'],
      cinder: ['19.2.0', '20.1.0', '21.1.0', '22.0.0+'],
    },
    debian: {},
  },
  {
    id: 'OSSA-2024-001',
    upstream: {
      glance: ['26.1.0', '27.1.0', '28.1.0', '29.0.0+'],
      nova: ['27.4.0', '28.2.0', '29.1.0', '30.0.0+'],
      cinder: ['22.2.0', '23.2.0', '24.1.0', '25.0.0+'],
    },
    debian: {
      glance: ['2:25.1.0-2+deb12u1'],
      nova: ['2:26.2.2-1~deb12u2'],
      cinder: ['2:21.3.1-1~deb12u1'],
    },
  },
  {
    // The advisory names 27.4.1, 28.2.1 and 29.1.1; no such tags exist, these are the next real ones.
    id: 'OSSA-2024-002',
    upstream: { nova: ['27.5.0', '28.3.0', '29.2.0', '30.0.0+'] },
    debian: { nova: ['2:26.2.2-1~deb12u3'] },
  },
  {
    // The advisory names 29.1.1 and 30.1.1, which were never tagged. 32.0.0 has it from its second release candidate on.
    id: 'OSSA-2026-004',
    upstream: { glance: ['29.2.0', '30.2.0', '31.1.0', '32.0.0.0rc2', '33.0.0.0b2+'] },
    debian: { glance: ['2:25.1.0-2+deb12u2', '2:30.0.0-3+deb13u1'] },
  },
  {
    // The only tag with it is 33.0.0.0b2. On the 31 and 32 branches it was merged after 31.1.0 and 32.0.0, so whatever is tagged
    // there next has it. The note also promises 30.3.0, but stable/2025.1 never took the change: a promise is not counted.
    id: 'OSSN-0105',
    upstream: { glance: ['31.1.1', '32.0.1', '33.0.0.0b2+'] },
    debian: { glance: ['2:25.1.0-2+deb12u4'] },
  },
  {
    // No public branch has it; the released 33.0.0 and Debian's packages do.
    id: 'CVE-2026-71196',
    upstream: { glance: ['33.0.0+'] },
    debian: { glance: ['2:25.1.0-2+deb12u5'] },
  },
];
