// Lines for which HAProxy may refuse a whole file: words it does not know, names that nothing bears, names borne twice.
import type { HaproxySection } from '../../documents/haproxy/types';
import { readNetwork } from '../../documents/nftables/networks';
import type { Source } from '../../documents/types';
import { predefinedAcls } from './haproxy-condition';
import { findUnknownSample } from './haproxy-names';

/** Why the file may be refused, and where. */
export interface HaproxyDoubt {
  readonly because: string;
  readonly at: Source;
}

/** What opens a line of `defaults`, `frontend`, `listen` and `backend` in 2.6 to 3.2. */
const keywords = new Set(
  (
    'acl backlog balance bind bind-process capture compression cookie declare default-server default_backend description disabled ' +
    'dispatch dynamic-cookie-key email-alert enabled error-log-format errorfile errorfiles errorloc errorloc302 errorloc303 ' +
    'external-check filter force-persist fullconn guid hash-balance-factor hash-preserve-affinity hash-type http-after-response ' +
    'http-check http-error http-request http-response http-reuse http-send-name-header id ignore-persist load-server-state-from-file ' +
    'log log-format log-format-sd log-steps log-tag max-keep-alive-queue max-session-srv-conns maxconn mode monitor monitor-uri no ' +
    'option persist quic-initial rate-limit redirect retries retry-on server server-state-file-name server-template source ' +
    'stats stick stick-table tcp-check tcp-request tcp-response timeout transparent unique-id-format unique-id-header ' +
    'use-fcgi-app use-server use_backend clitcpka-cnt clitcpka-idle clitcpka-intvl srvtcpka-cnt srvtcpka-idle srvtcpka-intvl'
  ).split(' '),
);

/** Keywords that HAProxy does not take there. */
const notIn: Readonly<Record<string, RegExp>> = {
  backend: /^(?:default|use)_backend$/,
  frontend: /^(?:dispatch|retry-on|server|server-template|use-fcgi-app|use-server)$/,
  defaults:
    /^(?:bind|capture|declare|description|dispatch|filter|force-persist|guid|id|ignore-persist|monitor|redirect|server|server-template|stick|stick-table|use[-_]\w.*)$/,
};

const options =
  'abortonclose accept-(?:invalid-http-re(?:quest|sponse)|unsafe-violations-in-http-re(?:quest|sponse)) allbackups checkcache clitcpka contstats disable-h2-upgrade ' +
  'dontlog-normal dontlognull external-check forwarded forwardfor h1-case-adjust-bogus-(?:client|server) http-buffer-request http-drop-request-trailers ' +
  'http-drop-response-trailers http-ignore-probes http-keep-alive http-no-delay http-pretend-keepalive http-restrict-req-hdr-names http-server-close ' +
  'http-use-proxy-header httpchk httpclose httplog httpslog idle-close-on-response independent-streams ldap-check log-health-checks log-separate-errors ' +
  'logasap mysql-check nolinger originalto persist pgsql-check prefer-last-server redis-check redispatch smtpchk socket-stats splice-(?:auto|request|response) ' +
  'spop-check srvtcpka ssl-hello-chk tcp-check tcp-smart-(?:accept|connect) tcpka tcplog transparent use-small-buffers';

