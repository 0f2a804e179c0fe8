// ImageSignatureRequired: no import without a complete signature, because Glance itself has no such option.
import type { PolicyOverride } from '../documents/hardening';
import { composeStartCheck, composeStartUnit, START_CHECK } from '../documents/import-plugins/start-check';
import type { ImageSignatureRequiredProps } from '../intent/types-signatures';
import { glanceUnits } from '../openstack/units';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type Neighbours, type PlaceOf, type ReleaseFacts } from './control';
import { listImportPlugins, wantImportPlugins } from './import-plugins';

const converting: readonly string[] = ['image_conversion', 'image_decompression'];

const uploadChecks = { nobody: '!', services: 'rule:context_is_admin or service_roles:service' } as const;

/** @internal The check of rule upload_image, which signed imports own wherever they are; undefined when they leave it alone. */
export function findUploadCheck({ signedImports, imagePolicy }: Neighbours): string | undefined {
  if (signedImports === undefined) return undefined;
  const directUpload = settleDirectUpload(signedImports, imagePolicy);
  return directUpload === 'default' ? undefined : uploadChecks[directUpload];
}

/** Whoever said `uploadImage: services` has said who may upload directly. */
function settleDirectUpload(
  { directUpload }: ImageSignatureRequiredProps,
  imagePolicy: Neighbours['imagePolicy'],
): NonNullable<ImageSignatureRequiredProps['directUpload']> {
  return directUpload ?? (imagePolicy?.uploadImage === 'services' ? 'services' : 'nobody');
}

/** @internal The plugin before any that reads bytes, PUT /file closed beside it, and a start that fails without it: a missing plugin fails open. */
export function decideSignedImports(
  props: ImageSignatureRequiredProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
  neighbours: Neighbours = {},
): Decision {
  const beside = { ...neighbours, signedImports: props };
  const directUpload = settleDirectUpload(props, neighbours.imagePolicy);
  const problems = judgePlugins(props.furtherPlugins ?? [], facts, placeOf);
  const plugins = listImportPlugins(beside);
  const check = findUploadCheck(beside);
  const reason = 'PUT /file runs no import plugin (measured on three releases)';
  const overrides: PolicyOverride[] =
    check === undefined ? [] : [{ service: 'glance', rule: 'upload_image', check, reason }];
  const unit = composeStartUnit(
    props.unit ?? glanceUnits[facts.launcher ?? 'uwsgi'],
    props.python ?? '/usr/bin/python3',
  );
  const residuals = [
    `install the package in plugin/ where glance-api runs; without it the unit does not start, and where no systemd starts glance-api nothing checks it`,
    'images that were stored before are not looked at; a refused glance-direct import stays in importing, with its bytes in the staging directory, until the image is deleted',
    ...(directUpload === 'nobody'
      ? ['Nova snapshots, shelving and volume uploads use PUT /file and are refused too']
      : []),
    ...(directUpload === 'services'
      ? [
          'snapshots and volume uploads store unsigned images: they need [service_user] send_service_user_token, and Nova to verify at boot',
        ]
      : []),
  ];
  return {
    problems,
    overrides,
    settings: [{ ...wantImportPlugins(plugins), pointer: '/furtherPlugins' }],
    artifacts: [
      { program: 'glance', name: START_CHECK.replace(/^glance\//, ''), text: composeStartCheck(plugins) },
      { program: 'systemd', ...unit },
    ],
    residuals: residuals.map((because) => ({ control: 'signed-imports', because })),
  };
}

function judgePlugins(plugins: readonly string[], facts: ReleaseFacts, placeOf: PlaceOf): Problem[] {
  const problems: Problem[] = [];
  if (!facts.isFrom('ussuri')) {
    const got = `signedImports in ${facts.release}`;
    const why = 'older imports hand other words to a plugin, and nobody measured what then happens';
    problems.push(problem('not-in-release', placeOf(''), { got, wanted: 'release ussuri or later', why }));
  }
  plugins.forEach((name, index) => {
    if (!converting.includes(name)) return;
    problems.push(
      problem('contradiction', placeOf(`/furtherPlugins/${index}`), {
        got: name,
        wanted: 'no plugin that changes bytes',
        why: 'Glance compares the signature with the converted bytes: every signed import would fail',
        fix: `drop ${name}, or sign the converted bytes and drop the conversion`,
      }),
    );
  });
  return problems;
}

/**
 * No import without a complete signature, ussuri and later: a plugin of `image_import_plugins`, PUT /file closed beside it, and a check
 * before glance-api starts. Needs the package in plugin/ on the host.
 */
export class ImageSignatureRequired extends Control<ImageSignatureRequiredProps> {
  /** @internal */
  readonly intentKey = 'signedImports';
  /** @internal */
  override readonly heeds = ['imageConversion', 'imagePolicy', 'signedImports'] as const;

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf, neighbours?: Neighbours): Decision {
    return decideSignedImports(this.props, facts, placeOf, neighbours);
  }
}
