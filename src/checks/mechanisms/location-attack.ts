// Attacks by a location: a store fetches from where it leads, and the bytes are the image.
import type { Cloud } from '../cloud/cloud';
import { joinDefences } from '../defences';
import type { Attack, AttackAnswer, Defence, Fix } from '../types';
import { listFetchWays } from './location-stores';
import { type Ground, surveyGround } from './url-attack';

/** An attack by location. */
export interface LocationAttackWords extends Pick<Attack, 'id' | 'title' | 'layer' | 'words' | 'references'> {
  readonly url: (ground: Ground) => string;
  /** Address where the URL, or its redirect, leads in the end. */
  readonly leadsTo: string;
  /** The one store that the attack goes by. Default: every one that fetches from the host of a location. */
  readonly only?: 'http';
  /** Why the attack has no ground in this cloud; null when it has. */
  readonly groundless: (cloud: Cloud) => string | null;
  /** What keeps a member from adding any location. */
  readonly entry: (cloud: Cloud) => readonly Defence[];
  readonly fixes: (cloud: Cloud) => readonly Fix[];
}

/** A member adds a location to an image of its own project. */
export function createLocationAttack(attack: LocationAttackWords): Attack {
  const { id, title, layer, words, references, only } = attack;
  return { kind: 'attack', layer, severity: 'critical', id, title, words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const groundless = attack.groundless(cloud);
    if (groundless !== null) return { verdict: 'not-applicable', because: groundless };
    const url = attack.url(surveyGround(cloud));
    const ways = listFetchWays(cloud, url, attack.leadsTo, only);
    const entry = attack.entry(cloud);
    const tried = ways.map((way) => ({ ...way, defences: [...entry, ...way.defences] }));
    const passing = tried.filter(({ defences }) => defences.length === 0);
    const open = passing.find(({ isSure }) => isSure);
    if (open !== undefined) {
      const http = `A member adds the location ${url}: the http store fetches it and serves the bytes as the image.`;
      const swift =
        'A member adds a location of scheme swift+http: the swift store fetches from where its host says, and serves the bytes as the image.';
      return { verdict: 'open', because: open.driver === 'http' ? http : swift, fixes: attack.fixes(cloud) };
    }
    const [unsure] = passing;
    if (unsure !== undefined) {
      const because = `a store here (${nameStore(unsure.driver)}) may go to the host of a location, and what it brings back nobody can say`;
      return { verdict: 'not-applicable', because, lacks: 'knowledge' };
    }
    const defences = joinDefences(tried.map(({ defences: found }) => found));
    return { verdict: 'stopped', because: `${defences[0]?.because ?? 'No location leads inside'}.`, defences };
  }
}

/** The words of a file never stand in a sentence as they are. */
function nameStore(driver: string): string {
  return /^[\w.-]{1,40}$/.test(driver) ? driver : 'of another name';
}
