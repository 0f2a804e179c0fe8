// Checks single values that a schema cannot: hosts, addresses, dates, repetitions, and that no text leaves its line.
import { type Problem, type ProblemCode, problem } from '../problems';
import { alignRange, findSpecial, parseRange } from './addresses';
import { checkHost } from './hosts';
import type { LoadedIntent } from './loaded-intent';
import { joinPointer, maxProblems } from './tree';

/** What is wrong with a value. The words fit `problem()`. */
export interface ValueFault {
  readonly code: ProblemCode;
  readonly wanted: string;
  /** In place of the text itself, which must not be shown. */
  readonly got?: string;
  readonly why?: string;
  readonly fix?: string;
}

type Check = (text: string) => ValueFault | null;

/** Which check judges which text; `*` is any key or index. */
type CheckTree = Check | { readonly [key: string]: CheckTree };

const nodeChecks: CheckTree = {
  imageImport: { allowedHosts: { '*': checkHost } },
  importEgress: {
    resolvers: { '*': checkResolver },
    mirrors: { '*': checkMirror },
    services: { '*': { to: checkDestination } },
  },
  imageCreateRateLimit: {
    trustedProxies: { '*': checkDestination },
    haproxy: { bind: { '*': checkEndpoint }, servers: { '*': checkEndpoint } },
  },
  acceptedRisks: { '*': { until: checkDate } },
  signatureKeyManager: { certificates: { '*': { pem: checkPem } } },
};

const regionChecks: CheckTree = { ...nodeChecks, nodes: { '*': nodeChecks } };

const fileChecks: CheckTree = { ...regionChecks, regions: { '*': regionChecks } };

/** Problems of the single values of a file: shared defaults and every region. Wrong types are left to the schema. */
export function checkValues(loaded: LoadedIntent): Problem[] {
  const problems: Problem[] = [];
  const path: (string | number)[] = [];
  const pointer = (): string => path.reduce<string>(joinPointer, '');

  const visit = (value: unknown, tree: CheckTree | undefined): void => {
    if (typeof value === 'string') {
      const fault = checkLength(value) ?? checkKey(value) ?? checkTyped(value, tree);
      if (fault !== null) problems.push(problem(fault.code, loaded.placeOf(pointer()), { got: value, ...fault }));
    } else if (Array.isArray(value)) visitList(value, tree);
    else if (typeof value === 'object' && value !== null) visitSection(value, tree);
  };
  const visitList = (list: readonly unknown[], tree: CheckTree | undefined): void => {
    const seen = new Set<unknown>();
    for (const [index, item] of list.entries()) {
      if (problems.length > maxProblems) return;
      path.push(index);
      visit(item, selectCheck(tree, '*'));
      if (typeof item !== 'object' && seen.has(item)) {
        const facts = { got: `${String(item)} again`, wanted: 'each item once', fix: 'remove the repetition' };
        problems.push(problem('bad-value', loaded.placeOf(pointer()), facts));
      }
      seen.add(item);
      path.pop();
    }
  };
  const visitSection = (section: object, tree: CheckTree | undefined): void => {
    for (const [key, value] of Object.entries(section)) {
      if (problems.length > maxProblems) return;
      path.push(key);
      const fault = findTextFault(key);
      if (fault !== null) problems.push(problem(fault.code, loaded.placeOfKey(pointer()), { got: key, ...fault }));
      visit(value, selectCheck(tree, key) ?? selectCheck(tree, '*'));
      path.pop();
    }
  };

  visit(loaded.value, fileChecks);
  return problems;
}

/** An endpoint is written to proxies alone, which need the brackets of `[ipv6]:port`. */
function dropBrackets(text: string, tree: CheckTree | undefined): string {
  return tree === checkEndpoint ? text.replace(/^\[([0-9a-f:.]+)\](?=:[0-9]+$)/, '$1') : text;
}

function selectCheck(tree: CheckTree | undefined, key: string): CheckTree | undefined {
  return typeof tree === 'object' && Object.hasOwn(tree, key) ? tree[key] : undefined;
}

/** Characters a text may have; the longest that means anything is a policy check of 4096. */
const maxTextLength = 10_000;

/** Comes first: regular expressions overflow their stack on texts of megabytes. */
function checkLength(text: string): ValueFault | null {
  return text.length > maxTextLength ? { code: 'too-large', wanted: `at most ${maxTextLength} characters` } : null;
}

const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const direction = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What nearly every text is: printable ASCII without square brackets, which none of the rules below objects to. */
const plain = /^[ -Z\\^-~]*$/;

/** Null when a text that was handed over as a name is short and stays what it looks like. */
export function findTextFault(text: string): ValueFault | null {
  return checkLength(text) ?? checkText(text);
}

