// Seeded hostile URLs for the differential tests: every trick known for one part of a URL, mixed with all the others.

import { type Dice, rollHost } from './url-hosts';

const plainSchemes = ['http', 'https', 'http', 'https', 'HTTP', 'hTTps'];
const oddSchemes = [
  'ftp',
  'file',
  'data',
  'gopher',
  'constructor',
  '1http',
  '+http',
  'http+x',
  'ht tp',
  'URL:http',
  '',
];
const separators = ['://', '://', '://', '://', '://', ':', ':/', ':///', ':\\\\', '//', ':////', ':\t//', ':/\n/'];
const users = [
  '',
  '',
  '',
  '',
  '',
  '',
  'user@',
  'user:pw@',
  'a@b@',
  'images.example.org@',
  'a\\@',
  '%40@',
  '[x]@',
  ':@',
  '@',
];
const ports = [
  '',
  '',
  '',
  '',
  ':80',
  ':443',
  ':0',
  ':',
  ':00443',
  ':8080',
  ':65535',
  ':65536',
  ':65558',
  ':99999',
  ':-1',
  ':+80',
];
const oddPorts = [
  ...[
    ':8_0',
    ':8__0',
    ': 80',
    ':80 ',
    ':\u0664\u0664\u0663',
    ':44\u0663',
    ':\u00b2',
    ':http',
    ':80:81',
    ':%38%30',
    '%3a22',
    ':0x50',
  ],
  ...[
    ':4294967376',
    ':9223372036854775808',
    ':18446744073709551696',
    ':-18446744073709551536',
    ':\u00a080',
    ':\u200380',
    ':80\r',
    ':\r\n 80',
    `:${'0'.repeat(4301)}80`,
    ':\x0b80',
    ':\x1f80',
  ],
];
const paths = [
  '',
  '/',
  '/x',
  '/x.qcow2?a=b',
  '?q',
  '#f',
  '/a b',
  '/\x7f',
  '/é',
  '/x;p',
  '/#',
  '/x#a#b',
  '/..//./y',
  '\\x',
  '/%00',
  '/\t',
];
const tails = [
  '',
  '',
  '',
  '',
  '#@images.example.org',
  '?@images.example.org',
  '>',
  ' ',
  '\u00a0',
  '\n',
  '\x85',
  '\ufeff',
  '#',
];
const heads = [
  '',
  '',
  '',
  '',
  '',
  '',
  '',
  ' ',
  '\x00',
  '\x1f',
  '<',
  '<URL:',
  'URL:',
  '\u00a0',
  '\x85',
  '\ufeff',
  '\t',
  '\u2003',
];
const hostileCharacters = [
  ...'/?#@:[]%\\.<>;&=+-_ \t\r\n\0\x1f\x7f\x85\u00a0\u00b9\u00b2é\u0663\u2028\uff0e\u3002\uff1a\u2100vV0x1',
];
/** One URL. Most are near the ordinary, because those come furthest through the code. */
export function rollUrl(dice: Dice): string {
  const scheme = dice.pick(dice.roll(8) === 0 ? oddSchemes : plainSchemes);
  const url =
    (dice.roll(3) === 0 ? dice.pick(heads) : '') +
    scheme +
    (dice.roll(4) === 0 ? dice.pick(separators) : '://') +
    dice.pick(users) +
    rollHost(dice) +
    dice.pick(dice.roll(3) === 0 ? oddPorts : ports) +
    dice.pick(paths) +
    (dice.roll(3) === 0 ? dice.pick(tails) : '');
  return dice.roll(4) === 0 ? spoil(dice, url) : url;
}

/** A Location header: absolute, relative or broken. */
export function rollLocation(dice: Dice): string {
  const relative = [
    '',
    'x',
    '../y',
    './',
    '/a/../b',
    '//h/x',
    '?q',
    '#f',
    ';p',
    'a;',
    '..;x/',
    '?',
    'x?#',
    '/;',
    'http:x',
    'https:/y',
  ];
  const location =
    dice.roll(3) === 0 ? dice.pick(relative) + (dice.roll(3) === 0 ? dice.pick(relative) : '') : rollUrl(dice);
  // No server can send half a surrogate pair.
  return Buffer.from(location, 'utf8').toString('utf8');
}

function spoil(dice: Dice, url: string): string {
  const at = dice.roll(url.length + 1);
  const character = dice.pick(hostileCharacters);
  return dice.roll(3) === 0 ? url.slice(0, at) + url.slice(at + 1) : url.slice(0, at) + character + url.slice(at);
}
