// Every advisory Glacis has an answer to, or says why it has none. Imported by reports and docs, never by synth.
import type { Advisory } from './advisory';
import { advisory as checkBlock0102 } from './check-block-01-02';
import { advisory as checkBlock06 } from './check-block-06';
import { advisory as checkBlock08 } from './check-block-08';
import { advisory as checkCompute0102 } from './check-compute-01-02';
import { advisory as checkCompute05 } from './check-compute-05';
import { advisory as checkImage01 } from './check-image-01';
import { advisory as checkImage02 } from './check-image-02';
import { advisory as checkImage03 } from './check-image-03';
import { advisory as checkImage04 } from './check-image-04';
import { advisory as checkImage05 } from './check-image-05';
import { advisory as docLocationApiHttp } from './doc-location-api-http';
import { advisory as guideInstanceSignatures } from './guide-instance-signatures';
import { advisory as ossa2011001 } from './ossa-2011-001';
import { advisory as ossa2012008 } from './ossa-2012-008';
import { advisory as ossa2012011 } from './ossa-2012-011';
import { advisory as ossa2012017 } from './ossa-2012-017';
import { advisory as ossa2013002 } from './ossa-2013-002';
import { advisory as ossa2013007 } from './ossa-2013-007';
import { advisory as ossa2013012 } from './ossa-2013-012';
import { advisory as ossa2013018 } from './ossa-2013-018';
import { advisory as ossa2013027 } from './ossa-2013-027';
import { advisory as ossa2013029 } from './ossa-2013-029';
import { advisory as ossa2013037 } from './ossa-2013-037';
import { advisory as ossa2014001 } from './ossa-2014-001';
import { advisory as ossa2014004 } from './ossa-2014-004';
import { advisory as ossa2014009 } from './ossa-2014-009';
import { advisory as ossa2014012 } from './ossa-2014-012';
import { advisory as ossa2014028 } from './ossa-2014-028';
import { advisory as ossa2014030 } from './ossa-2014-030';
import { advisory as ossa2014033 } from './ossa-2014-033';
import { advisory as ossa2014041 } from './ossa-2014-041';
import { advisory as ossa2015002 } from './ossa-2015-002';
import { advisory as ossa2015003 } from './ossa-2015-003';
import { advisory as ossa2015004 } from './ossa-2015-004';
import { advisory as ossa2015009 } from './ossa-2015-009';
import { advisory as ossa2015011 } from './ossa-2015-011';
import { advisory as ossa2015013 } from './ossa-2015-013';
import { advisory as ossa2015014 } from './ossa-2015-014';
import { advisory as ossa2015019 } from './ossa-2015-019';
import { advisory as ossa2015020 } from './ossa-2015-020';
import { advisory as ossa2016001 } from './ossa-2016-001';
import { advisory as ossa2016006 } from './ossa-2016-006';
import { advisory as ossa2016007 } from './ossa-2016-007';
import { advisory as ossa2016012 } from './ossa-2016-012';
import { advisory as ossa2017005 } from './ossa-2017-005';
import { advisory as ossa2023002 } from './ossa-2023-002';
import { advisory as ossa2024001 } from './ossa-2024-001';
import { advisory as ossa2024002 } from './ossa-2024-002';
import { advisory as ossa2024003 } from './ossa-2024-003';
import { advisory as ossa2024004 } from './ossa-2024-004';
import { advisory as ossa2025001 } from './ossa-2025-001';
import { advisory as ossa2026002 } from './ossa-2026-002';
import { advisory as ossa2026004 } from './ossa-2026-004';
import { advisory as ossn0005 } from './ossn-0005';
import { advisory as ossn0013 } from './ossn-0013';
import { advisory as ossn0015 } from './ossn-0015';
import { advisory as ossn0025 } from './ossn-0025';
import { advisory as ossn0026 } from './ossn-0026';
import { advisory as ossn0048 } from './ossn-0048';
import { advisory as ossn0055 } from './ossn-0055';
import { advisory as ossn0057 } from './ossn-0057';
import { advisory as ossn0060 } from './ossn-0060';
import { advisory as ossn0061 } from './ossn-0061';
import { advisory as ossn0063 } from './ossn-0063';
import { advisory as ossn0065 } from './ossn-0065';
import { advisory as ossn0075 } from './ossn-0075';
import { advisory as ossn0076 } from './ossn-0076';
import { advisory as ossn0078 } from './ossn-0078';
import { advisory as ossn0088 } from './ossn-0088';
import { advisory as ossn0090 } from './ossn-0090';
import { advisory as ossn0092 } from './ossn-0092';
import { advisory as ossn0105 } from './ossn-0105';

/** All of them, sorted by id. */
export const advisories: readonly Advisory[] = [
  checkBlock0102,
  checkBlock06,
  checkBlock08,
  checkCompute0102,
  checkCompute05,
  checkImage01,
  checkImage02,
  checkImage03,
  checkImage04,
  checkImage05,
  docLocationApiHttp,
  guideInstanceSignatures,
  ossa2011001,
  ossa2012008,
  ossa2012011,
  ossa2012017,
  ossa2013002,
  ossa2013007,
  ossa2013012,
  ossa2013018,
  ossa2013027,
  ossa2013029,
  ossa2013037,
  ossa2014001,
  ossa2014004,
  ossa2014009,
  ossa2014012,
  ossa2014028,
  ossa2014030,
  ossa2014033,
  ossa2014041,
  ossa2015002,
  ossa2015003,
  ossa2015004,
  ossa2015009,
  ossa2015011,
  ossa2015013,
  ossa2015014,
  ossa2015019,
  ossa2015020,
  ossa2016001,
  ossa2016006,
  ossa2016007,
  ossa2016012,
  ossa2017005,
  ossa2023002,
  ossa2024001,
  ossa2024002,
  ossa2024003,
  ossa2024004,
  ossa2025001,
  ossa2026002,
  ossa2026004,
  ossn0005,
  ossn0013,
  ossn0015,
  ossn0025,
  ossn0026,
  ossn0048,
  ossn0055,
  ossn0057,
  ossn0060,
  ossn0061,
  ossn0063,
  ossn0065,
  ossn0075,
  ossn0076,
  ossn0078,
  ossn0088,
  ossn0090,
  ossn0092,
  ossn0105,
];

const byId: ReadonlyMap<string, Advisory> = new Map(advisories.map((advisory) => [advisory.id, advisory]));

/** One of them by its exact id (`OSSA-2026-004`); undefined when there is none. */
export function findAdvisory(id: string): Advisory | undefined {
  return byId.get(id);
}
