// The files that the format attacks upload, as real bytes: what the catalogue's descriptions stand for.
import type { imageBytes } from '../../src/emulators/formats/image-bytes';
import { composeQcow2 } from './attack-files';

const KIB = 1024;

/** Incompatible feature bit 2: guest data lies in another file. */
const EXTERNAL_DATA_FILE = 4n;

function composeVmdkFlat(): Buffer {
  const descriptor = [
    '# Disk DescriptorFile',
    'version=1',
    'CID=fffffffe',
    'parentCID=ffffffff',
    'createType="monolithicFlat"',
    '',
    'RW 20480 FLAT "/etc/passwd" 0',
    '',
  ].join('\n');
  // A sparse header whose embedded descriptor says flat: readers of the header and of the text both recognise it.
  const bytes = Buffer.alloc(64 * KIB);
  bytes.write('KDMV', 0, 'latin1');
  bytes.writeUInt32LE(1, 4);
  bytes.writeUInt32LE(3, 8);
  bytes.writeBigUInt64LE(20480n, 12);
  bytes.writeBigUInt64LE(128n, 20);
  bytes.writeBigUInt64LE(1n, 28);
  bytes.writeBigUInt64LE(20n, 36);
  bytes.write(descriptor, 512, 'latin1');
  return bytes;
}

/** An MBR with the partition of a GPT that does not cover the disk: its first sector is not 1. */
function composeBrokenGpt(): Buffer {
  const bytes = Buffer.alloc(64 * KIB);
  bytes[446 + 4] = 0xee;
  bytes.writeUInt32LE(7, 446 + 8);
  bytes.writeUInt32LE(100, 446 + 12);
  bytes.writeUInt16LE(0xaa55, 510);
  bytes.write('EFI PART', 512, 'latin1');
  return bytes;
}

/** ISO 9660 has its first descriptor at 32 KiB and leaves what is before it to anybody. */
function composeIsoQcow2(): Buffer {
  const bytes = composeQcow2({ sizeBytes: 128 * KIB });
  bytes[32 * KIB] = 1;
  bytes.write('CD001', 32 * KIB + 1, 'latin1');
  bytes[32 * KIB + 6] = 1;
  bytes.writeUInt32LE(32, 32 * KIB + 80);
  bytes.writeUInt16LE(2048, 32 * KIB + 128);
  return bytes;
}

/** By the names of the catalogue. Those that need a whole file system of their own are left out. */
export const formatPayloads = {
  raw: Buffer.alloc(64 * KIB),
  qcow2: composeQcow2(),
  qcow2BackingFile: composeQcow2({ backingFile: '/etc/passwd' }),
  qcow2DataFile: composeQcow2({ incompatibleFeatures: EXTERNAL_DATA_FILE }),
  vmdkFlat: composeVmdkFlat(),
  isoQcow2: composeIsoQcow2(),
  gptBroken: composeBrokenGpt(),
} satisfies Partial<Record<keyof typeof imageBytes, Buffer>>;
