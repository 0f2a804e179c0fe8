// SHA-256 of every file of a tree, by path: 32 bytes for each, whatever the size of the fleet.
import { PathTable, type See } from './path-table';

const DIGEST_BYTES = 32;
/** Digests in one piece of memory. */
const PIECE = 4096;

/** Paths and their digests. */
export class DigestTable {
  private readonly paths = new PathTable();
  private readonly pieces: Buffer[] = [];

  /**
   * Notes a digest, hexadecimal, and answers with the number of the path, counted from 0; a path that is there already gets the new
   * digest. What is no digest is one that no file has.
   */
  set(path: string, digest: string): number {
    const number = this.paths.add(path);
    const at = Math.floor(number / PIECE);
    this.pieces[at] ??= Buffer.alloc(PIECE * DIGEST_BYTES);
    const offset = (number % PIECE) * DIGEST_BYTES;
    const written = this.pieces[at].write(digest, offset, DIGEST_BYTES, 'hex');
    if (written < DIGEST_BYTES) this.pieces[at].fill(0, offset, offset + DIGEST_BYTES);
    return number;
  }

  /** True when the path is in the table. */
  has(path: string): boolean {
    return this.paths.find(path) !== undefined;
  }

  /** The digest of a file, hexadecimal; undefined when the path is not in the table. */
  get(path: string): string | undefined {
    const number = this.paths.find(path);
    return number === undefined ? undefined : this.read(number);
  }

  /** Visits every path with its digest, sorted by path. */
  visit(see: See<string>): void {
    this.paths.visit((path, number) => see(path, this.read(number)));
  }

  /** Visits every path with its number, sorted by path. */
  visitNumbers(see: See<number>): void {
    this.paths.visit(see);
  }

  private read(number: number): string {
    const offset = (number % PIECE) * DIGEST_BYTES;
    return (this.pieces[Math.floor(number / PIECE)] as Buffer).toString('hex', offset, offset + DIGEST_BYTES);
  }
}
