// SHA-256 of every file of a tree, by path: 36 bytes for each at most, whatever the size of the fleet.
import { PathTable, type See } from './path-table';

const DIGEST_BYTES = 32;
/** Digests, and numbers of digests, in one piece of memory. */
const PIECE = 4096;
/** Digests remembered as texts: more than the files of a region, few enough for a fleet of any size. */
const MAX_KNOWN = 1024;

/** Paths and their digests. Most files of a fleet are the same in many regions, so that a digest is kept once for all of them. */
export class DigestTable {
  private readonly paths = new PathTable();
  /** Which digest each path has. */
  private readonly choices: Uint32Array[] = [];
  private readonly digests: Buffer[] = [];
  private count = 0;
  /** Digests met lately and where they are kept. One that was forgotten is kept a second time. */
  private readonly places = new Map<string, number>();
  private readonly texts = new Map<number, string>();

  /**
   * Notes a digest, hexadecimal, and answers with the number of the path, counted from 0; a path that is there already gets the new
   * digest. What is no digest is one that no file has.
   */
  set(path: string, digest: string): number {
    const number = this.paths.add(path);
    const at = Math.floor(number / PIECE);
    this.choices[at] ??= new Uint32Array(PIECE);
    this.choices[at][number % PIECE] = this.places.get(digest) ?? this.keep(digest);
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

  private keep(digest: string): number {
    const place = this.count++;
    const [bytes, offset] = this.find(place);
    const written = bytes.write(digest, offset, DIGEST_BYTES, 'hex');
    if (written < DIGEST_BYTES) bytes.fill(0, offset, offset + DIGEST_BYTES);
    if (this.places.size >= MAX_KNOWN) this.places.clear();
    this.places.set(digest, place);
    return place;
  }

  private read(number: number): string {
    const place = this.choices[Math.floor(number / PIECE)]?.[number % PIECE] as number;
    return this.texts.get(place) ?? this.show(place);
  }

  private show(place: number): string {
    const [bytes, offset] = this.find(place);
    const text = bytes.toString('hex', offset, offset + DIGEST_BYTES);
    if (this.texts.size >= MAX_KNOWN) this.texts.clear();
    this.texts.set(place, text);
    return text;
  }

  private find(place: number): readonly [bytes: Buffer, offset: number] {
    const at = Math.floor(place / PIECE);
    this.digests[at] ??= Buffer.alloc(PIECE * DIGEST_BYTES);
    return [this.digests[at], (place % PIECE) * DIGEST_BYTES];
  }
}
