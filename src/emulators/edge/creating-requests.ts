// Every spelling of a request that makes Glance create an image, measured on zed, 2025.1 and 2026.2 alike (OSSN-0076).

/** A spelling: method, request target and the headers it needs. */
export interface CreatingRequest {
  readonly method: string;
  readonly rawPath: string;
  readonly headers: Readonly<Record<string, string>>;
}

const post = (rawPath: string, headers: Readonly<Record<string, string>> = {}): CreatingRequest => ({
  method: 'POST',
  rawPath,
  headers,
});
/** Glance reads the version from this media type when the path names none. */
const mediaType = { Accept: 'application/vnd.openstack.images-v2' } as const;
const minorMediaType = { Accept: 'application/vnd.openstack.images-v2.9' } as const;
const weighedMediaType = { Accept: 'application/vnd.openstack.images-v2;q=1' } as const;

/** Spellings that answer 201 and add one row to the database. A limit that misses one of them limits nothing. */
export const creatingRequests: readonly CreatingRequest[] = [
  post('/v2/images'),
  post('/v2/images?x=1'),
  // The routes of Glance end in a dollar sign, which a line feed may follow.
  post('/v2/images%0a'),
  post('//v2/images'),
  post('/v2//images'),
  post('/v2%2fimages'),
  post('/%76%32/images'),
  post('/v2/%69mages'),
  ...Array.from({ length: 16 }, (_, minor) => post(`/v2.${minor}/images`)),
  post('/images', mediaType),
  post('/images', minorMediaType),
  post('/images', weighedMediaType),
  post('//images', mediaType),
  // Glance ignores the override, a proxy may not.
  post('/v2/images', { 'X-HTTP-Method-Override': 'GET' }),
];

/**
 * Spellings that create an image from 2025.1 on, and not on zed (sent to both, under eventlet and uWSGI): a later version of the API,
 * and a target with scheme and host, which HAProxy hands on as it stands.
 */
export const recentCreatingRequests: readonly CreatingRequest[] = [
  post('/v2.17/images'),
  // HAProxy wants the same name in both places.
  post('http://glance/v2/images', { Host: 'glance' }),
];

/**
 * Requests of another method that create an image: the router of Glance (RoutesMiddleware) takes the method from `_method` of
 * the query once the query holds that word undecoded, and folds its case (measured on zed, 2025.1 and 2026.2).
 */
export const overriddenCreatingRequests: readonly CreatingRequest[] = [
  { method: 'GET', rawPath: '/v2/images?_method=POST', headers: {} },
  { method: 'PUT', rawPath: '/v2/images?_method=post', headers: {} },
  { method: 'DELETE', rawPath: '//v2.9/images?x=1&_method=POST', headers: {} },
  { method: 'GET', rawPath: '/v2/images?x=_method&%5fmethod=POST', headers: {} },
  { method: 'GET', rawPath: '/images?_method=POST', headers: mediaType },
];

/**
 * Spellings that create an image where the WSGI server takes dot segments, and percent signs without two digits, out of the
 * path: uWSGI of bookworm, trixie and sid does (measured), Apache before mod_wsgi drops dot segments by its documentation,
 * eventlet does neither.
 */
export const collapsedCreatingRequests: readonly CreatingRequest[] = [
  post('/v2/./images'),
  post('/v2/x/../images'),
  post('/x/../v2/images'),
  post('/.//v2/images'),
  post('/./images', mediaType),
  post('/v2/images%'),
  post('/v2/images%2'),
  post('/%zz/../v2/images'),
];

const image = '/v2/images/1b8a2f6e-7c1d-4a53-9c5e-0d1f5a3b7c11';

/** A request that creates no image. */
export interface OtherRequest {
  readonly method: string;
  readonly rawPath: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests that carry or read images: no limit on requests may touch them. */
export const untouchedRequests: readonly OtherRequest[] = [
  { method: 'GET', rawPath: '/v2/images' },
  { method: 'HEAD', rawPath: '/v2/images' },
  { method: 'GET', rawPath: image },
  { method: 'GET', rawPath: `${image}/members` },
  { method: 'PUT', rawPath: `${image}/file` },
  { method: 'PUT', rawPath: `${image}/stage` },
];

/** Writes that add a row, or leave one behind, for each repetition (a deleted row stays until the purge). */
export const rowWritingRequests: readonly OtherRequest[] = [
  { method: 'PUT', rawPath: `${image}/tags/t1` },
  { method: 'DELETE', rawPath: `${image}/tags/t1` },
  { method: 'POST', rawPath: `${image}/members` },
  { method: 'DELETE', rawPath: `${image}/members/5f3b1c2e8a4d4c6f9b7e2d1a0c9e8f7b` },
  { method: 'POST', rawPath: `${image}/import` },
  { method: 'PATCH', rawPath: image },
  { method: 'DELETE', rawPath: image },
];

/** Requests that create nothing and that a limit on creation must leave alone. */
export const harmlessRequests: readonly OtherRequest[] = [...untouchedRequests, ...rowWritingRequests];

/** The spellings of one row-writing request that Glance, or the WSGI server before it, routes the same way as those of a creation. */
export function spellRowWrite({ method, rawPath }: OtherRequest): readonly OtherRequest[] {
  const rest = rawPath.slice('/v2/images'.length);
  const spelled = [
    `/v2/images${rest}`,
    `//v2/images${rest}`,
    `/v2//images${rest}`,
    `/v2%2fimages${rest}`,
    `/%76%32/images${rest}`,
    `/v2/%69mages${rest}`,
    `/v2.9/images${rest}`,
    `/v2/images/${rest}`,
    `/v2/./images${rest}`,
    `/x/../v2/images${rest}`,
  ].map((spelling) => ({ method, rawPath: spelling }));
  return [
    ...spelled,
    { method, rawPath: `/images${rest}`, headers: mediaType },
    { method: 'GET', rawPath: `${rawPath}?_method=${method}` },
  ];
}
