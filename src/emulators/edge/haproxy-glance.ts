// Which frontends of HAProxy lead to Glance, and by which backends.
import type { HaproxyConfiguration, HaproxySection } from '../../documents/haproxy/types';
import { nameLoopback } from './ways';

/** True when a frontend binds 9292 or names Glance, itself or through its backends. */
export function hasGlanceFrontend({ sections }: HaproxyConfiguration): boolean {
  return sections.some((section) => isFrontend(section) && leadsToGlance(section, sections));
}

/** Those that lead to Glance by their words, those that share a server with them, and those whose backend an expression names. */
export function listGlanceFrontends(sections: readonly HaproxySection[]): HaproxySection[] {
  const frontends = sections.filter(isFrontend);
  const named = frontends.filter((section) => leadsToGlance(section, sections));
  if (named.length === 0) return [];
  const addresses = new Set(named.flatMap((one) => listServers(one, sections)));
  return frontends.filter(
    (one) =>
      named.includes(one) ||
      hasExpressedBackend(one) ||
      listServers(one, sections).some((address) => addresses.has(address)),
  );
}

/** True for sections that take requests. */
export function isFrontend(section: HaproxySection): boolean {
  const states = listWordsOf(section, /^(?:disabled|enabled)$/);
  return /^(?:frontend|listen)$/.test(section.type) && states.at(-1)?.[0] !== 'disabled';
}

/** HAProxy evaluates such a name for each request. */
export function isExpression(name: string): boolean {
  return name.includes('%[');
}

/** True when the frontend leaves its backend to an expression, a map say. */
export function hasExpressedBackend(frontend: HaproxySection): boolean {
  return listWordsOf(frontend, /^(?:use_backend|default_backend)$/).some(([, name = '']) => isExpression(name));
}

/** The backends that a frontend names, or the defaults above it do; a listen section serves its own servers. */
export function listBackends(frontend: HaproxySection, sections: readonly HaproxySection[]): HaproxySection[] {
  const defaults = findDefaults(frontend, sections);
  const own = listWordsOf(frontend, /^default_backend$/);
  const chosen = own.length > 0 || defaults === undefined ? own : listWordsOf(defaults, /^default_backend$/);
  const names = [...listWordsOf(frontend, /^use_backend$/), ...chosen].map(([, name]) => name);
  return sections.filter(
    ({ type, words }) => (type === 'backend' || type === 'listen') && names.includes(words[0]?.text ?? ''),
  );
}

/** The defaults that a section takes over: those it names, else the last before it. */
export function findDefaults(section: HaproxySection, sections: readonly HaproxySection[]): HaproxySection | undefined {
  const words = section.words.map((word) => word.text);
  const named = words[words.indexOf('from') + 1 || words.length];
  const earlier = sections.slice(0, sections.indexOf(section)).filter((one) => one.type === 'defaults');
  return named === undefined ? earlier.at(-1) : earlier.find((one) => one.words[0]?.text === named);
}

/** Defaults with rules that HAProxy refuses: without a name, for a listen section, or for frontends and backends alike (2.6 to 3.2). */
export function findRefusedDefaults(sections: readonly HaproxySection[]): HaproxySection | undefined {
  return sections.find((defaults) => {
    if (defaults.type !== 'defaults') return false;
    const rules = listWordsOf(defaults, /^(?:http-request|http-(?:after-)?response|tcp-(?:request|response))$/);
    if (rules.every(([, layer]) => layer === 'inspect-delay')) return false;
    const types = new Set(sections.flatMap((one) => (findDefaults(one, sections) === defaults ? [one.type] : [])));
    return defaults.words.length === 0 || types.has('listen') || (types.has('frontend') && types.has('backend'));
  });
}

function listServers(frontend: HaproxySection, sections: readonly HaproxySection[]): string[] {
  return [frontend, ...listBackends(frontend, sections)].flatMap((section) =>
    listWordsOf(section, /^server$/).map(([, , address = '']) => nameLoopback(address)),
  );
}

/** Sections that a request to Glance goes through last: named so, or with a server that one of those has too. */
export function isGlanceBackend(
  backend: HaproxySection,
  frontend: HaproxySection,
  sections: readonly HaproxySection[],
): boolean {
  if (isNamedGlance(frontend)) return true;
  const named = sections.filter((one) => /^(?:backend|listen)$/.test(one.type) && isNamedGlance(one));
  // Where nothing bears the name, whatever is there may be meant.
  if (named.length === 0) return true;
  const addresses = new Set(named.flatMap((one) => listServers(one, [])));
  return named.includes(backend) || listServers(backend, []).some((address) => addresses.has(address));
}

function isNamedGlance(section: HaproxySection): boolean {
  const isGlance = (text: string): boolean => /glance|image[_-]?api|:929[23]$/i.test(text);
  return (
    isGlance(section.words[0]?.text ?? '') ||
    listWordsOf(section, /^(?:bind|server)$/).some((words) => words.some(isGlance))
  );
}

function leadsToGlance(frontend: HaproxySection, sections: readonly HaproxySection[]): boolean {
  return [frontend, ...listBackends(frontend, sections)].some(isNamedGlance);
}

function listWordsOf(section: HaproxySection, keyword: RegExp): string[][] {
  return section.lines.flatMap((line) =>
    line.kind === 'words' && keyword.test(line.words[0]?.text ?? '') ? [line.words.map((word) => word.text)] : [],
  );
}
