// Disk images for the format gates: real ones by qemu-img, crafted ones as bytes, and what an inspector should find in each.
import { type ImageBytes, imageBytes } from '../../src/emulators/formats/image-bytes';
import { formatPayloads } from '../proof/format-payloads';
import { oddDiskImages } from './odd-disk-images';
import { type SparseBytes, sparseOf } from './sparse-bytes';

/** How the witness gets the bytes: `[format, options, has a backing file]` of qemu-img create, or the bytes themselves. */
export type DiskSource =
  | { readonly qemu: readonly [format: string, options: string, hasBackingFile: boolean] }
  | SparseBytes;

/** One image. */
export interface DiskImage {
  readonly source: DiskSource;
  readonly bytes: ImageBytes;
}

const KIB = 1024;
const disk = (title: string, format: string, probedAs: string, fails: ImageBytes['fails'] = []): ImageBytes => ({
  title,
  formats: format === '' ? [] : [format],
  fails,
  probedAs,
});
const qemu = (format: string, options = '', hasBackingFile = false): DiskSource => ({
  qemu: [format, options, hasBackingFile],
});
const raw = (write: (bytes: Buffer) => void, sizeBytes = 128 * KIB): DiskSource => {
  const bytes = Buffer.alloc(sizeBytes);
  write(bytes);
  return sparseOf(bytes);
};

/** A protective MBR over a whole disk, as a tool that partitions writes it. */
function writeGpt(bytes: Buffer): void {
  bytes[446 + 2] = 2;
  bytes[446 + 4] = 0xee;
  bytes.writeUInt32LE(1, 446 + 8);
  bytes.writeUInt32LE(0xffffffff, 446 + 12);
  bytes.writeUInt16LE(0xaa55, 510);
  bytes.write('EFI PART', 512, 'latin1');
}

/** The first descriptor of ISO 9660, 32 KiB into the file. */
function writeIso(bytes: Buffer): void {
  bytes[32 * KIB] = 1;
  bytes.write('CD001', 32 * KIB + 1, 'latin1');
  bytes[32 * KIB + 6] = 1;
  bytes.writeUInt32LE(32, 32 * KIB + 80);
  bytes.writeUInt16LE(2048, 32 * KIB + 128);
}

const crafted = (name: keyof typeof formatPayloads): DiskImage => ({
  source: sparseOf(formatPayloads[name]),
  bytes: imageBytes[name],
});

/** Every image, by name. */
export const diskImages: Readonly<Record<string, DiskImage>> = {
  ...Object.fromEntries(
    (Object.keys(formatPayloads) as (keyof typeof formatPayloads)[]).map((name) => [`crafted ${name}`, crafted(name)]),
  ),
  'qcow2 of version 2': { source: qemu('qcow2', 'compat=0.10'), bytes: disk('a qcow2 of version 2', 'qcow2', 'qcow2') },
  'qcow2 of version 3': { source: qemu('qcow2'), bytes: disk('a plain qcow2', 'qcow2', 'qcow2') },
  'qcow2 with backing file': {
    source: qemu('qcow2', '', true),
    bytes: disk('a qcow2 with a backing file', 'qcow2', 'qcow2', ['backing_file']),
  },
  'qcow2 with data file': {
    source: qemu('qcow2', 'data_file=FOLDER/data'),
    bytes: disk('a qcow2 with a data file', 'qcow2', 'qcow2', ['data_file']),
  },
  'vmdk monolithicSparse': {
    source: qemu('vmdk', 'subformat=monolithicSparse'),
    bytes: { ...disk('a monolithicSparse VMDK', 'vmdk', 'vmdk'), createType: 'monolithicSparse' },
  },
  'vmdk streamOptimized': {
    source: qemu('vmdk', 'subformat=streamOptimized'),
    bytes: { ...disk('a streamOptimized VMDK', 'vmdk', 'vmdk'), createType: 'streamOptimized' },
  },
  vhd: { source: qemu('vpc', 'subformat=dynamic'), bytes: disk('a VHD', 'vhd', 'vpc') },
  vhdx: { source: qemu('vhdx'), bytes: disk('a VHDX', 'vhdx', 'vhdx') },
  vdi: { source: qemu('vdi'), bytes: disk('a VDI', 'vdi', 'vdi') },
  zeros: { source: raw(() => {}), bytes: imageBytes.raw },
  text: { source: raw((bytes) => bytes.fill('no image at all\n', 0, 600)), bytes: imageBytes.raw },
  gpt: { source: raw(writeGpt), bytes: disk('a GPT disk', 'gpt', 'raw') },
  iso: { source: raw(writeIso), bytes: disk('an ISO', 'iso', 'raw') },
  'iso with gpt': {
    source: raw((bytes) => {
      writeGpt(bytes);
      writeIso(bytes);
    }),
    bytes: imageBytes.isoGpt,
  },
  'three letters of a qcow2': { source: raw((bytes) => bytes.write('QFI', 0, 'latin1')), bytes: imageBytes.raw },
  ...oddDiskImages,
};

/** Labels an image is sent under. */
export const diskLabels: readonly string[] = [
  'raw',
  'qcow2',
  'vmdk',
  'iso',
  'vhd',
  'vhdx',
  'vdi',
  'ploop',
  'ami',
  'aki',
  'gpt',
  'qed',
  'luks',
  'ari',
];
