// Public certificates of image signers as secrets of Barbican, in the one form in which the services can read them.
import { X509Certificate } from 'node:crypto';
import { Construct } from 'constructs';
import { IntentProblems, type Problem, problem } from '../problems';
import { LateValue, type ProviderConstruct, type ResourceConstruct, type TerraformLibrary } from './library';
import { addResource } from './plain-resource';
import { findOrAddProvider, openstackProvider } from './providers';

/** Certificates to store. */
export interface SigningCertificatesProps {
  /** PEM text of one certificate, by the name its secret gets. Public ones alone: a private key is refused. */
  readonly certificates: Readonly<Record<string, string>>;
  /** The `openstack` provider, in the project that owns the certificates. Default: that of the stack, or a new one without settings. */
  readonly provider?: ProviderConstruct;
}

const onePem = /^\s*-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*$/;

/**
 * Base of the two doors: an `openstack_keymanager_secret_v1` for each certificate, and an output with the ids, which are what
 * `img_signature_certificate_uuid` and `default_trusted_certificate_ids` name. `terraform plan` fails once a certificate has expired:
 * Nova then refuses every image signed with it (Terraform 1.5 and later).
 *
 * The content is PEM behind `application/octet-stream`: castellan hands the bytes to a reader of PEM, and with `text/plain` it gets text,
 * on which the reader raises TypeError. @throws IntentProblems on anything but one certificate.
 */
export class TerraformSigningCertificates extends Construct {
  /** The secrets, by name. */
  readonly secrets: ReadonlyMap<string, ResourceConstruct>;

  constructor(library: TerraformLibrary, scope: Construct, id: string, props: SigningCertificatesProps) {
    super(scope, id);
    const problems = Object.entries(props.certificates).flatMap(([name, pem]) =>
      findProblems(name, pem, this.node.path),
    );
    if (problems.length > 0) throw new IntentProblems(problems);
    const provider = props.provider ?? findOrAddProvider(library, library.TerraformStack.of(this), openstackProvider);
    this.secrets = new Map(
      Object.entries(props.certificates).map(([name, pem]) => [name, this.addSecret(library, name, pem, provider)]),
    );
    const ids = (): string => {
      const entries = [...this.secrets].map(([name, { terraformResourceType: type, friendlyUniqueId: unique }]) => {
        return `${JSON.stringify(name)} = reverse(split("/", ${type}.${unique}.secret_ref))[0]`;
      });
      return `\${{ ${entries.join(', ')} }}`;
    };
    const description = 'Ids of the certificates, for img_signature_certificate_uuid and trusted lists';
    new library.TerraformOutput(this, 'ids', { value: new LateValue(ids), description });
  }

  private addSecret(
    library: TerraformLibrary,
    name: string,
    pem: string,
    provider: ProviderConstruct,
  ): ResourceConstruct {
    const ends = new Date(new X509Certificate(pem).validTo).toISOString().replace('.000Z', 'Z');
    return addResource(library, this, name, {
      type: 'openstack_keymanager_secret_v1',
      provider,
      attributes: () => ({
        name,
        secret_type: 'certificate',
        payload: Buffer.from(`${pem.trim()}\n`).toString('base64'),
        payload_content_type: 'application/octet-stream',
        payload_content_encoding: 'base64',
      }),
      preconditions: [
        {
          condition: new LateValue(() => `\${timecmp(plantimestamp(), "${ends}") < 0}`),
          errorMessage: `The certificate ${name} expired at ${ends}: sign with another one, and take it off the trusted lists.`,
        },
      ],
    });
  }
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
