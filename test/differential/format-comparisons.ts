// The format gates of the emulators, beside the code of Glance, Nova and Cinder with real inspectors and a real qemu-img.
import { judgeVolume } from '../../src/emulators/formats/cinder-gate';
import { judgeUpload } from '../../src/emulators/formats/glance-gate';
import { judgeBoot } from '../../src/emulators/formats/nova-gate';
import type { CodeLevel, ReleaseName } from '../../src/openstack/types';
import { type Comparison, differOf } from './comparison';
import { diskImages, diskLabels } from './format-cases';
import type { KnownDifference } from './known-differences';

interface Upload {
  readonly image: string;
  readonly label: string;
  readonly container: string;
  readonly mustMatch: boolean;
  readonly nonfatalGptChecks: readonly string[];
}

const names = Object.keys(diskImages);
const imageOf = (name: string) => {
  const image = diskImages[name];
  if (image === undefined) throw new RangeError(name);
  return image;
};

/** Every image under every label, uploaded to Glance; the formats that its inspector finds are compared as well. */
export function compareUploads(release: ReleaseName): Comparison<Upload> {
  return {
    title: 'glance: uploads of disk images',
    isListed: true,
    make: () =>
      names.flatMap((image) =>
        diskLabels.flatMap((label) =>
          [true, false].flatMap((mustMatch) => [
            { image, label, container: 'bare', mustMatch, nonfatalGptChecks: [] },
            { image, label, container: 'bare', mustMatch, nonfatalGptChecks: ['mbr'] },
            { image, label, container: 'ovf', mustMatch, nonfatalGptChecks: [] },
          ]),
        ),
      ),
    question: ({ image, ...rest }) => ({ ...imageOf(image).source, ...rest }),
    differ: ({ image, label, container, mustMatch, nonfatalGptChecks }, answer) => {
      const { bytes } = imageOf(image);
      const { error, found, ...real } = answer as {
        readonly error?: string;
        readonly found: Readonly<Record<string, readonly string[]>>;
      };
      const options = { diskFormats: diskLabels, containerFormats: ['bare', 'ovf'], mustMatch, nonfatalGptChecks };
      const refusals = judgeUpload({ bytes, diskFormat: label, containerFormat: container }, options, release);
      const isInspected = Object.keys(found).length > 0;
      const fails = Object.values(found).flat().length > 0;
      const ours = {
        goesOn: refusals.length === 0,
        formats: isInspected ? [...bytes.formats].sort() : [],
        fails: isInspected && bytes.fails.length > 0,
      };
      return differOf(ours, { ...real, formats: Object.keys(found).sort(), fails });
    },
  };
}

interface Fetched {
  readonly image: string;
  readonly label: string;
  readonly vmdkAllowedTypes: readonly string[];
  readonly isInspectionOff: boolean;
}

const fetches: readonly Fetched[] = names.flatMap((image) =>
  diskLabels.flatMap((label) =>
    [['streamOptimized', 'monolithicSparse'], ['monolithicFlat'], []].flatMap((vmdkAllowedTypes) =>
      [false, true].map((isInspectionOff) => ({ image, label, vmdkAllowedTypes, isInspectionOff })),
    ),
  ),
);
const ask = ({ image, ...rest }: Fetched): object => ({ ...imageOf(image).source, ...rest });

/** Every image under every label, fetched by nova-compute. */
export function compareNovaFetches(level: CodeLevel): Comparison<Fetched> {
  return {
    title: 'nova: disk images fetched',
    isListed: true,
    make: () => fetches,
    question: ask,
    differ: ({ image, label, ...options }, answer) => {
      const { bytes } = imageOf(image);
      return differGate(judgeBoot(bytes, label, level, options), answer);
    },
  };
}

/** Every image under every label, fetched by cinder-volume. */
export function compareCinderFetches(level: CodeLevel): Comparison<Fetched> {
  return {
    title: 'cinder: disk images fetched',
    isListed: true,
    make: () => fetches.filter(({ isInspectionOff }) => !isInspectionOff),
    question: ask,
    differ: ({ image, label, ...options }, answer) => {
      const { bytes } = imageOf(image);
      return differGate(judgeVolume(bytes, label, level, options), answer);
    },
  };
}

// The emulators answer why something is surely refused: where they do not say so, they make no claim.
function differGate(refusal: string | null, answer: object) {
  const { goesOn, error } = answer as { readonly goesOn: boolean; readonly error?: string };
  const known: KnownDifference | undefined = refusal === null ? 'format-no-claim' : undefined;
  return differOf({ goesOn: refusal === null }, { goesOn }, known) === null
    ? null
    : { ours: refusal, real: goesOn ? 'goes on' : error, ...(known !== undefined && { known }) };
}
