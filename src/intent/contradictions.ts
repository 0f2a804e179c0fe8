// Finds settings of one region that cancel or break each other. Only the intent is needed; what a release lacks is judged elsewhere.
import { describeRelease } from '../openstack/releases';
import type { Service } from '../openstack/types';
import { type Place, type Problem, problem } from '../problems';
import type { RegionIntent } from './types';

type PlaceOf = (pointer: string) => Place;

/** Every contradiction of a complete, well-formed region. */
export function findContradictions(intent: RegionIntent, placeOf: PlaceOf): Problem[] {
  return [
    ...judgeVersions(intent, placeOf),
    ...judgeImport(intent, placeOf),
    ...judgeFormats(intent, placeOf),
    ...judgeEgress(intent, placeOf),
    ...judgeRateLimit(intent, placeOf),
    ...judgeQuotas(intent, placeOf),
    ...judgeSignatures(intent, placeOf),
    ...judgeSignedImports(intent, placeOf),
    ...judgePolicy(intent, placeOf),
    ...judgeRisks(intent, placeOf),
  ];
}

function contradict(place: Place, got: string, wanted: string, why: string, fix: string): Problem {
  return problem('contradiction', place, { got, wanted, why, fix });
}

const services: readonly Service[] = ['glance', 'nova', 'cinder'];

function judgeVersions({ release, packages = {} }: RegionIntent, placeOf: PlaceOf): Problem[] {
  const { majors } = describeRelease(release);
  return services.flatMap((service) => {
    const version = packages[service] ?? '';
    const major = Number(/^(?:[0-9]+:)?([0-9]+)/.exec(version)?.[1]);
    if (Number.isNaN(major) || major === majors[service]) return [];
    const wanted = `${majors[service]}.x.y`;
    const why = `${service} of ${release} is version ${majors[service]}`;
    return [contradict(placeOf(`/packages/${service}`), version, wanted, why, 'correct the release or the version')];
  });
}

function judgeImport({ imageImport = {} }: RegionIntent, placeOf: PlaceOf): Problem[] {
  const { enabledImportMethods: methods, allowedHosts = [] } = imageImport;
  if (methods === undefined) return [];
  const index = methods.indexOf('web-download');
  if (index >= 0 && allowedHosts.length === 0) {
    const why = 'an empty allowed_hosts switches the host filter off: every host would be fetched';
    return [
      contradict(
        placeOf(`/imageImport/enabledImportMethods/${index}`),
        'web-download without allowedHosts',
        'the hosts images come from',
        why,
        'list them in allowedHosts, or drop web-download',
      ),
    ];
  }
  if (index < 0 && !methods.includes('glance-download') && allowedHosts.length > 0) {
    const why = 'the import filter judges what is fetched, and no enabled method fetches';
    return [
      contradict(
        placeOf('/imageImport/allowedHosts'),
        'allowedHosts without a method that fetches',
        'web-download or glance-download',
        why,
        'add web-download to enabledImportMethods, or drop allowedHosts',
      ),
    ];
  }
  return [];
}

function judgeFormats({ imageFormats = {} }: RegionIntent, placeOf: PlaceOf): Problem[] {
  const { diskFormats = ['qcow2', 'raw'], vmdkAllowedTypes } = imageFormats;
  const contradictTypes = (got: string, wanted: string, why: string, fix: string): Problem[] => [
    contradict(placeOf('/imageFormats/vmdkAllowedTypes'), got, wanted, why, fix),
  ];
  const hasVmdk = diskFormats.includes('vmdk');
  if (!hasVmdk && vmdkAllowedTypes !== undefined && vmdkAllowedTypes.length > 0) {
    return contradictTypes(
      'vmdkAllowedTypes without vmdk',
      'vmdk among diskFormats',
      'no vmdk image can be stored',
      'add vmdk to diskFormats, or drop vmdkAllowedTypes',
    );
  }
  if (hasVmdk && vmdkAllowedTypes?.length === 0) {
    return contradictTypes(
      'vmdk without an allowed type',
      'at least one VMDK subformat',
      'every vmdk image would be refused',
      'list a subformat, or drop vmdk from diskFormats',
    );
  }
  return [];
}

function judgeEgress({ imageImport = {}, importEgress }: RegionIntent, placeOf: PlaceOf): Problem[] {
  if (importEgress === undefined) return [];
  const problems: Problem[] = [];
  const { allowedHosts = [], allowedPorts = [443], enabledImportMethods } = imageImport;
  const { mirrors, mirrorPorts = [443], services = [] } = importEgress;
  const isFetching = allowedHosts.length > 0 && (enabledImportMethods?.includes('web-download') ?? true);
  if (isFetching && mirrors.length === 0) {
    problems.push(
      contradict(
        placeOf('/importEgress/mirrors'),
        'no mirrors',
        'the addresses of the allowed hosts',
        'the guard would stop every import',
        'list the addresses behind allowedHosts',
      ),
    );
  }
  if (isFetching && !allowedPorts.some((port) => mirrorPorts.includes(port))) {
    const why = 'the filter and the guard have no port in common: every import would fail';
    problems.push(
      contradict(
        placeOf('/importEgress/mirrorPorts'),
        mirrorPorts.join(', '),
        `a port of ${allowedPorts.join(', ')}`,
        why,
        'give mirrorPorts the ports of allowedPorts',
      ),
    );
  }
  const names = services.map((service) => service.name);
  for (const index of findRepeated(names)) {
    problems.push(
      contradict(
        placeOf(`/importEgress/services/${index}/name`),
        `${names[index]} again`,
        'each name once',
        'a reviewer could not tell the two apart',
        'name them apart, or put the ports together',
      ),
    );
  }
  return problems;
}

