// Public certificates of image signers as secrets of Barbican, in the one form in which the services can read them.
import { X509Certificate } from 'node:crypto';
import { Construct } from 'constructs';
import { IntentProblems, type Problem, problem } from '../problems';
import { addInstances } from './instances';
import { LateValue, type ProviderConstruct, type ResourceConstruct, type TerraformLibrary } from './library';
import { findMisuse, isMapping, type PropRule, providerRule, textRule } from './misuse';
import { findOrAddProvider, openstackProvider } from './providers';

/** Certificates to store. */
export interface SigningCertificatesProps {
  /** PEM text of one certificate, by the name its secret gets. Public ones alone: a private key is refused. */
  readonly certificates: Readonly<Record<string, string>>;
  /** The `openstack` provider, in the project that owns the certificates. Default: that of the stack, or a new one without settings. */
  readonly provider?: ProviderConstruct;
}

const rules: Readonly<Record<keyof SigningCertificatesProps, PropRule>> = {
  certificates: { isRight: isMapping, wanted: 'an object of certificates by name' },
  provider: providerRule,
};

/** Of one certificate, as a colleague who reads the file without an encoding would get it wrong. */
const pemRule: PropRule = { ...textRule, wanted: 'PEM text', fix: "read the file as text: readFileSync(path, 'utf8')" };

const onePem = /^\s*-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*$/;

const secretType = 'openstack_keymanager_secret_v1';

/** One certificate, as Terraform holds it. */
interface StoredCertificate {
  /** Base64 of the PEM text. */
  readonly payload: string;
  /** The moment from which no service accepts it. */
  readonly until: string;
}

/**
 * Base of the two doors: an `openstack_keymanager_secret_v1` with an instance for each certificate, and an output with the ids, which are
 * what `img_signature_certificate_uuid` and `default_trusted_certificate_ids` name. `terraform plan` fails once a certificate has
 * expired: Nova then refuses every image signed with it (Terraform 1.5 and later).
 *
 * The content is PEM behind `application/octet-stream`: castellan hands the bytes to a reader of PEM, and with `text/plain` it gets text,
 * on which the reader raises TypeError. @throws IntentProblems on anything but one certificate.
 */
export class TerraformSigningCertificates extends Construct {
  /** The secrets, instances by name. */
  readonly resource: ResourceConstruct;

  constructor(library: TerraformLibrary, scope: Construct, id: string, props: SigningCertificatesProps) {
    super(scope, id);
    const misuse = findMisuse(this.node.path, '', props, rules);
    if (misuse.length > 0) throw new IntentProblems(misuse);
    const problems = Object.entries(props.certificates).flatMap(([name, pem]) =>
      findProblems(name, pem, this.node.path),
    );
    if (problems.length > 0) throw new IntentProblems(problems);
    const stored = Object.entries(props.certificates).map(([name, pem]) => [name, describeCertificate(pem)] as const);
    // Terraform refuses a condition that names no object, so the moment is a value of the instance.
    this.resource = addInstances(library, this, 'Default', {
      type: secretType,
      providerName: openstackProvider.type,
      attributes: {
        name: '${each.key}',
        secret_type: 'certificate',
        payload: '${each.value.payload}',
        payload_content_type: 'application/octet-stream',
        payload_content_encoding: 'base64',
      },
      forEach: {
        json: new LateValue(() => Object.fromEntries(stored)),
        hcl: new LateValue(() => renderHclEntries(stored)),
      },
      preconditions: [
        {
          condition: new LateValue(() => '${timecmp(plantimestamp(), each.value.until) < 0}'),
          errorMessage:
            'The certificate ${each.key} expired at ${each.value.until}: sign with another one, and take it off the trusted lists.',
        },
      ],
    });
    this.resource.provider =
      props.provider ?? findOrAddProvider(library, library.TerraformStack.of(this), openstackProvider);
    const ids = (): string =>
      `\${{ for name, secret in ${secretType}.${this.resource.friendlyUniqueId} : name => secret.id }}`;
    const description = 'Ids of the certificates, for img_signature_certificate_uuid and trusted lists';
    new library.TerraformOutput(this, 'ids', { value: new LateValue(ids), description });
  }
}

function describeCertificate(pem: string): StoredCertificate {
  return {
    payload: Buffer.from(`${pem.trim()}\n`).toString('base64'),
    until: new Date(new X509Certificate(pem).validTo).toISOString().replace('.000Z', 'Z'),
  };
}

/** Names and values hold nothing that HCL would read as more than text. */
function renderHclEntries(stored: readonly (readonly [string, StoredCertificate])[]): string {
  const lines = stored.map(([name, { payload, until }]) => {
    return `  "${name}" = { payload = "${payload}", until = "${until}" }\n`;
  });
  return `{\n${lines.join('')}}`;
}

function findProblems(name: string, pem: string, construct: string): readonly Problem[] {
  const place = { file: construct, pointer: `/certificates/${name}` };
  const refuse = (got: string, wanted: string, why: string, fix: string): readonly Problem[] => [
    problem('bad-value', place, { got, wanted, why, fix }),
  ];
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name)) {
    const wanted = 'letters, digits, dots, dashes and underscores, at most 64';
    return refuse(
      JSON.stringify(name),
      wanted,
      'it names the secret and the resource',
      'choose a shorter, plainer name',
    );
  }
  const misuse = findMisuse(construct, '/certificates', { [name]: pem }, { [name]: pemRule });
  if (misuse.length > 0) return misuse;
  if (pem.includes('PRIVATE KEY')) {
    const why = 'Terraform keeps every payload in its state, readable for whoever reads that';
    return refuse(
      'a private key',
      'a certificate alone',
      why,
      'take the key out, and replace it if the file was shared',
    );
  }
  const fix = 'give one certificate in PEM form, without the chain';
  if (onePem.test(pem) && isCertificate(pem)) return [];
  return refuse('something else', 'one certificate in PEM form', 'castellan reads one, and no other form', fix);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).validTo !== '';
  } catch {
    return false;
  }
}
