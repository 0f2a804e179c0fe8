// Judges a proxy's limit on the writes that are no creation: tags, members, imports, changes and deletions of images.
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import type { NginxConfiguration } from '../../documents/nginx/types';
import { type OtherRequest, spellRowWrite } from './creating-requests';
import type { EdgeVerdict } from './types';
import { edgeVerdict } from './verdict';
import { chooseWorstVerdict } from './worst';

/** Addresses for documentation: no real file exempts or trusts them by accident. */
const clients = ['198.51.100.7', '2001:db8:0:1::7'] as const;

/** The weakest verdict over all spellings of one write, for a client of either family: what an attacker gets. */
export function judgeRowWrite(
  configuration: NginxConfiguration | HaproxyConfiguration,
  request: OtherRequest,
): EdgeVerdict {
  return chooseWorstVerdict(
    spellRowWrite(request).flatMap((spelling) =>
      clients.map((clientAddress) => edgeVerdict(configuration, { headers: {}, ...spelling, clientAddress })),
    ),
  );
}
