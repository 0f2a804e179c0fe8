// The proxies of a tree as they load. Loaded once for all trees with the same files: a fleet shares its edge.
import { loadHaproxy } from '../../documents/haproxy/parse';
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import { loadNginx } from '../../documents/nginx/load';
import type { NginxConfiguration } from '../../documents/nginx/types';
import type { Cloud } from './cloud';
import { Recall } from './recall';

/** Null where no file of the program is in the tree. The same object for the same files. */
export interface Edge {
  readonly nginx: NginxConfiguration | null;
  readonly haproxy: HaproxyConfiguration | null;
}

const edges = new Recall<Edge>(64);
const edgeOf = new WeakMap<Cloud, Edge>();

/** Reads the configuration of each proxy. */
export function openEdge(cloud: Cloud): Edge {
  let edge = edgeOf.get(cloud);
  if (edge === undefined) {
    edge = edges.recall(cloud.files, '', (files) => {
      const holds = (program: string): boolean => [...files.keys()].some((path) => path.startsWith(`${program}/`));
      return {
        nginx: holds('nginx') ? loadNginx(files) : null,
        haproxy: holds('haproxy') ? loadHaproxy(files) : null,
      };
    });
    edgeOf.set(cloud, edge);
  }
  return edge;
}
