// StagingBounds: a staging filesystem of its own, and what glance-api and its conversions may take of the host.
import type { Artifact } from '../documents/hardening';
import { nameMountUnit, renderUnit, type WantedUnitSection } from '../documents/systemd/render-unit';
import type { StagingBoundsProps } from '../intent/types-capacity';
import { glanceUnits } from '../openstack/units';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/** Read late among the drop-ins: bounds of the site would win over an earlier one. */
const DROP_IN = '80-glacis-bounds.conf';

/** @internal Staging and conversion of Glance have no bound of their own: image_decompression and qemu-img convert write what they are told to. */
export function decideStagingBounds(
  props: StagingBoundsProps,
  placeOf: PlaceOf,
  { launcher = 'uwsgi' }: Pick<ReleaseFacts, 'launcher'> = {},
): Decision {
  const unit = glanceUnits[launcher];
  const directory = props.directory ?? '/var/lib/glance/staging';
  const problems: Problem[] = [];
  if (props.device === undefined && (props.directory !== undefined || props.filesystem !== undefined)) {
    problems.push(
      problem('contradiction', placeOf(''), {
        got: 'a staging filesystem without device',
        wanted: 'device',
        why: 'nothing would be mounted, and staging would lie on the root filesystem',
        fix: 'name the device, or drop directory and filesystem',
      }),
    );
  }
  const artifacts: Artifact[] = [
    {
      program: 'systemd',
      name: `${unit}.d/${DROP_IN}`,
      text: renderUnit(composeBounds(props, props.device === undefined ? null : directory)),
    },
  ];
  const settings: WantedSetting[] = [];
  if (props.device !== undefined) {
    const text = renderUnit(composeMount(directory, props.device, props.filesystem ?? 'xfs'));
    artifacts.push({ program: 'systemd', name: nameMountUnit(directory), text });
    settings.push({
      service: 'glance',
      section: 'DEFAULT',
      option: 'node_staging_uri',
      value: `file://${directory}/`,
      pointer: '/directory',
      reason: 'the default is /tmp/staging; with enabled_backends the store os_glance_staging_store counts instead',
    });
  }
  const residuals = [
    {
      control: 'staging-bounds',
      because:
        launcher === 'mod_wsgi'
          ? `the bounds hold for ${unit}, and so for every site of that web server; where a container runs Glance, they belong to its runtime`
          : `the bounds hold for ${unit}; where a container runs Glance, they belong to its runtime`,
    },
  ];
  return { settings, artifacts, residuals, problems };
}

function composeBounds(props: StagingBoundsProps, directory: string | null): WantedUnitSection[] {
  const service: WantedUnitSection = {
    name: 'Service',
    settings: [
      {
        key: 'MemoryMax',
        value: `${props.memoryMax ?? 8192}M`,
        reason: 'qemu-img convert counts with it: Glance bounds qemu-img info alone (OSSA-2016-012).',
      },
      { key: 'CPUQuota', value: `${props.cpuQuota ?? 400}%` },
      { key: 'IOWeight', value: String(props.ioWeight ?? 50) },
      { key: 'TasksMax', value: String(props.tasksMax ?? 1024) },
      {
        key: 'LimitFSIZE',
        value: `${props.limitFsize ?? 131072}M`,
        reason: 'No file grows beyond it: unpacked archives and converted images have no other bound.',
      },
    ],
  };
  if (directory === null) return [service];
  const reason = 'Without its staging filesystem glance-api would write to the disk below it: it does not start then.';
  return [{ name: 'Unit', settings: [{ key: 'RequiresMountsFor', value: directory, reason }] }, service];
}

function composeMount(directory: string, device: string, filesystem: string): WantedUnitSection[] {
  return [
    { name: 'Unit', settings: [{ key: 'Description', value: 'Staging of glance-api' }] },
    {
      name: 'Mount',
      settings: [
        { key: 'What', value: device, reason: 'What staging fills it fills alone.' },
        { key: 'Where', value: directory },
        { key: 'Type', value: filesystem },
        { key: 'Options', value: 'nodev,nosuid,noexec' },
      ],
    },
    { name: 'Install', settings: [{ key: 'WantedBy', value: 'local-fs.target' }] },
  ];
}

/**
 * Bounds of glance-api, by systemd: memory and files in MiB, processors in percent of one. Default: 8 GiB of memory, four processors, files
 * up to 128 GiB; a staging filesystem when a device is named.
 */
export class StagingBounds extends Control<StagingBoundsProps> {
  /** @internal */
  readonly intentKey = 'stagingBounds';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideStagingBounds(this.props, placeOf, facts);
  }
}
