// The words of this house for OpenStack: services, releases, launchers, declared option types. Types only.

/** The services whose files Glacis writes and judges. */
export type Service = 'glance' | 'nova' | 'cinder';

/** OpenStack releases that Glacis knows, oldest first. 2026.2 was taken from master of mid-2026 plus the packaged 33.0/34.0/29.0. */
export type ReleaseName =
  | 'queens'
  | 'rocky'
  | 'stein'
  | 'train'
  | 'ussuri'
  | 'victoria'
  | 'wallaby'
  | 'xena'
  | 'yoga'
  | 'zed'
  | '2023.1'
  | '2023.2'
  | '2024.1'
  | '2024.2'
  | '2025.1'
  | '2025.2'
  | '2026.1'
  | '2026.2';

/** What starts glance-api. It decides which files are read, and in what order. */
export type Launcher = 'uwsgi' | 'mod_wsgi' | 'eventlet';

/** The declared type of an oslo.config option: how its text is written and read. */
export type ValueType =
  | {
      readonly kind: 'string';
      readonly choices?: readonly (string | null)[];
      readonly quotes?: boolean;
      readonly regex?: string;
      readonly ignoreCase?: boolean;
      readonly maxLength?: number;
    }
  | {
      readonly kind: 'integer' | 'float';
      readonly min?: number;
      readonly max?: number;
      readonly choices?: readonly number[];
    }
  | { readonly kind: 'port'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'hostaddress' | 'hostdomain' | 'uri' | 'range' }
  | { readonly kind: 'ip'; readonly version?: 4 | 6 }
  | { readonly kind: 'list'; readonly item: ValueType; readonly bounds: boolean }
  | { readonly kind: 'dict'; readonly value: ValueType; readonly bounds: boolean }
  /** Repeated `key = value` lines, each one value. */
  | { readonly kind: 'multi'; readonly item: ValueType };

/** @internal What one release says about one option. */
export interface OptionFacts {
  readonly service: Service;
  /** `DEFAULT` or the group's name; null for cinder options that live in every back end's own section. */
  readonly section: string | null;
  readonly name: string;
  readonly type: ValueType;
  /** As JSON; undefined when it is computed at run time. */
  readonly default: OptionValue | undefined;
  readonly secret: boolean;
  readonly required: boolean;
  readonly deprecatedForRemoval: boolean;
  /** Other spellings the service still reads. `section: null` means the option's own section. */
  readonly deprecatedNames: readonly { readonly section: string | null; readonly name: string }[];
  /** `library` when oslo.*, keystonemiddleware, glance_store and others own it. */
  readonly owner: 'service' | 'library';
  /** First point release that has it, when a stable branch gained it later; null: only the branch tip. Absent: X.0.0 has it. */
  readonly addedInPointRelease?: string | null;
  /** The default in X.0.0, when the branch changed it later; `default` is that of the branch tip. */
  readonly defaultAtFirstRelease?: OptionValue;
  /** Read from the own section of every cinder back end or glance store, whatever `section` says. */
  readonly perBackend?: true;
  /** Absent: exact. `sample`: as printed in the sample of glance's tree. `inferred`: concluded from neighbouring releases. */
  readonly certainty?: 'sample' | 'inferred';
}

/** A settled option value. */
export type OptionValue =
  | string
  | number
  | boolean
  | null
  | readonly OptionValue[]
  | { readonly [key: string]: OptionValue };

/** @internal What one release says about one policy rule. */
export interface RuleFacts {
  readonly service: Service;
  readonly name: string;
  /** The check string in the code (or, for glance up to train, in the shipped policy.json). */
  readonly check: string;
  readonly scopeTypes: readonly string[];
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  /** `since` is empty where the code names no release. */
  readonly deprecatedRule?: { readonly name: string; readonly check: string; readonly since: string };
  /** As for options: first point release of the branch that has it; null: only the branch tip. */
  readonly addedInPointRelease?: string | null;
  /** The check string in X.0.0, when the branch changed it later (glance 2025.1 `service_api`). */
  readonly checkAtFirstRelease?: string;
}

/** @internal Code fixes that change what an emulator answers. */
export type FixId =
  /** CVE-2026-34881 / OSSA-2026-004: redirects are checked again, encoded addresses are normalised. */
  | 'OSSA-2026-004'
  /** OSSN-0105: the legacy tasks import goes through the import filter. */
  | 'OSSN-0105'
  /** CVE-2026-71196, -71197, -71198: size limit in staging, loopback and link-local refused after DNS, the validated address is pinned. */
  | 'CVE-2026-71196'
  /** OSSA-2023-002: VMDK flat descriptors. */
  | 'OSSA-2023-002'
  /** OSSA-2024-001: qcow2 external data files. */
  | 'OSSA-2024-001'
  /** OSSA-2024-002: raw-labelled qcow2. */
  | 'OSSA-2024-002';

/** @internal Which fixes the running code of one service has. */
export interface CodeLevel {
  readonly service: Service;
  readonly release: ReleaseName;
  /** As the user wrote it; null when not said, which is judged as unpatched. */
  readonly packageVersion: string | null;
  readonly fixes: ReadonlySet<FixId>;
}
