// What targets cannot carry, gathered while regions are laid out, to be told when the files are written.
import type { ManifestRegion } from '../output/manifest';

/** Notes of a fleet in which every region lacks something else; the READMEs beside the files have all of them. */
const MAX_NOTES = 10;

/** Each note once, however many regions have it. */
export class UncarriedNotes {
  private readonly notes = new Set<string>();

  /** Remembers what the targets of one region leave out. */
  add({ uncarried = {} }: ManifestRegion): void {
    for (const [target, residuals] of Object.entries(uncarried)) {
      for (const { control, because } of residuals) this.notes.add(`not carried to ${target}: ${control}: ${because}`);
    }
  }

  /** The lines to tell, in the order of the regions. */
  list(): string[] {
    const more = this.notes.size - MAX_NOTES;
    const shown = [...this.notes].slice(0, MAX_NOTES);
    return more > 0 ? [...shown, `and ${more} more: see README.md beside the files of each region and target`] : shown;
  }
}
