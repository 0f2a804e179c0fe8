// A limit that is written in front of Glance and does not surely hold for the plainest of all requests.
import { edgeVerdict } from '../../emulators/edge/verdict';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { openEdge } from '../cloud/edge';
import type { Lint, LintFinding } from '../types';

const programs = [
  { name: 'nginx', limit: /^\s*limit_req\s/m },
  { name: 'haproxy', limit: /^\s*http-request\s+(?:deny|tarpit|silent-drop)\s.*sc\d?_/m },
] as const;

/** A limit for a web site that stands beside is none of ours: the file has to speak of Glance. */
const speaksOfGlance = /glance|image|929[23]/i;

/** An address for documentation: no real file exempts it by accident. */
const clientAddress = '198.51.100.7';

export const lint: Lint = {
  kind: 'lint',
  id: 'limit-without-effect',
  title: 'Rate limit that does not surely hold',
  severity: 'medium',
  words:
    'A file limits requests to Glance, and POST /v2/images passes, or depends on what these files do not say: a variable that nothing defines, a zone that is missing, a line that the proxy refuses. No attack counts as stopped by it, and where another proxy limits too nobody notices that this one does not.',
  references: ['OSSN-0076'],
  find: (cloud) =>
    programs.flatMap(({ name, limit }): LintFinding[] => {
      const place = findLimit(cloud, name, limit);
      const configuration = openEdge(cloud)[name];
      if (place === null || configuration === null) return [];
      const request = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress };
      const verdict = edgeVerdict(configuration, request);
      if (verdict.limited === true || verdict.limited === 'refused') return [];
      const at = verdict.at ?? place;
      const message = printable(`${name}: ${verdict.because}.`);
      return [{ at, subject: 'POST /v2/images', message, fixes: [], choice }];
    }),
};

const choice = 'Bring what the limit depends on into the files and make it count POST /v2/images, or take it out.';

function findLimit(cloud: Cloud, program: string, limit: RegExp): LintFinding['at'] | null {
  for (const file of [...cloud.files.keys()].filter((path) => path.startsWith(`${program}/`)).sort()) {
    const text = cloud.files.get(file) ?? '';
    const found = speaksOfGlance.test(text) ? limit.exec(text) : null;
    if (found !== null) return { file, line: text.slice(0, found.index).split('\n').length };
  }
  return null;
}
