// What a proxy lets through: how many creations and other writes, from whom, in which spelling, and how many clients it counts.
import type { HaproxyConfiguration } from '../../documents/haproxy/types';
import { loadNginx } from '../../documents/nginx/load';
import type { NginxConfiguration } from '../../documents/nginx/types';
import { parseReposeLimits } from '../../documents/repose/rate-limiting';
import type { FileTree } from '../../documents/types';
import { type OtherRequest, rowWritingRequests, spellRowWrite } from '../../emulators/edge/creating-requests';
import { judgeImageCreateLimit } from '../../emulators/edge/judge';
import type { EdgeRequest, EdgeVerdict } from '../../emulators/edge/types';
import { edgeVerdict } from '../../emulators/edge/verdict';
import { chooseWorstVerdict } from '../../emulators/edge/worst';
import type { Cloud } from '../cloud/cloud';
import { openEdge } from '../cloud/edge';
import { listTellingAddresses } from '../cloud/egress';
import type { Measure } from './measures';
import { measureLists, measureZones } from './nginx-lists';

/** An address for documentation: no real file exempts it by accident. */
const client = { headers: {}, clientAddress: '198.51.100.7' } as const;
const plainCreation = { method: 'POST', rawPath: '/v2/images' } as const;
const plainWrite = { method: 'PUT', rawPath: '/v2/images/11111111-2222-4333-8444-555555555555/tags/a' } as const;
const plainRead = { method: 'GET', rawPath: '/v2/images' } as const;
/** What a proxy may refuse altogether. */
const otherRequests: readonly OtherRequest[] = [
  plainRead,
  { method: 'POST', rawPath: '/v2/tasks' },
  { method: 'POST', rawPath: '/v2/metadefs/namespaces' },
  ...['file', 'stage'].map((last) => ({ method: 'PUT', rawPath: plainWrite.rawPath.replace('tags/a', last) })),
];
/** Clients of networks that the files name. */
const maxAddresses = 24;

