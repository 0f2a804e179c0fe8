// ImageConversion: the plugins that run on every import.
import type { ImageConversionProps } from '../intent/types';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/** `[image_import_opts] image_import_plugins` and the options of the plugins. image_decompression is never set: it unpacks bombs. */
export function decideImageConversion(props: ImageConversionProps, facts: ReleaseFacts, placeOf: PlaceOf): Decision {
  const { outputFormat, injectMetadata, ignoreUserRoles = [] } = props;
  const plugins = [...(injectMetadata ? ['inject_image_metadata'] : []), ...(outputFormat ? ['image_conversion'] : [])];
  const problems: Problem[] = [];
  if (plugins.length === 0) {
    const facts = { got: 'neither outputFormat nor injectMetadata', wanted: 'one of them' };
    problems.push(problem('missing-key', placeOf(''), facts));
  }
  if (outputFormat && !facts.isFrom('rocky')) {
    const got = `outputFormat in ${facts.release}`;
    problems.push(problem('not-in-release', placeOf('/outputFormat'), { got, wanted: 'release rocky or later' }));
  }
  const glance = (section: string, option: string, value: WantedSetting['value'], pointer: string, reason: string) =>
    ({ service: 'glance', section, option, value, pointer, reason }) as const;
  const settings: WantedSetting[] = [
    glance(
      'image_import_opts',
      'image_import_plugins',
      plugins,
      '',
      'run in this order on every import, never on PUT /file',
    ),
  ];
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

/** Plugins of the import. Only where asked for: there is no default. */
export class ImageConversion extends Control<ImageConversionProps> {
  readonly intentKey = 'imageConversion';

  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideImageConversion(this.props, facts, placeOf);
  }
}
