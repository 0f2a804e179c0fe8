// The decision tables of signatures, beside the code of Nova, Cinder, Glance and cursive with real certificates.
import { type CinderPath, makeVolume } from '../../src/emulators/signatures/cinder-volume';
import { storeImage } from '../../src/emulators/signatures/glance-store';
import { signatureProperties } from '../../src/emulators/signatures/image-state';
import {
  bootImage,
  carriesTrustedIds,
  findNovaMode,
  type NovaSignatureFacts,
} from '../../src/emulators/signatures/nova-boot';
import { takeSnapshot } from '../../src/emulators/signatures/snapshot';
import { bootVolume, type VolumeBoot } from '../../src/emulators/signatures/volume-boot';
import type { ReleaseName } from '../../src/openstack/types';
import { type Comparison, differOf } from './comparison';
import type { KnownDifference } from './known-differences';
import { isTrusted, type SignedImage, signedImages, stateOf, type TrustedList, trustedLists } from './signature-cases';

interface NovaOptions {
  readonly verifies: boolean;
  readonly validates: boolean;
  /** `default_trusted_certificate_ids`; null: empty. */
  readonly trusted: TrustedList | null;
  /** The list in the request; null: none. */
  readonly requested: TrustedList | null;
}

const flags = [false, true];
const lists: readonly (TrustedList | null)[] = [null, ...(Object.keys(trustedLists) as TrustedList[])];

const novaOptions: readonly NovaOptions[] = flags.flatMap((verifies) =>
  flags.flatMap((validates) =>
    lists.flatMap((trusted) =>
      // A list in the request replaces the operator's: with one, two lists of the operator are enough.
      (trusted === null || trusted === 'chain' ? lists : [null]).map((requested) => ({
        verifies,
        validates,
        trusted,
        requested,
      })),
    ),
  ),
);

function factsOf(release: ReleaseName, { verifies, validates, trusted }: NovaOptions): NovaSignatureFacts {
  return { release, verifies, validates, hasTrustedList: trusted !== null };
}

function inWords({ verifies, validates, trusted, requested }: NovaOptions): object {
  return {
    verifies,
    validates,
    trusted: trusted === null ? [] : trustedLists[trusted],
    requested: requested === null ? null : trustedLists[requested],
  };
}

interface Boot {
  readonly image: SignedImage;
  readonly options: NovaOptions;
}

/** Every image under every set of options, booted from a download. */
export function compareBoots(release: ReleaseName): Comparison<Boot> {
  return {
    title: 'nova: boots of signed images',
    isListed: true,
    make: () => signedImages.flatMap((image) => novaOptions.map((options) => ({ image, options }))),
    question: ({ image, options }) => ({ kind: 'boot', ...image, ...inWords(options) }),
    differ: ({ image, options }, answer) => {
      const list = options.requested ?? options.trusted;
      const facts = factsOf(release, options);
      const asked = options.requested !== null;
      const asksTrust = ['operator-trust', 'request-trust'].includes(findNovaMode(facts, asked));
      const isLinked = list !== null && isTrusted(image.signer, list);
      const found = stateOf(image, list);
      // A certificate that is not trusted is found out before the first byte is compared.
      const state = found === 'BAD' && asksTrust && !isLinked ? 'UT' : found;
      const { because, ...model } = bootImage(facts, 'download', state, asked);
      const ours =
        model.ends === 'depends' ? { ...model, ends: isLinked ? 'boots' : 'error', isVerified: isLinked } : model;
      const { error, ...real } = answer as { readonly error?: string };
      const isTypeError = error === 'TypeError' && image.signer === 'leaf-free' && list === 'no path length';
      const isUnknownWord = error === 'ValueError' && /^set:img_signature_(hash_method|key_type):/.test(image.spoiled);
      const known: KnownDifference | undefined = isTypeError
        ? 'sig-no-path-length'
        : isUnknownWord && model.ends === 'error'
          ? 'sig-unknown-word'
          : undefined;
      return differOf(ours, real, known);
    },
  };
}

/** Whether the API stores trusted ids on the server. */
export function compareCarriedIds(release: ReleaseName): Comparison<NovaOptions> {
  return {
    title: 'nova: trusted ids on the server',
    isListed: true,
    make: () => novaOptions,
    question: (options) => ({ kind: 'carries', ...inWords(options) }),
    differ: (options, real) =>
      differOf({ carries: carriesTrustedIds(factsOf(release, options), options.requested !== null) }, real),
  };
}

interface VolumeRequest {
  readonly request: VolumeBoot;
  readonly options: NovaOptions;
}

/** Boots from a volume and rebuilds of servers that live on one. */
export function compareVolumeBoots(release: ReleaseName): Comparison<VolumeRequest> {
  const boots: readonly VolumeBoot[] = ['empty-image-ref', 'image-ref-and-volume-root'];
  const rebuilds: readonly VolumeBoot[] = ['rebuild-with-list', 'rebuild-with-null', 'rebuild-new-image'];
  return {
    title: 'nova: boots from volume and rebuilds',
    isListed: true,
    make: () =>
      novaOptions.flatMap((options) => [
        ...boots.map((request) => ({ request, options })),
        ...(options.requested === null ? rebuilds.map((request) => ({ request, options })) : []),
      ]),
    question: ({ request, options }) => ({
      kind: boots.includes(request) ? 'volume' : 'rebuild',
      request,
      ...inWords(options),
    }),
    differ: ({ request, options }, real) =>
      differOf({ outcome: bootVolume(factsOf(release, options), request, options.requested !== null) }, real),
  };
}

/** What a snapshot inherits of a signature. */
export function compareSnapshots(release: ReleaseName): Comparison<'snapshot'> {
  return {
    title: 'nova: properties of a snapshot',
    isListed: true,
    make: () => ['snapshot'],
    question: () => ({ kind: 'snapshot' }),
    differ: (_, real) =>
      differOf({ kept: takeSnapshot(release, false) === 'unsigned' ? [] : [...signatureProperties].sort() }, real),
  };
}

interface VolumeCase {
  readonly image: SignedImage;
  readonly path: CinderPath;
  readonly verifies: boolean;
}

const cinderPaths: readonly CinderPath[] = ['download', 'driver-clone', 'location-clone', 'cache-hit', 'reimage'];

/** Volumes from every image over every path that reads one. */
export function compareVolumes(release: ReleaseName): Comparison<VolumeCase> {
  return {
    title: 'cinder: volumes of signed images',
    isListed: true,
    make: () =>
      signedImages.flatMap((image) =>
        cinderPaths.flatMap((path) => flags.map((verifies) => ({ image, path, verifies }))),
      ),
    question: ({ image, path, verifies }) => ({ kind: 'make', ...image, path, verifies }),
    differ: ({ image, path, verifies }, answer) => {
      const { because, ...ours } = makeVolume({ release, verifies }, path, stateOf(image, null));
      const { error, ...real } = answer as { readonly error?: string };
      return differOf(ours, real);
    },
  };
}

/** Uploads of every image to Glance. */
export const compareStoring: Comparison<SignedImage> = {
  title: 'glance: uploads of signed images',
  isListed: true,
  make: () => signedImages,
  question: (image) => ({ kind: 'store', ...image }),
  differ: (image, answer) => {
    const { because, ...ours } = storeImage('upload', stateOf(image, null));
    const { error, ...real } = answer as { readonly error?: string };
    return differOf(ours, real);
  },
};
