// What a deployment target is: a name, words for the operator, a layout of documents as files, and what becomes of those files.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { IntentBeginning } from '../intent/template';

/** One region of a fleet, as an index file refers to it. */
export interface FleetRegion {
  /** A DNS label. */
  readonly name: string;
  /** Where its files for this target lie, relative to the output directory. */
  readonly directory: string;
}

/** A place where rendered files live, and how they get there. */
export interface Target extends IntentBeginning {
  /** One sentence for `glacis list targets`. */
  readonly title: string;
  /**
   * Every file of one region, README included. Pure: the same documents give the same bytes.
   * @throws IntentProblems when a value cannot pass through the tool as it is.
   */
  layOut(documents: HardeningDocuments): FileTree;
  /** What the documents want and this tool has no way to carry. Told in the README and in the manifest. */
  residuals(documents: HardeningDocuments): readonly Residual[];
  /**
   * What arrives on the hosts, laid out like /etc: the files as the tool itself merges them over `base`, the tree it would
   * write without them (default: the lines it surely writes). @throws IntentProblems when a file holds what only the tool could work out.
   */
  toEtc(files: FileTree, base?: FileTree): FileTree;
  /**
   * Index files for a fleet, relative to the output directory's `_fleet/<target>`. `others`: names of regions that do without this target.
   * Absent: regions need none.
   */
  layOutFleet?(regions: readonly FleetRegion[], others: readonly string[]): FileTree;
}
