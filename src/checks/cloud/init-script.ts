// What the init scripts of Debian and Ubuntu hand a program: their units run them too, and the main file they name beats every drop-in.
import { type EnvironmentVariable, readEnvironment } from '../../documents/systemd/environment';
import type { Unit } from '../../documents/systemd/parse-unit';
import type { FileTree, Source } from '../../documents/types';

/** How a script starts its program. */
export interface ScriptStart {
  /** The command line without the program. */
  readonly words: readonly string[];
  readonly isUwsgi: boolean;
  readonly environment: readonly EnvironmentVariable[];
  /** The first line that could change the start and is not understood; null when all is. */
  readonly unclear: Source | null;
}

/** Where the part begins that all scripts of openstack-pkg-tools share. */
const sharedPart = /openstack-pkg-tools/;

/**
 * Reads `init.d/PROGRAM`, and what it takes over from `default/openstack` and `default/PROGRAM` (read in openstack-pkg-tools 123 to 133,
 * run in Debian 12, 13 and sid). `unit` gives it its environment. Null when there is no such script.
 */
export function readInitScript(tree: FileTree, program: string, unit: Unit): ScriptStart | null {
  const file = `init.d/${program}`;
  const text = tree.get(file);
  if (text === undefined) return null;
  const shell = new Shell(tree, readEnvironment(tree, unit));
  const [head = '', ...rest] = text.split(sharedPart);
  // The line that puts the main file before or behind what the script itself asked for.
  const [line, joined = ''] = /^\s*DAEMON_ARGS="([^"]*\$\{CONFIG_FILE\}[^"]*)"$/m.exec(rest.join('')) ?? [];
  if (line === undefined) return { words: [], isUwsgi: false, environment: [], unclear: { file, line: 1 } };
  shell.run(head, file);
  const project = shell.get('PROJECT_NAME');
  if (shell.get('CONFIG_FILE') === '') shell.set('CONFIG_FILE', `/etc/${project}/${project}.conf`);
  const isUwsgi = ['PORT', 'INI_PATH', 'INI_APP'].every((name) => shell.get(`UWSGI_${name}`) !== '');
  if (!isUwsgi && shell.get('NO_OPENSTACK_CONFIG_FILE_DAEMON_ARG') === '')
    shell.set('DAEMON_ARGS', shell.expand(joined));
  for (const name of ['openstack', program]) shell.run(tree.get(`default/${name}`) ?? '', `default/${name}`);
  const words = shell.get('DAEMON_ARGS').split(/\s+/).filter(Boolean);
  return { words, isUwsgi, environment: shell.listExported(), unclear: shell.unclear };
}

/** The exports of a file that a script takes over, such as `apache2/envvars`. */
export function readExports(tree: FileTree, file: string): Pick<ScriptStart, 'environment' | 'unclear'> {
  const shell = new Shell(tree, []);
  shell.run(tree.get(file) ?? '', file, /\bOS_[A-Z]/);
  return { environment: shell.listExported(), unclear: shell.unclear };
}

const assignment = /^([A-Za-z_]\w*)=((?:"(?:[^"\\`]|\\.)*"|'[^']*'|[^\s"'\\`;&|<>()]|\\.)*)(?=\s|;|$)[\s;]*/s;

/** Assignments, exports and questions for a file: as much of a shell as such files use. */
class Shell {
  unclear: Source | null = null;
  private readonly values = new Map<string, EnvironmentVariable>();
  private readonly exported = new Set<string>();

  constructor(
    private readonly tree: FileTree,
    inherited: readonly EnvironmentVariable[],
  ) {
    for (const one of inherited) {
      this.values.set(one.name, one);
      this.exported.add(one.name);
    }
  }

  get(name: string): string {
    return this.values.get(name)?.value ?? '';
  }

  set(name: string, value: string, at: Source = { file: '', line: 0 }): void {
    this.values.set(name, { name, value, at });
  }

  listExported(): EnvironmentVariable[] {
    return [...this.values.values()].filter(({ name }) => this.exported.has(name));
  }

  /** `matters`: a line that fits it and is not understood leaves the start unclear. */
  run(
    text: string,
    file: string,
    matters = /DAEMON|CONFIG|OS_|PYARGV|UWSGI|\b(?:export|set|source|eval|exec)\b|^\.\s/,
  ): void {
    const depths: (boolean | null)[] = [];
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.trim();
      const at = { file, line: index + 1 };
      if (line === '' || line.startsWith('#')) continue;
      const [, asked] = /^if \[ -[efr] ["']?\/etc\/([\w./-]+)["']? \]\s*;\s*then$/.exec(line) ?? [];
      const isSkipped = depths.includes(false);
      if (asked !== undefined) depths.push(this.tree.has(asked));
      else if (/^(?:if|for|while|until|case)\b|[{(]$/.test(line)) depths.push(null);
      else if (/^(?:fi|done|esac|[)}])$/.test(line)) depths.pop();
      else if (/^el(?:se$|if\b)/.test(line)) {
        const last = depths.pop() ?? null;
        depths.push(last === null || line !== 'else' ? null : !last);
      } else if (!isSkipped && !depths.includes(null) && this.follow(line, at)) continue;
      if (asked === undefined && !isSkipped && matters.test(line)) this.unclear ??= at;
    }
  }

  /** False when the line says more than assignments and exports. */
  private follow(line: string, at: Source): boolean {
    const isExport = /^export\s/.test(line);
    let rest = line.replace(/^export\s+/, '');
    while (rest !== '' && !rest.startsWith('#')) {
      const [whole, name, word] = assignment.exec(rest) ?? [];
      const [bare] = isExport ? (/^[A-Za-z_]\w*(?:\s+|$)/.exec(rest) ?? []) : [];
      if (whole === undefined && bare === undefined) return false;
      if (name !== undefined && word !== undefined) {
        if (/\$(?![{\w])|\$\{(?!\w+\})/.test(word.replace(/'[^']*'/g, ''))) return false;
        this.set(name, this.expand(word), at);
      }
      if (isExport) this.exported.add(name ?? (bare ?? '').trim());
      rest = rest.slice((whole ?? bare ?? '').length);
    }
    return true;
  }

  /** A word without its quotes, variables put in. */
  expand(word: string): string {
    return word.replace(
      /'([^']*)'|\\(.)|"|\$(?:\{(\w+)\}|(\w+))/gs,
      (_, single?: string, escaped?: string, braced?: string, plain?: string) =>
        single ?? escaped ?? this.get(braced ?? plain ?? ''),
    );
  }
}
