// What the constructs of one region decided, before a target lays it out as files.
import type { Launcher, OptionValue, ReleaseName, Service, ValueType } from '../openstack/types';

/** Debian's uid of the glance user (measured in three releases). */
export const DEBIAN_GLANCE_UID = 64062;

/** One option line. */
export interface Setting {
  readonly service: Service;
  readonly section: string;
  readonly option: string;
  readonly value: OptionValue;
  /** Declared type in this release: decides how the value is written. */
  readonly type: ValueType;
  /** One short sentence, written above the line. */
  readonly reason: string;
}

/** One overridden policy rule. */
export interface PolicyOverride {
  readonly service: Service;
  readonly rule: string;
  /** An oslo.policy check string. */
  readonly check: string;
  readonly reason: string;
}

/** A whole file for a program other than an OpenStack service. */
export interface Artifact {
  readonly program:
    | 'nginx'
    | 'haproxy'
    | 'nftables'
    | 'systemd'
    | 'glance'
    | 'keystone'
    | 'key-manager'
    | 'prometheus'
    | 'sql-exporter'
    | 'repose';
  /** Path below the program's own directory, e.g. `conf.d/glacis-image-create.conf`. */
  readonly name: string;
  readonly text: string;
}

/** Something the intent wants that no file can enforce: part of the output, not of the small print. */
export interface Residual {
  /** Id of the control, e.g. `import-filter`. */
  readonly control: string;
  readonly because: string;
}

/** Everything one region's constructs decided, in a fixed order. */
export interface HardeningDocuments {
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher: Launcher;
  /** The uid glance-api runs as, which an egress guard must name. */
  readonly glanceUid: number;
  readonly settings: readonly Setting[];
  readonly overrides: readonly PolicyOverride[];
  readonly artifacts: readonly Artifact[];
  readonly residuals: readonly Residual[];
  /** SHA-256 of the settled intent, first 12 hexadecimal digits. */
  readonly intentDigest: string;
}
