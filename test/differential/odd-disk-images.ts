// Disks seldom seen: formats that no inspector lets pass, feature bits nobody knows, other VMDK types, and files cut short.
import type { ImageBytes } from '../../src/emulators/formats/image-bytes';
import { composeQcow2 } from '../proof/attack-files';
import { formatPayloads } from '../proof/format-payloads';
import type { DiskImage } from './format-cases';
import { sparseOf } from './sparse-bytes';

/** An incompatible feature that no version of qemu has. */
const UNKNOWN_FEATURE = 1n << 40n;
/** Harmless feature bits: dirty, corrupt, compression type. */
const KNOWN_FEATURES = 0b1011n;
/** A feature of qemu 5.2 that no inspector knows. */
const EXTENDED_ENTRIES = 1n << 4n;

const nothing = (title: string): ImageBytes => ({ title, formats: [], fails: [], probedAs: 'raw' });
const qcow2 = (title: string, fails: ImageBytes['fails']): ImageBytes => ({
  title,
  formats: ['qcow2'],
  fails,
  probedAs: 'qcow2',
});

/** The VMDK of the attacks with another type in its descriptor. */
function retypeVmdk(createType: string): DiskImage {
  const bytes = Buffer.from(formatPayloads.vmdkFlat);
  const at = bytes.indexOf('createType="') + 'createType="'.length;
  const rest = bytes.subarray(bytes.indexOf('"', at), bytes.indexOf(0, at));
  const tail = Buffer.concat([Buffer.from(createType, 'latin1'), rest]);
  bytes.fill(0, at, at + tail.length + 64);
  tail.copy(bytes, at);
  return {
    source: sparseOf(bytes),
    bytes: { title: `a ${createType} VMDK`, formats: ['vmdk'], fails: ['subformat'], createType, probedAs: 'vmdk' },
  };
}

const vmdkTypes = [
  'twoGbMaxExtentSparse',
  'twoGbMaxExtentFlat',
  'fullDevice',
  'partitionedDevice',
  'vmfs',
  'vmfsSparse',
  'custom',
];

/** Every such image, by name. */
export const oddDiskImages: Readonly<Record<string, DiskImage>> = {
  'qcow2 with an unknown feature': {
    source: sparseOf(composeQcow2({ incompatibleFeatures: UNKNOWN_FEATURE })),
    bytes: qcow2('a qcow2 with an unknown feature', ['unknown_features']),
  },
  'qcow2 with extended entries': {
    source: sparseOf(composeQcow2({ incompatibleFeatures: EXTENDED_ENTRIES })),
    bytes: qcow2('a qcow2 with extended entries', ['unknown_features']),
  },
  'qcow2 with known features': {
    source: sparseOf(composeQcow2({ incompatibleFeatures: KNOWN_FEATURES })),
    bytes: qcow2('a qcow2 with features of version 3', []),
  },
  'qcow2 cut in its magic': {
    source: sparseOf(composeQcow2().subarray(0, 3)),
    bytes: nothing('three bytes of a qcow2'),
  },
  'qcow2 cut behind its header': {
    source: sparseOf(composeQcow2().subarray(0, 512)),
    bytes: qcow2('the first sector of a qcow2', []),
  },
  'nothing at all': { source: sparseOf(Buffer.alloc(0)), bytes: nothing('an empty file') },
  luks: {
    source: { qemu: ['luks', 'key-secret=s,iter-time=10', false] },
    bytes: { title: 'a LUKS volume', formats: ['luks'], fails: [], probedAs: 'luks' },
  },
  qed: {
    source: { qemu: ['qed', '', false] },
    bytes: { title: 'a QED', formats: ['qed'], fails: ['banned'], probedAs: 'qed' },
  },
  ...Object.fromEntries(vmdkTypes.map((type) => [`vmdk ${type}`, retypeVmdk(type)])),
};
