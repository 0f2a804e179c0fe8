// Applies a fix of a SARIF log to files, as an editor would that knows the standard and nothing of Glacis.

/** A `fix` object of SARIF 2.1.0, as far as Glacis writes it. */
export interface SarifFix {
  readonly description: { readonly text: string };
  readonly artifactChanges: readonly {
    readonly artifactLocation: { readonly uri: string };
    readonly replacements: readonly {
      readonly deletedRegion: {
        readonly startLine: number;
        readonly startColumn: number;
        readonly endLine: number;
        readonly endColumn: number;
      };
      readonly insertedContent?: { readonly text: string };
    }[];
  }[];
}

/** The files with every replacement made; places are those of the file before. */
export function applySarifFix(files: Readonly<Record<string, string>>, fix: SarifFix): Record<string, string> {
  const next = { ...files };
  for (const { artifactLocation, replacements } of fix.artifactChanges) {
    const path = decodeURIComponent(artifactLocation.uri);
    const text = next[path];
    if (text === undefined) throw new Error(`no file ${path}`);
    next[path] = [...replacements].reverse().reduce((held, { deletedRegion: region, insertedContent }) => {
      const start = findOffset(text, region.startLine, region.startColumn);
      const end = findOffset(text, region.endLine, region.endColumn);
      return held.slice(0, start) + (insertedContent?.text ?? '') + held.slice(end);
    }, text);
  }
  return next;
}

function findOffset(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) throw new Error(`no line ${line}`);
    start = end + 1;
  }
  return start + column - 1;
}