/** What stands behind these, words joined by a space. */
const shapes: Readonly<Record<string, RegExp>> = {
  balance: /^(?:roundrobin|static-rr|leastconn|first|source|uri|url_param|hdr\(|random|rdp-cookie|hash|log-|sticky)/,
  default_backend: /^\S+$/,
  mode: /^(?:http|tcp|health|log|spop)$/,
  option: new RegExp(`^(?:${options.replaceAll(' ', '|')})(?: |$)`),
  'stick-table':
    /^(?:(?:type \w+(?: len \d+)?|size \d+[kmgKMG]?|expire \d+(?:us|ms|[smhd])?|(?:store|peers|write-to) \S+|srvkey (?:addr|name)|nopurge|recv-only|brates-factor \d+)(?: |$))+$/,
  timeout:
    /^(?:check|client(?:-fin|-hs)?|connect|http-keep-alive|http-request|queue|server(?:-fin)?|tarpit|tunnel) \d+(?:us|ms|[smhd])?$/,
};

const actions: Readonly<Record<string, RegExp>> = {
  'http-request':
    /^(?:allow|auth|cache-use|capture|deny|disable-l7-retry|do-log|do-resolve\(.*|early-hint|normalize-uri|pause|redirect|reject|return|send-spoe-group|silent-drop|strict-mode|tarpit|use-service|wait-for-(?:body|handshake)|(?:add|del)-(?:acl|header|map)(?:\(.*)?|replace-(?:header|path|pathq|uri|value)|set-(?:dst|src)(?:-port)?|set-(?:fc-|bc-)?(?:mark|tos)|set-(?:header|headers-bin|log-level|map\(.*|method|nice|path|pathq|priority-(?:class|offset)|query|retries|timeout|uri)|(?:un)?set-var(?:-fmt)?\(.*|sc-(?:add|inc)-gpc[01]?\(.*|sc-set-gpt0?\(.*|track-sc\d+|set-bandwidth-limit|(?:lua\.|ot-)\S+)$/,
  'tcp-request':
    /^(?:accept|attach-srv|capture|do-log|do-resolve\(.*|expect-(?:proxy|netscaler-cip)|reject|send-spoe-group|silent-drop|switch-mode|use-service|set-(?:dst|src)(?:-port)?|set-(?:fc-|bc-)?(?:mark|tos)|set-(?:log-level|nice|priority-(?:class|offset))|(?:un)?set-var(?:-fmt)?\(.*|sc-(?:add|inc)-gpc[01]?\(.*|sc-set-gpt0?\(.*|track-sc\d+|set-(?:bandwidth-limit|retries)|(?:lua\.|ot-)\S+)$/,
};

/** Lines whose `if` begins a condition. */
const conditional =
  /^(?:http-(?:request|response|after-response)|tcp-re(?:quest|sponse)|use[_-].*|redirect|monitor|stick|(?:force|ignore)-persist)$/;

/** ACLs that HAProxy brings along and that are not modelled. */
const otherAcls = /^(?:HTTP_(?:[123]\.\d|CONTENT)|RDP_COOKIE|REQ_CONTENT|WAIT_END)$/;

const doubts = new WeakMap<readonly HaproxySection[], HaproxyDoubt | null>();

/** The first such line of sections that take or hand on requests; null when there is none. */
export function findHaproxyDoubt(sections: readonly HaproxySection[]): HaproxyDoubt | null {
  const known = doubts.get(sections);
  if (known !== undefined) return known;
  const found = findSecondName(sections) ?? sections.map((one) => findDoubtIn(one, sections)).find(Boolean) ?? null;
  doubts.set(sections, found);
  return found;
}

/** Two sections that take requests, or two that hand them on, of one name. */
function findSecondName(sections: readonly HaproxySection[]): HaproxyDoubt | null {
  const names = new Set<string>();
  for (const { type, words, at } of sections) {
    const name = words[0]?.text ?? '';
    const sides = { frontend: ['in'], backend: ['out'], listen: ['in', 'out'] }[type] ?? [];
    if (sides.length > 0 && name === '') return { because: `a ${type} has no name`, at };
    for (const side of sides.map((one) => `${one} ${name}`)) {
      if (names.has(side)) return { because: `two sections bear the name ${name}`, at };
      names.add(side);
    }
  }
  return null;
}

function findDoubtIn(section: HaproxySection, sections: readonly HaproxySection[]): HaproxyDoubt | null {
  const { type, words } = section;
  if (!/^(?:defaults|frontend|listen|backend)$/.test(type)) return null;
  const bases = words.flatMap(({ text }, i) => (words[i - 1]?.text === 'from' ? [text] : []));
  const isBased = sections.some((one) => one.type === 'defaults' && bases.includes(one.words[0]?.text ?? ''));
  if (bases.length > 0 && !isBased) return { because: 'defaults of that name are nowhere', at: section.at };
  const acls = new Set<string>();
  const seen = new Set<string>();
  for (const line of section.lines) {
    if (line.kind !== 'words' || line.words.some(({ raw }) => raw !== undefined)) continue;
    const [keyword = '', ...rest] = line.words.map(({ text }) => text);
    if (keyword.startsWith('.')) continue;
    const because = findFault(keyword, rest, acls) ?? findLost(keyword, rest, section, sections);
    if (because !== null) return { because, at: line.at };
    if (notIn[type]?.test(keyword) || (type === 'defaults' && keyword === 'acl' && words.length === 0))
      return { because: `no ${type} holds ${keyword}`, at: line.at };
    if (keyword === 'acl') acls.add(rest[0] ?? '');
    const only = keyword === 'server' ? `server ${rest[0]}` : keyword === 'stick-table' ? keyword : null;
    if (only !== null && seen.has(only)) return { because: `${only} stands twice`, at: line.at };
    if (only !== null) seen.add(only);
  }
  return null;
}

function findFault(keyword: string, rest: readonly string[], acls: ReadonlySet<string>): string | null {
  if (keyword === 'filter' && rest[0] === 'spoe') return 'an agent may write variables';
  if (!keywords.has(keyword)) return `${keyword} is a word that HAProxy does not know`;
  const isTcp = keyword === 'tcp-request';
  const action = rest[isTcp ? 1 : 0] ?? '';
  const isDelay = isTcp && rest[0] === 'inspect-delay';
  if (shapes[keyword]?.test(rest.join(' ')) === false)
    return `${keyword} is followed by words that HAProxy does not take`;
  if (!isDelay && actions[keyword]?.test(action) === false) return `${action} is no action of ${keyword}`;
  if (/(?:^acl \S+|\{) var\([^()]*\) (?!-)/.test(`${keyword} ${rest.join(' ')}`))
    return 'a variable is compared without -m';
  const wrong = findWrongPattern(keyword === 'acl' ? ['{', ...rest.slice(1), '}'] : rest);
  if (wrong !== null) return `${wrong} is no address or number`;
  const unknown = findUnknownSample(keyword, rest);
  if (unknown !== null) return `${unknown} is a sample that HAProxy does not know`;
  const start = rest.findIndex((word) => word === 'if' || word === 'unless');
  if (start < 0 || !conditional.test(keyword)) return null;
  let isInside = false;
  for (const word of rest.slice(start + 1)) {
    const name = word.replace(/^!+/, '');
    if (isInside || name === '{') isInside = name !== '}';
    else if (
      name !== '' &&
      name !== 'or' &&
      name !== '||' &&
      !acls.has(name) &&
      !predefinedAcls.has(name) &&
      !otherAcls.test(name)
    )
      return `no ACL bears the name ${name}`;
  }
  return isInside ? 'a brace is never closed' : null;
}

/** A word that an address or a counter is compared with, and that is neither. */
function findWrongPattern(words: readonly string[]): string | null {
  let isPattern = (_: string): boolean => true;
  for (const [i, word] of words.entries()) {
    if (/^!*\{$/.test(words[i - 1] ?? '')) {
      if (/^(?:src|(?:req\.)?hdr_ip\([^()]*\))$/.test(word)) isPattern = (one) => readNetwork(one) !== null;
      else if (/^(?:sc\d?|src)_\w*(?:cnt|rate|gpc[01])(?:\([^()]*\))?$/.test(word))
        isPattern = (one) => /^(?:-?\d*:?-?\d*|[egl][etq])$/.test(one);
      // Behind a file or another way to compare, anything may stand.
      if (/^-[fmMu]/.test(words[i + 1] ?? '')) isPattern = () => true;
    } else if (word === '}') isPattern = () => true;
    else if (!word.startsWith('-') && !isPattern(word)) return word;
  }
  return null;
}

/** A table or a backend that is nowhere. */
function findLost(
  keyword: string,
  rest: readonly string[],
  { type, words }: HaproxySection,
  sections: readonly HaproxySection[],
): string | null {
  const isThere = (name: string, isIt: (one: HaproxySection) => boolean): boolean =>
    sections.some((one) => one.words[0]?.text === name && isIt(one));
  const [name = ''] = rest;
  if (/^(?:use|default)_backend$/.test(keyword) && !name.includes('%['))
    return isThere(name, (one) => /^(?:backend|listen)$/.test(one.type)) ? null : `no backend bears the name ${name}`;
  const at = rest.findIndex((word) => /^track-sc\d+$/.test(word));
  const table = rest[at + 2] === 'table' ? (rest[at + 3] ?? '') : (words[0]?.text ?? '');
  if (at < 0 || type === 'defaults' || table.includes('/')) return null;
  const isTable = ({ lines }: HaproxySection): boolean =>
    lines.some((line) => line.kind === 'words' && line.words[0]?.text === 'stick-table');
  return isThere(table, isTable) ? null : `no section ${table} has a table`;
}
