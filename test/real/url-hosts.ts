// Seeded hostile hosts: names, addresses and numbers in every spelling somebody once got past a filter with.

/** A small generator of numbers (mulberry32): the same seed gives the same URLs on every machine. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to `sides` - 1. */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.roll(items.length)]!;
  }
}

const plainNames = [
  'images.example.org',
  'IMAGES.example.ORG',
  'localhost',
  'metadata.google.internal',
  'inner.example.org',
];
const oddNames = [
  ...['a', '', '.', '..', '-', '%', '%00', '_x.y', 'x-.y', 'a..b', 'a.b..', 'x'.repeat(64), `${'x'.repeat(63)}.a`],
  ...['images.example.org.', 'localhost.', '169.254.169.254.nip.io', 'xn--9ca.de', 'bücher.example', 'ß.de', 'straße'],
  ...[
    'cl\u043eud.example',
    'a\u200bb.example',
    '\u05d0b.x',
    '\u05d0',
    'xn--é',
    'ſ.x',
    '\u212a.x',
    'a\u3002b',
    'Σ.ΑΣ',
    '\ud800x',
  ],
  ...[
    'h\u2100x',
    'h\uff0fx',
    'a\u2488b',
    '０x7f.1',
    '\u{1d7ce}',
    '\u{1f600}.x',
    '\u0130.x',
    '1.2.3.4.5',
    '08.1',
    '0x',
    '0x7f.',
    '1_0.1',
  ],
];
const addresses = [
  [127, 0, 0, 1],
  [169, 254, 169, 254],
  [10, 0, 0, 5],
  [0, 0, 0, 0],
  [100, 100, 100, 200],
  [203, 0, 113, 9],
];

/** A host in one of its many spellings. */
export function rollHost(dice: Dice): string {
  switch (dice.roll(6)) {
    case 0:
      return dice.pick(oddNames);
    case 1:
      return dice.pick(plainNames);
    case 2:
      return rollIpv6(dice);
    default:
      return disguise(dice, rollIpv4(dice));
  }
}

function rollIpv4(dice: Dice): string {
  const octets =
    dice.roll(3) === 0 ? [dice.roll(300), dice.roll(256), dice.roll(256), dice.roll(256)] : dice.pick(addresses);
  const count = 1 + dice.roll(4);
  const last = octets.slice(count - 1).reduce((sum, octet) => sum * 256 + octet, 0);
  const parts = [...octets.slice(0, count - 1), last + (dice.roll(12) === 0 ? 2 ** 32 : 0)];
  const written = parts.map((part) => {
    const digits = [
      part.toString(),
      `0${part.toString(8)}`,
      `0x${part.toString(16)}`,
      `0X${part.toString(16).toUpperCase()}`,
    ];
    return dice.pick([...digits, part.toString(), part.toString(), `000${part.toString(8)}`]);
  });
  return written.join('.') + dice.pick(['', '', '', '', '.', '..']);
}

function disguise(dice: Dice, text: string): string {
  const turn = dice.roll(8);
  const figures = [0xff10, 0x0660, 0x1d7ce, 0x2080];
  return Array.from(text, (character) => {
    if (dice.roll(3) !== 0) return character;
    if (turn === 0) return `%${character.charCodeAt(0).toString(16)}`;
    if (turn === 1 && character === '.') return dice.pick(['\u3002', '\uff0e', '\uff61', '%e3%80%82', '%2E']);
    if (turn === 2 && /\d/.test(character)) return String.fromCodePoint(dice.pick(figures) + Number(character));
    if (turn === 3 && /[123]/.test(character)) return dice.pick(['\u00b9\u00b2\u00b3', '%c2%b9']).slice(0, 6);
    return character;
  }).join('');
}

function rollIpv6(dice: Dice): string {
  const literals = [
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::FFFF:10.0.0.5',
    'fd00:ec2::254',
    'fe80::1',
    '1:2:3:4:5:6:7:8',
  ];
  const broken = [
    '1::2::3',
    ':1',
    '1:',
    '::1::',
    ':::',
    '1:2:3:4:5:6:7::',
    '::12345',
    '::1.2.3',
    '1.2.3.4',
    'v1.x',
    'V1.x',
    'v.x',
    'x',
    '',
  ];
  const groups = Array.from({ length: 6 + dice.roll(4) }, () =>
    dice.pick(['0', '0', '1', 'ffff', '00ab', '', 'a9fe', '1.2.3.4']),
  );
  const text = dice.pick([dice.pick(literals), dice.pick(literals), dice.pick(broken), groups.join(':')]);
  const zone = dice.roll(5) === 0 ? dice.pick(['%eth0', '%25lo', '%', '%1', '%a%b']) : '';
  const [open, close] = dice.pick([
    ['[', ']'],
    ['[', ']'],
    ['[', ']'],
    ['[', ']'],
    ['', ''],
    ['[', ''],
    ['', ']'],
    ['[[', ']]'],
    ['x[', ']'],
    ['[', ']x'],
  ]);
  return `${open}${text}${zone}${close}`;
}
