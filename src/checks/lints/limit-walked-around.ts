// A limit on image creation that another spelling of the same request walks around.
import { judgeImageCreateLimit } from '../../emulators/edge/judge';
import { edgeVerdict } from '../../emulators/edge/verdict';
import { printable } from '../../problems';
import { openEdge } from '../cloud/edge';
import { mendPath } from '../fix/edge-paths';
import type { Lint, LintFinding } from '../types';

const programs = ['nginx', 'haproxy'] as const;

/** An address for documentation: no real file exempts it by accident. */
const client = '198.51.100.7';

export const lint: Lint = {
  kind: 'lint',
  id: 'limit-walked-around',
  title: 'Rate limit that another spelling walks around',
  severity: 'high',
  words:
    'Glance creates an image for //v2/images, /v2%2fimages, /v2.5/images and /images with its media type as well as for /v2/images. A limit that compares the path with one text counts one of them and lets the others pass without limit.',
  references: ['OSSN-0076'],
  find: (cloud) =>
    programs.flatMap((name): LintFinding[] => {
      const configuration = openEdge(cloud)[name];
      if (configuration === null) return [];
      const plain = edgeVerdict(configuration, {
        method: 'POST',
        rawPath: '/v2/images',
        headers: {},
        clientAddress: client,
      });
      if (plain.limited !== true) return [];
      const { evading } = judgeImageCreateLimit(configuration, { collapses: cloud.versions.launcher !== 'eventlet' });
      // Another method is no spelling, and no path mends it: dos-limit-method-override tells.
      const open = evading.filter(({ request, verdict }) => request.method === 'POST' && verdict.limited === false);
      const [first] = open;
      if (first === undefined) return [];
      const accept = first.request.headers.Accept;
      const spelling = `POST ${first.request.rawPath}${accept === undefined ? '' : ` with Accept: ${accept}`}`;
      const message = `${name} limits POST /v2/images and not ${spelling}${open.length > 1 ? `, nor ${open.length - 1} other spellings` : ''}.`;
      return [
        { at: plain.at, subject: 'POST /v2/images', message: printable(message), ...mendPath(cloud.files, name) },
      ];
    }),
};
