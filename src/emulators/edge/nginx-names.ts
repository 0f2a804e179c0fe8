// What nginx says of variables when it reads its files: those that nobody defines, and blocks that define them badly.
import type { NginxDirective, NginxStatement } from '../../documents/nginx/types';
import { isFixedNginxVariable, isNginxVariable } from './nginx-builtins';
import { listDirectives, type NginxLevel } from './nginx-scopes';
import { listNginxVariables, variablePattern } from './nginx-variables';

/** A variable where it is used; no name behind a dollar sign that stands alone. */
export interface UsedVariable {
  readonly name: string;
  readonly directive: NginxDirective;
}

/** Directives whose words are no texts with variables: names, patterns, paths that clients ask for, code. */
const literal =
  /^(?:auth_request|default_type|env|error_log|fastcgi_split_path_info|gzip_types|include|load_module|location|mirror|pid|perl(?:_.*)?|proxy_hide_header|server_name|types|user|userid_name|worker_.*)$/;

/** Blocks that define the variable behind their last word. */
const defining = /^(?:geo|map|split_clients)$/;

/** Gathers what a configuration uses and defines; asked when all of it was seen. */
export class VariableNames {
  private readonly used: UsedVariable[] = [];
  private readonly defined = new Set<string>();

  /** Every directive of the http level and below, those inside of `map` and its like left out. */
  take(directive: NginxDirective): void {
    const { name, args, block } = directive;
    const defines = findDefined(directive);
    if (defines !== undefined) this.define(defines);
    for (const arg of args) this.defineGroups(arg);
    if (literal.test(name)) return;
    for (const text of listTexts(directive)) this.use(text, directive);
    if (name !== 'map') return;
    for (const entry of block ?? []) {
      if (entry.kind !== 'directive') continue;
      this.defineGroups(entry.name);
      for (const value of entry.args) this.use(value, directive);
    }
  }

  /** The first that neither nginx nor this configuration has. */
  findUnknown(): UsedVariable | undefined {
    return this.used.find(({ name }) => !isNginxVariable(name) && !this.defined.has(name.toLowerCase()));
  }

  private use(text: string, directive: NginxDirective): void {
    for (const name of listNginxVariables(text)) this.used.push({ name, directive });
    if (text.replaceAll(variablePattern, '').includes('$')) this.used.push({ name: '', directive });
  }

  private define(variable: string): void {
    this.defined.add(variable.replace(/^\$/, '').toLowerCase());
  }

  /** Named groups are variables, wherever an expression may stand. */
  private defineGroups(pattern: string): void {
    for (const [, name = ''] of pattern.matchAll(/\(\?P?[<'](\w+)[>']/g)) this.define(name);
  }
}

/** The variable that a directive defines, as it is written. */
function findDefined({ name, args }: NginxDirective): string | undefined {
  if (/^(?:auth_request_|perl_)?set$/.test(name)) return args[0];
  return defining.test(name) ? (args.at(-1) ?? '') : undefined;
}

/** The words of a directive in which nginx puts values for variables. */
function listTexts({ name, args }: NginxDirective): readonly string[] {
  if (/^(?:add_header|add_trailer|rewrite|set|auth_request_set)$/.test(name)) return args.slice(1);
  if (defining.test(name)) return args.slice(0, -1);
  const at = name === 'if' ? args.findIndex((arg) => /^!?~\*?$/.test(arg)) : -1;
  return at < 0 ? args.filter((arg) => !arg.startsWith('~')) : args.slice(0, at);
}

/** Whether nginx refuses a directive that defines a variable, for its name or for what its block says. */
export function isRefusedDefinition(directive: NginxDirective): boolean {
  const defines = findDefined(directive);
  if (defines === undefined) return false;
  if (!/^\$./s.test(defines) || isFixedNginxVariable(defines.slice(1))) return true;
  const block = directive.block ?? [];
  if (directive.name === 'map') return isRefusedMap(block);
  return directive.name === 'geo' && block.some((one) => one.kind !== 'comment' && !isGeoEntry(one));
}

/** A network and a value, or a word that changes how the block is read. */
function isGeoEntry(one: NginxStatement): boolean {
  if (one.kind !== 'directive' || one.block !== null) return false;
  return one.args.length === 1 || (one.args.length === 0 && /^(?:ranges|proxy_recursive)$/.test(one.name));
}

function isRefusedMap(block: NginxLevel): boolean {
  const keys = new Set<string>();
  const hasHosts = listDirectives(block, 'hostnames').some(({ args }) => args.length === 0);
  return block.some((one) => {
    if (one.kind === 'comment') return false;
    if (one.kind === 'lua' || one.block !== null) return true;
    const { name, args } = one;
    if (args.length === 0 && /^(?:hostnames|volatile)$/.test(name)) return false;
    if (args.length !== 1) return true;
    // Of hosts a name may stand for several, and expressions may be the same.
    if (name === 'include' || name.startsWith('~') || (hasHosts && name !== 'default')) return false;
    const key = name === 'default' ? ' default' : name.replace(/^\\/, '').toLowerCase();
    const isSecond = keys.has(key);
    keys.add(key);
    return isSecond;
  });
}