function judgeRateLimit({ imageCreateRateLimit: limit }: RegionIntent, placeOf: PlaceOf): Problem[] {
  if (limit === undefined || limit === false || limit.haproxy === undefined) return [];
  if (limit.proxies?.includes('haproxy')) return [];
  const why = 'nothing is written for HAProxy, so the limit would not hold there';
  return [
    contradict(
      placeOf('/imageCreateRateLimit/haproxy'),
      'a HAProxy frontend without haproxy',
      'haproxy among proxies',
      why,
      'add haproxy to proxies, or drop the section',
    ),
  ];
}

function judgeQuotas(
  { imageQuotas, unifiedLimits, imageFormats, stagingBounds }: RegionIntent,
  placeOf: PlaceOf,
): Problem[] {
  const problems: Problem[] = [];
  if (unifiedLimits !== undefined && imageQuotas?.userStorageQuota !== undefined) {
    const why =
      'with use_keystone_limits Glance asks Keystone for image_size_total and never looks at user_storage_quota';
    const place = placeOf('/imageQuotas/userStorageQuota');
    problems.push(
      contradict(place, 'userStorageQuota beside unifiedLimits', 'one of them', why, 'drop userStorageQuota'),
    );
  }
  const capBytes = imageFormats?.imageSizeCap ?? 137438953472;
  const limitMib = stagingBounds?.limitFsize ?? 131072;
  if (stagingBounds !== undefined && limitMib * 2 ** 20 < capBytes) {
    problems.push(
      contradict(
        placeOf('/stagingBounds/limitFsize'),
        `${limitMib} MiB`,
        `at least the ${Math.ceil(capBytes / 2 ** 20)} MiB of image_size_cap`,
        'uploads that the cap admits would fail in the file store with an error 500',
        'raise limitFsize, or lower imageSizeCap',
      ),
    );
  }
  return problems;
}

function judgeSignatures({ novaSignatures }: RegionIntent, placeOf: PlaceOf): Problem[] {
  if (novaSignatures === undefined || novaSignatures.verifyGlanceSignatures !== false) return [];
  if (novaSignatures.enableCertificateValidation === false) return [];
  const why = 'Nova validates certificates only while it verifies signatures: the trusted list would guard nothing';
  return [
    contradict(
      placeOf('/novaSignatures/verifyGlanceSignatures'),
      'false',
      'true',
      why,
      'verify signatures, or remove novaSignatures',
    ),
  ];
}

function judgeSignedImports({ signedImports, imageConversion }: RegionIntent, placeOf: PlaceOf): Problem[] {
  if (signedImports === undefined || imageConversion?.outputFormat === undefined) return [];
  const why = 'Glance compares the signature with the converted bytes: every signed import would fail';
  return [
    contradict(
      placeOf('/imageConversion/outputFormat'),
      'imageConversion beside signedImports',
      'one of them',
      why,
      'drop the conversion and sign the bytes that are to be stored, or drop signedImports',
    ),
  ];
}

const knobRules = {
  tasksApiAccess: 'tasks_api_access',
  addImageLocation: 'add_image_location',
  communitizeImage: 'communitize_image',
  addImage: 'add_image',
} as const;

function judgePolicy({ imagePolicy = {} }: RegionIntent, placeOf: PlaceOf): Problem[] {
  return (Object.keys(knobRules) as (keyof typeof knobRules)[]).flatMap((knob) => {
    const rule = knobRules[knob];
    const isWritten = imagePolicy[knob] !== undefined && imagePolicy[knob] !== 'default';
    if (!isWritten || imagePolicy.rules?.glance?.[rule] === undefined) return [];
    const place = placeOf(`/imagePolicy/rules/glance/${rule}`);
    return [
      problem('conflict', place, {
        got: `${rule} and ${knob}`,
        wanted: 'one of them',
        why: 'both set one rule',
        fix: `drop the rule, or write ${knob}: default`,
      }),
    ];
  });
}

function judgeRisks({ acceptedRisks = [] }: RegionIntent, placeOf: PlaceOf): Problem[] {
  return findRepeated(acceptedRisks.map(({ risk, where = '' }) => `${risk}\n${where}`)).map((index) =>
    contradict(
      placeOf(`/acceptedRisks/${index}`),
      `${acceptedRisks[index]?.risk ?? ''} again`,
      'each risk and place once',
      'two reasons and two dates for one finding',
      'keep one of them',
    ),
  );
}

/** The indexes of items that stood there before. */
function findRepeated(items: readonly string[]): number[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const isRepeated = seen.has(item);
    seen.add(item);
    return isRepeated ? [index] : [];
  });
}
