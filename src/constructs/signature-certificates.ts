// SignatureKeyManager: where Glance, Nova and Cinder fetch certificates, and which. Credentials stay where they are.
import { readSingleCertificate, renderCertificate } from '../documents/certificates/pem';
import { renderStoreScript, STORE_SCRIPT } from '../documents/certificates/store-script';
import type { Artifact } from '../documents/hardening';
import type { SignatureKeyManagerProps } from '../intent/types-signatures';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/**
 * @internal `[key_manager]` and `[barbican]`; certificates are fetched with the token of the request, so there is no secret to write. The
 * certificates themselves come with a script that stores them.
 */
export function decideCertificatePlace(
  props: SignatureKeyManagerProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
): Decision {
  const wanted = [
    ['key_manager', 'backend', props.backend ?? 'barbican', '/backend', 'where certificates are fetched'],
    ['barbican', 'barbican_endpoint', props.barbicanEndpoint, '/barbicanEndpoint', 'instead of the service catalogue'],
    ['barbican', 'auth_endpoint', props.authEndpoint, '/authEndpoint', 'the default is http://localhost/identity/v3'],
    ['barbican', 'barbican_endpoint_type', props.barbicanEndpointType, '/barbicanEndpointType', 'from the catalogue'],
  ] as const;
  const settings: WantedSetting[] = [];
  const unknown = new Set<string>();
  for (const service of props.services ?? (['glance', 'nova', 'cinder'] as const)) {
    for (const [section, option, value, pointer, reason] of wanted) {
      if (value === undefined) continue;
      if (facts.has(service, section, option)) settings.push({ service, section, option, value, pointer, reason });
      else unknown.add(service);
    }
  }
  const residuals = [
    'certificates are fetched with the token of the booting user: the signing certificate and the whole trusted list must be readable by everybody who boots, else the boot ends in ERROR',
    ...(unknown.size > 0
      ? [
          `[key_manager] and [barbican] of ${[...unknown].join(', ')} are not known in ${facts.release}: write them by hand`,
        ]
      : []),
    ...(props.certificates
      ? [
          'dates of certificates are not judged: outside of them a certificate is as good as none, and every boot under it ends in ERROR',
        ]
      : ['no certificate was given: whether the trusted list is a chain that cursive follows nobody can judge']),
  ];
  const { artifacts, problems } = placeCertificates(props, placeOf);
  return {
    settings,
    artifacts,
    problems,
    residuals: residuals.map((because) => ({ control: 'signature-key-manager', because })),
  };
}

/** One file for each certificate, named after its id once there is one, and the script that stores them. */
function placeCertificates(
  { certificates = {}, readers = [] }: SignatureKeyManagerProps,
  placeOf: PlaceOf,
): { artifacts: Artifact[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const files = new Map<string, { name: string; id: string | null; bytes: Buffer }>();
  for (const name of Object.keys(certificates).sort()) {
    const { id, pem, file } = certificates[name] ?? {};
    const bytes = pem === undefined || file !== undefined ? null : readSingleCertificate(pem);
    const path = `${id ?? name}.pem`;
    const place = placeOf(`/certificates/${name}`);
    if (bytes === null) {
      const why = 'a file is read beside an intent file only: TypeScript gives the text';
      problems.push(problem('bad-value', place, { got: name, wanted: 'pem or file, with one certificate', why }));
    } else if (files.has(path)) {
      const got = `${name} with the id of ${files.get(path)?.name}`;
      problems.push(problem('duplicate-key', place, { got, wanted: 'an id of its own' }));
    } else files.set(path, { name, id: id ?? null, bytes });
  }
  if (files.size === 0) return { artifacts: [], problems };
  const program = 'key-manager';
  const placed = [...files].map(([file, { bytes, name }]): Artifact => {
    return { program, name: `certificates/${file}`, text: `# ${name}\n${renderCertificate(bytes)}` };
  });
  const stored = [...files].map(([file, { name, id }]) => ({ name, file, id }));
  return {
    artifacts: [...placed, { program, name: STORE_SCRIPT, text: renderStoreScript(stored, readers) }],
    problems,
  };
}

/**
 * Key manager of the services that verify signatures, `[key_manager]` and `[barbican]`, and certificates with a script that stores them;
 * options are known from xena on. Never a secret: certificates are fetched with the token of the request.
 */
export class SignatureKeyManager extends Control<SignatureKeyManagerProps> {
  /** @internal */
  readonly intentKey = 'signatureKeyManager';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideCertificatePlace(this.props, facts, placeOf);
  }
}