/** Null when a text stays what it looks like in every file it may be written to. */
function checkText(text: string): ValueFault | null {
  if (plain.test(text)) return null;
  const wanted = 'visible text in one line';
  if (control.test(text)) return { code: 'unsafe-text', wanted };
  if (direction.test(text)) {
    const why = 'invisible characters let a reviewer read something else than the machine';
    return { code: 'unsafe-text', wanted, why, fix: 'remove the invisible characters' };
  }
  if (loneSurrogate.test(text)) {
    return {
      code: 'unsafe-text',
      wanted,
      why: 'half a character cannot be written as UTF-8',
      fix: 'remove the broken character',
    };
  }
  if (/[[\]]/.test(text)) {
    const why = 'square brackets end a list or open a section in oslo.config, and make a link in a Markdown report';
    return { code: 'unsafe-text', wanted: 'text without square brackets', why, fix: 'use round brackets or none' };
  }
  return null;
}

const onePem = /^(?:(?!-----)[^\n]*\n)*-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

/** One certificate in PEM, with or without explanations before it. Its lines are many, and the control writes them anew. */
function checkPem(text: string): ValueFault | null {
  if (onePem.test(text)) return null;
  const fix = 'give the certificate alone, BEGIN to END';
  return { code: 'bad-value', wanted: 'one PEM certificate', got: 'other text', fix };
}

/** Wherever it stands, a private key is neither rendered nor shown. */
function checkKey(text: string): ValueFault | null {
  if (!/-----BEGIN [A-Z0-9 ]{0,50}PRIVATE KEY/.test(text)) return null;
  const why = 'who has it can sign images, and an intent is read by many';
  const fix = 'take it out, and hold it for leaked';
  return { code: 'bad-value', wanted: 'nothing secret', got: 'a private key', why, fix };
}

/** The check of the key, then what holds for every text; PEM alone has several lines, which the control writes anew. */
function checkTyped(text: string, tree: CheckTree | undefined): ValueFault | null {
  const fault = typeof tree === 'function' ? tree(text) : null;
  return fault ?? (tree === checkPem ? null : checkText(dropBrackets(text, tree)));
}

function checkResolver(text: string): ValueFault | null {
  const wanted = 'the IPv4 or IPv6 address of a resolver';
  return text.includes('/') ? { code: 'bad-value', wanted, fix: 'name each resolver' } : checkRange(text, wanted);
}

function checkMirror(text: string): ValueFault | null {
  const fault = checkDestination(text);
  if (fault !== null) return fault;
  const range = parseRange(text);
  const special = range === null ? undefined : findSpecial(range, ['metadata', 'local']);
  if (special === undefined) return null;
  const why = `it covers ${special.name} (${special.range.canonical}), which the guard is there to keep out`;
  return { code: 'contradiction', wanted: 'the addresses of image mirrors', why, fix: 'name the mirrors alone' };
}

function checkDestination(text: string): ValueFault | null {
  const wanted = 'an IPv4 or IPv6 address or CIDR range';
  const fault = checkRange(text, wanted);
  if (fault !== null || parseRange(text)?.prefixLength !== 0) return fault;
  return {
    code: 'contradiction',
    wanted,
    why: 'it means every address there is',
    fix: 'name the networks that are meant',
  };
}

function checkRange(text: string, wanted: string): ValueFault | null {
  const range = parseRange(text);
  if (range === null) return { code: 'bad-value', wanted };
  const { canonical } = alignRange(range);
  if (canonical === text) return null;
  const why = 'bits behind the prefix and other spellings make two ranges look different that are one';
  return { code: 'bad-value', wanted, why, fix: `write ${canonical}` };
}

function checkEndpoint(text: string): ValueFault | null {
  const colon = text.lastIndexOf(':');
  const written = text.slice(0, colon);
  // Brackets keep the colons of an IPv6 address apart from the one before the port.
  const bracketed = /^\[([0-9a-f:.]+)\]$/.exec(written)?.[1];
  const host = bracketed?.includes(':') ? bracketed : written;
  const port = Number(text.slice(colon + 1));
  const isHost = host === '*' || parseRange(host)?.canonical === host || checkHost(host)?.code !== 'bad-host';
  if (colon > 0 && isHost && /:[1-9][0-9]{0,4}$/.test(text) && port <= 65535) return null;
  return { code: 'bad-value', wanted: 'address:port, [ipv6]:port, name:port or *:port, the port from 1 to 65535' };
}

function checkDate(text: string): ValueFault | null {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  const [year, month, day] = (match ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() === month - 1 && date.getUTCDate() === day) return null;
  return {
    code: 'bad-value',
    wanted: 'a day that exists, YYYY-MM-DD',
    why: 'the calendar has no such day',
    fix: 'write the last day it is accepted',
  };
}
