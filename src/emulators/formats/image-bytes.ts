// What an uploaded file really is: the formats its bytes match, and what a cautious inspector objects to in them.

/** A check of the inspector that a file can fail. `mbr` and `gptmbr` are those that `gpt_safety_checks_nonfatal` may name. */
export type SafetyCheck = 'backing_file' | 'data_file' | 'unknown_features' | 'subformat' | 'banned' | 'mbr' | 'gptmbr';

/** A file by content. */
export interface ImageBytes {
  /** What somebody would call it. */
  readonly title: string;
  /** Every format whose signature it carries; empty for a file of no known format, which inspectors call raw. */
  readonly formats: readonly string[];
  /** What the inspector of that format refuses. */
  readonly fails: readonly SafetyCheck[];
  /** The createType of a VMDK, which `vmdk_allowed_types` of Nova and Cinder names; absent: no VMDK. */
  readonly createType?: string;
  /** What qemu-img says the format is when nobody tells it. */
  readonly probedAs: string;
}

/** The files that the attacks of the catalogue upload, and two harmless ones. */
export const imageBytes = {
  qcow2: { title: 'a plain qcow2', formats: ['qcow2'], fails: [], probedAs: 'qcow2' },
  qcow2BackingFile: {
    title: 'a qcow2 with a backing file on the host',
    formats: ['qcow2'],
    fails: ['backing_file'],
    probedAs: 'qcow2',
  },
  qcow2DataFile: {
    title: 'a qcow2 whose data file lies on the host',
    formats: ['qcow2'],
    fails: ['data_file'],
    probedAs: 'qcow2',
  },
  vmdkFlat: {
    title: 'a monolithicFlat VMDK descriptor that names a file of the host',
    formats: ['vmdk'],
    fails: ['subformat'],
    createType: 'monolithicFlat',
    probedAs: 'vmdk',
  },
  vhdParent: { title: 'a VHD with a parent locator', formats: ['vhd'], fails: [], probedAs: 'vpc' },
  vhdxRegions: { title: 'a VHDX with a crafted metadata region', formats: ['vhdx'], fails: [], probedAs: 'vhdx' },
  isoQcow2: { title: 'a file that is ISO and qcow2 at once', formats: ['iso', 'qcow2'], fails: [], probedAs: 'qcow2' },
  isoGpt: { title: 'an ISO with a GPT in front', formats: ['iso', 'gpt'], fails: [], probedAs: 'raw' },
  gptBroken: {
    title: 'a GPT disk whose protective MBR is wrong',
    formats: ['gpt'],
    // oslo.utils 8.2 and 10.2 have one check of partition tables, and it is called mbr.
    fails: ['mbr'],
    probedAs: 'raw',
  },
  raw: { title: 'bytes of no known format', formats: [], fails: [], probedAs: 'raw' },
} as const satisfies Record<string, ImageBytes>;

/** Labels that have an inspector in oslo.utils; any other label is let through when the bytes look like nothing. */
export const inspectedFormats: ReadonlySet<string> = new Set([
  'raw',
  'qcow2',
  'vhd',
  'vhdx',
  'vmdk',
  'vdi',
  'qed',
  'iso',
  'gpt',
  'luks',
]);
