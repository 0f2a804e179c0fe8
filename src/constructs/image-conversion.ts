// ImageConversion: the plugins that run on every import.
import type { ImageConversionProps } from '../intent/types';
import { type Problem, problem } from '../problems';
import {
  Control,
  type Decision,
  type Neighbours,
  type PlaceOf,
  type ReleaseFacts,
  type WantedSetting,
} from './control';
import { listImportPlugins, wantImportPlugins } from './import-plugins';

/** @internal `[image_import_opts] image_import_plugins` and the options of the plugins. image_decompression is never set: it unpacks bombs. */
export function decideImageConversion(
  props: ImageConversionProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
  neighbours: Neighbours = {},
): Decision {
  const { outputFormat, injectMetadata, ignoreUserRoles = [] } = props;
  const problems: Problem[] = refuseInjectedSignatures(injectMetadata ?? {}, placeOf);
  if (!outputFormat && !injectMetadata) {
    const facts = { got: 'neither outputFormat nor injectMetadata', wanted: 'one of them' };
    problems.push(problem('missing-key', placeOf(''), facts));
  }
  if (outputFormat && !facts.isFrom('rocky')) {
    const got = `outputFormat in ${facts.release}`;
    problems.push(problem('not-in-release', placeOf('/outputFormat'), { got, wanted: 'release rocky or later' }));
  }
  const glance = (section: string, option: string, value: WantedSetting['value'], pointer: string, reason: string) =>
    ({ service: 'glance', section, option, value, pointer, reason }) as const;
  const settings: WantedSetting[] = [wantImportPlugins(listImportPlugins({ ...neighbours, imageConversion: props }))];
  if (outputFormat && facts.isFrom('rocky')) {
    const reason = 'what is stored was written by qemu-img, not by the tenant';
    settings.push(glance('image_conversion', 'output_format', outputFormat, '/outputFormat', reason));
  }
  if (injectMetadata) {
    const reason = 'properties that a tenant cannot leave out';
    settings.push(glance('inject_metadata_properties', 'inject', injectMetadata, '/injectMetadata', reason));
    const roles = 'the default exempts administrators';
    settings.push(
      glance('inject_metadata_properties', 'ignore_user_roles', ignoreUserRoles, '/ignoreUserRoles', roles),
    );
  }
  const because =
    'qemu-img convert has no limit on processors, memory and scratch space: bound them with a cgroup and a file system of their own; signed images cannot be converted; PUT /file skips the plugins unless imagePolicy.uploadImage is services';
  return {
    problems,
    settings,
    residuals: outputFormat ? [{ control: 'image-conversion', because }] : [],
  };
}

/** One constant for all images fits the bytes of none, and four of them turn every import into a signed one that fails. */
function refuseInjectedSignatures(properties: Readonly<Record<string, string>>, placeOf: PlaceOf): Problem[] {
  return Object.keys(properties)
    .filter((name) => name.startsWith('img_signature'))
    .map((name) =>
      problem('contradiction', placeOf(`/injectMetadata/${name}`), {
        got: name,
        wanted: 'properties that are no part of a signature',
        why: 'a signature belongs to the bytes of one image: injected, it would replace that of the owner',
        fix: `drop ${name}`,
      }),
    );
}

/**
 * Plugins that run on every import: `image_import_plugins`, `output_format` (rocky and later) and `inject`. Uploads with PUT /file pass by
 * them. There is no default: one of `outputFormat` and `injectMetadata` must be named.
 */
export class ImageConversion extends Control<ImageConversionProps> {
  /** @internal */
  readonly intentKey = 'imageConversion';
  /** @internal */
  override readonly heeds = ['imageConversion', 'signedImports'] as const;

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf, neighbours?: Neighbours): Decision {
    return decideImageConversion(this.props, facts, placeOf, neighbours);
  }
}
