// Every spelling of a request that makes Glance create an image, measured on zed, 2025.1 and 2026.2 alike (OSSN-0076).

/** A spelling: method, request target and the headers it needs. */
export interface CreatingRequest {
  readonly method: 'POST';
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

/** Spellings that answer 201 and add one row to the database. A limit that misses one of them limits nothing. */
export const creatingRequests: readonly CreatingRequest[] = [
  post('/v2/images'),
  post('/v2/images?x=1'),
  post('//v2/images'),
  post('/v2//images'),
  post('/v2%2fimages'),
  post('/%76%32/images'),
  post('/v2/%69mages'),
  ...Array.from({ length: 16 }, (_, minor) => post(`/v2.${minor}/images`)),
  post('/images', mediaType),
  post('/images', minorMediaType),
  post('//images', mediaType),
  // Glance ignores the override, a proxy may not.
  post('/v2/images', { 'X-HTTP-Method-Override': 'GET' }),
];

/** Requests that create nothing and that a limit on creation must leave alone. */
export const harmlessRequests: readonly { readonly method: string; readonly rawPath: string }[] = [
  { method: 'GET', rawPath: '/v2/images' },
  { method: 'HEAD', rawPath: '/v2/images' },
  { method: 'GET', rawPath: '/v2/images/1b8a2f6e-7c1d-4a53-9c5e-0d1f5a3b7c11' },
  { method: 'PUT', rawPath: '/v2/images/1b8a2f6e-7c1d-4a53-9c5e-0d1f5a3b7c11/file' },
  { method: 'POST', rawPath: '/v2/images/1b8a2f6e-7c1d-4a53-9c5e-0d1f5a3b7c11/import' },
  { method: 'PATCH', rawPath: '/v2/images/1b8a2f6e-7c1d-4a53-9c5e-0d1f5a3b7c11' },
  { method: 'DELETE', rawPath: '/v2/images/1b8a2f6e-7c1d-4a53-9c5e-0d1f5a3b7c11' },
];
