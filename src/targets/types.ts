// What a deployment target is: a name, words for the operator, and a layout of documents as files.
import type { HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { TargetName } from '../intent/types';

/** A place where rendered files live, and how they get there. */
export interface Target {
  readonly name: TargetName;
  /** One sentence for `glacis list targets`. */
  readonly title: string;
  /** Every file of one region, README included. Pure: the same documents give the same bytes. */
  layOut(documents: HardeningDocuments): FileTree;
}
