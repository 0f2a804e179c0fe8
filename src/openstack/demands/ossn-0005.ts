// Demands of: OSSN-0005: sharing without consent.
import type { DemandSource } from './demand';

/** OSSN-0005: sharing without consent. */
export const ossn0005: DemandSource = {
  id: 'ossn-0005',
  title: 'OSSN-0005: sharing without consent',
  demands: [
    {
      id: '3.1',
      asks: 'v1 shows shared images without consent',
      verdict: 'right',
      fact: 'v1 is gone since rocky.',
      constructs: ['ImageSharing'],
      checks: ['sharing-v1-without-consent'],
    },
    {
      id: '3.2',
      asks: 'v2 knows pending and accepted',
      verdict: 'right',
      fact: 'The list hides pending images; by id they are there.',
      constructs: ['ImageSharing'],
      checks: ['sharing-pending-in-list', 'sharing-accept-for-victim'],
    },
    {
      id: '3.3',
      asks: 'Warn users of old releases',
      verdict: 'opinion',
      fact: 'No supported release has v1.',
      because: 'a warning is a text for people, and no configuration',
    },
    {
      id: '3.4',
      asks: 'enable_v1_api = False',
      verdict: 'outdated',
      fact: 'The option exists up to queens; later it is a line without effect, so Glacis writes it there alone.',
      constructs: ['ImageSharing'],
      checks: ['sharing-v1-without-consent', 'unknown-option'],
    },
    {
      id: '3.5',
      asks: 'Nothing controls who shares',
      verdict: 'partly right',
      fact: 'Rules for members, community and publishing do, and a quota.',
      constructs: ['ImageSharing', 'ImagePolicy'],
      checks: ['sharing-with-every-project', 'sharing-community-lookalike', 'sharing-public-by-member'],
    },
    {
      id: '3.6',
      asks: 'Ids of members are not checked',
      verdict: 'missing',
      fact: 'Any text is stored as a member.',
      constructs: ['ImageSharing', 'ImageQuotas'],
      checks: ['sharing-with-every-project', 'dos-member-flood'],
    },
    {
      id: '3.7',
      asks: 'Look-alikes in the community',
      verdict: 'missing',
      fact: 'Names are not unique, and community images boot by id.',
      constructs: ['ImagePolicy'],
      checks: ['sharing-community-lookalike'],
      because: 'users must pick images by id: no option makes names unique',
    },
  ],
};