/** What nginx or HAProxy bounds on one side. `clouds`: both sides, whose files name the clients to ask for. */
export function measureEdge(program: 'nginx' | 'haproxy', cloud: Cloud, clouds: readonly Cloud[]): Measure[] {
  const configuration = openEdge(cloud)[program] ?? loadNginx(new Map());
  const collapses = cloud.versions.launcher !== 'eventlet';
  const ask = (request: OtherRequest, more: Partial<EdgeRequest> = {}): EdgeVerdict =>
    edgeVerdict(configuration, { ...client, ...request, ...more });
  const { worst, weaknesses } = judgeImageCreateLimit(configuration, { collapses });
  // A limit with a way around it is still a limit for whoever does not know the way: the plain spelling counts too.
  const writes = rowWritingRequests.flatMap((write): Asked[] => {
    const name = `${write.method} of ${write.rawPath.split('/')[4] ?? 'an image'}`;
    const spelled = spellRowWrite(write).filter(({ rawPath }) => collapses || !/\/\.\.?\//.test(rawPath));
    return [
      [name, ask(write)],
      [`${name} in some spelling`, chooseWorstVerdict(spelled.map((request) => ask(request)))],
    ];
  });
  // Which headers are believed from whom is another question.
  const addresses = listTellingAddresses(...nameClients(program, clouds)).slice(0, maxAddresses);
  const clients = addresses
    .map((clientAddress) => ({ clientAddress, fixedHeaders: 'all' as const }))
    .flatMap((from): Asked[] => [
      [`image creation from ${from.clientAddress}`, ask(plainCreation, from)],
      [`other writes from ${from.clientAddress}`, ask(plainWrite, from)],
      [`reads from ${from.clientAddress}`, ask(plainRead, from)],
    ]);
  const asked: Asked[] = [
    ['image creation in some spelling', worst],
    ['image creation', ask(plainCreation)],
    ...otherRequests.map((request): Asked => [`${request.method} ${request.rawPath}`, ask(request)]),
    ...writes,
    ...clients,
  ];
  const isMultiplied = weaknesses.includes('bucket-per-spelling');
  const bySpelling = `buckets of one client by spelling in ${program}`;
  return [
    ...asked.flatMap(([name, verdict]) => measureVerdict(`${name} through ${program}`, verdict)),
    { subject: bySpelling, value: isMultiplied ? 2 : 1, text: isMultiplied ? 'several' : 'one' },
    countBuckets(`buckets of IPv6 clients that create through ${program}`, configuration, plainCreation),
    countBuckets(`buckets of IPv6 clients that write through ${program}`, configuration, plainWrite),
    ...measureTables(program, cloud, clouds),
    ...(configuration.product === 'nginx' ? measureNginx(configuration, clouds, addresses) : []),
  ];
}

/** What stands in its files is told even where nobody can say what becomes of a request. */
function measureNginx(
  { statements }: NginxConfiguration,
  clouds: readonly Cloud[],
  addresses: readonly string[],
): Measure[] {
  const sides = clouds.map((cloud) => openEdge(cloud).nginx?.statements ?? []);
  const zones = sides.map(measureZones);
  const isEverywhere = (one: Measure): boolean =>
    zones.every((side) => side.some(({ subject }) => subject === one.subject));
  return [...measureZones(statements).filter(isEverywhere), ...measureLists(statements, sides, addresses)];
}

type Asked = readonly [name: string, verdict: EdgeVerdict];

/** Trees and paths as `listTellingAddresses` wants them: what either side writes for the proxy. */
function nameClients(program: string, clouds: readonly Cloud[]): [FileTree, string[]] {
  const texts = clouds.flatMap(({ files }, side) =>
    [...files]
      .filter(([path]) => path.startsWith(`${program}/`))
      .map(([path, text]) => [`${side}/${path}`, text] as const),
  );
  return [new Map(texts), texts.map(([path]) => path)];
}

/** Neighbours at several distances, from the next address to the next /48: one customer may own all of them. */
function countBuckets(
  subject: string,
  configuration: NginxConfiguration | HaproxyConfiguration,
  request: OtherRequest,
): Measure {
  const own = [
    '2001:db8:0:100::7',
    '2001:db8:0:100::8',
    '2001:db8:0:100::1:7',
    '2001:db8:0:100:0:1:0:7',
    '2001:db8:0:100:1::7',
  ];
  const near = ['2001:db8:0:101::7', '2001:db8:0:110::7', '2001:db8:0:200::7', '2001:db8:1:100::7'];
  const verdicts = [...own, ...near].map((clientAddress) =>
    edgeVerdict(configuration, { ...client, ...request, clientAddress }),
  );
  const buckets = new Set(verdicts.flatMap((verdict) => (verdict.limited === true ? [verdict.bucket] : [])));
  // Where nothing limits them, which is told above, there are no buckets to compare.
  const isKnown = verdicts.every(({ limited }) => limited !== 'cannot-say' && limited !== false);
  return {
    subject,
    value: isKnown ? buckets.size : Number.NaN,
    text: `${buckets.size} for ${verdicts.length} addresses`,
  };
}

/** A full table forgets whom it counted: the smallest one decides. Where a side has none there is no limit, which is told above. */
function measureTables(program: 'nginx' | 'haproxy', cloud: Cloud, clouds: readonly Cloud[]): Measure[] {
  const pattern =
    program === 'nginx'
      ? /^\s*limit_req_zone\s.*\szone=\w+:(\d+)([km]?)/gim
      : /^\s*stick-table\s.*\bsize\s+(\d+)([kmg]?)/gim;
  const findSmallest = ({ files }: Cloud): number => {
    const sizes = [...files]
      .filter(([path]) => path.startsWith(`${program}/`))
      .flatMap(([, text]) => [...text.matchAll(pattern)])
      .map(([, digits, unit = '']) => Number(digits) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' '));
    return Math.min(...sizes);
  };
  const smallest = findSmallest(cloud);
  const isEverywhere = clouds.every((one) => Number.isFinite(findSmallest(one)));
  return isEverywhere ? [{ subject: `smallest table of ${program}`, value: -smallest, text: `${smallest}` }] : [];
}

function measureVerdict(subject: string, verdict: EdgeVerdict): Measure[] {
  const atOnce = `${subject} at once`;
  if (verdict.limited === true) {
    const { requestsPerMinute, burst } = verdict;
    return [
      { subject, value: requestsPerMinute, text: `${requestsPerMinute} a minute` },
      { subject: atOnce, value: burst, text: String(burst) },
    ];
  }
  const isRefused = verdict.limited === 'refused';
  const isOpen = verdict.limited === false;
  const [value, text] = isRefused ? [0, 'refused'] : [isOpen ? Number.POSITIVE_INFINITY : Number.NaN, 'unlimited'];
  return [
    { subject, value, text },
    { subject: atOnce, value, text },
  ];
}

/** Repose is in no verdict: its limits are compared as they are written, as long as the file has the shape that Glacis writes. */
export function measureRepose({ files }: Cloud): Measure[] {
  const read = parseReposeLimits(files.get('repose/rate-limiting.cfg.xml') ?? '');
  return (read?.limits ?? []).flatMap(({ id, methods, perMinute }) =>
    methods.map((method) => ({
      subject: `${method} of ${id} in repose`,
      value: perMinute,
      text: `${perMinute} a minute`,
    })),
  );
}
