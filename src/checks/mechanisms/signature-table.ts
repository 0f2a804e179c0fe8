// What happens to an image in each state, on each way to a disk, under the files of one cloud.
import { type CinderPath, makeVolume } from '../../emulators/signatures/cinder-volume';
import { type GlanceAction, storeImage } from '../../emulators/signatures/glance-store';
import { type ImageState, imageStates } from '../../emulators/signatures/image-state';
import { bootImage, type NovaPath } from '../../emulators/signatures/nova-boot';
import { bootVolume, type VolumeBoot } from '../../emulators/signatures/volume-boot';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { convertingPlugins, surveySignatures } from './signature-ground';

/** One way of an image. */
export interface SignatureRow {
  readonly service: Service;
  /** The way, in the words of the emulators: `upload`, `download`, `rbd-clone`, `reimage`, `empty-image-ref`. */
  readonly path: GlanceAction | CinderPath | NovaPath | VolumeBoot;
  /** What becomes of an image in each state. `verified` and `unverified`: it goes on, compared with a signature or not. */
  readonly ends: Readonly<Record<ImageState, SignatureEnd>>;
}

/** `stopped`: refused, or the server or volume ends in error. `absent`: the release has no such way. */
export type SignatureEnd = 'verified' | 'unverified' | 'stopped' | 'absent';

const actions: readonly GlanceAction[] = ['upload', 'import', 'copy-image', 'add-location', 'late-properties'];
const volumePaths: readonly CinderPath[] = [
  'download',
  'driver-clone',
  'location-clone',
  'cache-hit',
  'reimage',
  'copy',
];
const bootPaths: readonly NovaPath[] = [
  'download',
  'rbd-download',
  'direct-copy',
  'rbd-clone',
  'cached-base',
  'ironic',
  'disk-copy',
];
const volumeBoots: readonly VolumeBoot[] = ['empty-image-ref', 'image-ref-and-volume-root', 'rebuild-new-image'];

/**
 * Judges every image state on every way, for requests without a list of trusted certificates. Policy is not asked: the attacks
 * on signatures say who may go which way. The plugin for imports counts only when the start of glance-api proves that it loads.
 */
export function judgeSignatures(cloud: Cloud): readonly SignatureRow[] {
  const { nova, api, cinder, plugins, startsWithPlugin } = surveySignatures(cloud);
  const gate = {
    isConverting: plugins.some((name) => convertingPlugins.has(name)),
    isSignatureRequired: startsWithPlugin !== null,
  };
  const row = (service: Service, path: SignatureRow['path'], judge: (state: ImageState) => SignatureEnd) => ({
    service,
    path,
    ends: Object.fromEntries(imageStates.map((state) => [state, judge(state)])) as Record<ImageState, SignatureEnd>,
  });
  const go = (goesOn: boolean, isVerified: boolean): SignatureEnd =>
    goesOn ? (isVerified ? 'verified' : 'unverified') : 'stopped';
  return [
    ...actions.map((action) =>
      row('glance', action, (state) => {
        const { ends, isVerified } = storeImage(action, state, gate);
        return go(ends === 'stored', isVerified);
      }),
    ),
    ...bootPaths.map((path) =>
      row('nova', path, (state) => {
        if (path === 'rbd-download' && isBefore(cloud, 'victoria')) return 'absent';
        const { ends, isVerified } = bootImage(path === 'ironic' ? api : nova, path, state);
        return go(ends === 'boots', isVerified);
      }),
    ),
    ...volumeBoots.map((request) =>
      row('nova', request, () => {
        const outcome = bootVolume(api, request);
        return outcome === 'absent' ? 'absent' : go(outcome === 'unchecked', false);
      }),
    ),
    ...volumePaths.map((path) =>
      row('cinder', path, (state) => {
        if (path === 'reimage' && isBefore(cloud, 'yoga')) return 'absent';
        const { ends, isVerified } = makeVolume(cinder, path, state);
        return go(ends === 'available', isVerified);
      }),
    ),
  ];
}
