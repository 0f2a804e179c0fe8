// The check that runs before glance-api starts: a named import plugin that does not load would be left out without a word.
import type { FileTree, Source } from '../types';

/** Path of the script below /etc. */
export const START_CHECK = 'glance/glacis-check-import-plugins.py';

const DROP_IN = '91-glacis-import-plugins.conf';

/** Names of entry points: what stevedore takes and a Python literal holds as it is. */
const pluginName = /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/;

/** The script. @param names entry points of `glance.image_import.plugins`, letters, digits, `_`, `.` and `-`. */
export function composeStartCheck(names: readonly string[]): string {
  return `"""Ends with 1 unless every import plugin that Glance is told to run can be loaded by this Python."""
import sys

GROUP = 'glance.image_import.plugins'
NAMES = [${names.map((name) => `'${name}'`).join(', ')}]


def list_entry_points():
    try:
        from importlib import metadata
    except ImportError:
        import pkg_resources
        return list(pkg_resources.iter_entry_points(GROUP))
    found = metadata.entry_points()
    return list(found.select(group=GROUP)) if hasattr(found, 'select') else list(found.get(GROUP, []))


def find_faults():
    entry_points = list_entry_points()
    for name in NAMES:
        named = [entry_point for entry_point in entry_points if entry_point.name == name]
        if not named:
            yield '%s is not installed' % name
        for entry_point in named:
            try:
                if not callable(entry_point.load()):
                    yield '%s is not callable' % name
            except Exception as error:
                yield '%s does not load: %s: %s' % (name, type(error).__name__, error)


faults = list(find_faults())
for fault in faults:
    sys.stderr.write('import plugin %s; imports would go on without it\\n' % fault)
sys.exit(1 if faults else 0)
`;
}

/** The drop-in for a unit; the first line without a minus sign that fails keeps the unit from starting. */
export function composeStartUnit(unit: string, python: string): { readonly name: string; readonly text: string } {
  return {
    name: `${unit}.d/${DROP_IN}`,
    text: `[Service]\nExecStartPre=${python} -B /etc/${START_CHECK}\n`,
  };
}

/** What the start of a unit proves. */
export interface StartCheck {
  /** Plugins that surely load, or the unit does not start. */
  readonly names: ReadonlySet<string>;
  /** The ExecStartPre line. */
  readonly at: Source | null;
}

/** Reads a tree laid out like /etc. Only the script as it is written here is believed: what another script proves nobody can say. */
export function findStartCheck(files: FileTree, unit: string): StartCheck {
  const names = readStartCheck(files.get(START_CHECK) ?? '');
  const at = names.size > 0 ? findLine(files, unit) : null;
  return at === null ? { names: new Set(), at: null } : { names, at };
}

function readStartCheck(text: string): ReadonlySet<string> {
  const script = text.replace(/^(?:#[^\n]*\n|\n)*/, '');
  const listed = /^NAMES = \[([^\]\n]*)\]$/m.exec(script)?.[1] ?? '';
  const names = [...listed.matchAll(/'([^'\\]*)'/g)].map(([, name = '']) => name);
  return new Set(names.every((name) => pluginName.test(name)) && script === composeStartCheck(names) ? names : []);
}

/** The line of the unit that runs the script; an empty `ExecStartPre=` after it would take it back. */
function findLine(files: FileTree, unit: string): Source | null {
  const start =
    /^ExecStartPre=\s*\/\S*python3?(?:\.\d+)?\s+(?:-\S+\s+)*\/etc\/glance\/glacis-check-import-plugins\.py\s*$/;
  const parts = [...files.keys()].filter(
    (file) => file.startsWith(`systemd/system/${unit}.d/`) && file.endsWith('.conf'),
  );
  let found: Source | null = null;
  for (const file of [`systemd/system/${unit}`, ...parts.sort()]) {
    let section = '';
    (files.get(file) ?? '').split('\n').forEach((line, index) => {
      section = /^\[(.+)\]\s*$/.exec(line)?.[1] ?? section;
      if (section !== 'Service') return;
      if (start.test(line)) found = { file, line: index + 1 };
      else if (/^ExecStartPre=\s*$/.test(line)) found = null;
    });
  }
  return found;
}
