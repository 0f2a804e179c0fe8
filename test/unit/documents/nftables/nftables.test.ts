// nftables files: tables, chains, sets, unknown statements, addresses, the composed guard.
import { composeNftablesEgressGuard } from '../../../../src/documents/nftables/compose';
import {
  formatNetwork,
  isInNetwork,
  mergeNetworks,
  readAddress,
  readNetwork,
} from '../../../../src/documents/nftables/networks';
import { parseNftables } from '../../../../src/documents/nftables/parse';
import { renderNftables } from '../../../../src/documents/nftables/render';
import type { NftStatement, NftTable } from '../../../../src/documents/nftables/types';

const readRule = (rule: string): readonly NftStatement[] => {
  const [table] = parseNftables(`table inet t {\n chain c {\n ${rule}\n }\n}`, 'f').statements as NftTable[];
  const [chain] = table?.entries ?? [];
  const [first] = chain?.kind === 'chain' ? chain.rules : [];
  return first?.kind === 'rule' ? first.statements : [];
};

test.each([
  ['ip daddr @m tcp dport { 80, 443 } accept', ['match', 'match', 'accept']],
  ['meta skuid != 5 counter packets 1 bytes 2 drop', ['match', 'counter', 'drop']],
  ['ct state established,related accept comment "x y"', ['match', 'accept', 'comment']],
  ['log prefix "no: " reject with icmpx type admin-prohibited', ['log', 'reject']],
  ['jump a', ['jump']],
  ['limit rate 5/second accept', ['unknown']],
  ['tcp dport vmap { 80 : accept }', ['unknown']],
  ['ip daddr $X accept', ['unknown']],
  ['tcp dport > 80 accept', ['unknown']],
  ['log level warn drop', ['unknown']],
])('%s', (rule, kinds) => {
  expect(readRule(rule).map((one) => one.kind)).toEqual(kinds);
});

test('comma lists without braces are values', () => {
  expect(readRule('ct state established,related accept')[0]).toEqual({
    kind: 'match',
    left: 'ct state',
    isNegated: false,
    right: { kind: 'values', values: ['established', 'related'] },
  });
});

test('what is unknown is kept to the letter and read back', () => {
  const text =
    'define X = 1\ntable ip t {\n  map m { type a : b; elements = { 1 : 2 } }\n  chain c {\n    limit rate 5/second accept\n  }\n}\n';
  const document = parseNftables(text, 'f');
  expect(document.statements.map((one) => one.kind)).toEqual(['unknown', 'table']);
  expect(parseNftables(renderNftables(document), 'f')).toMatchObject({
    faults: [],
    statements: document.statements.map(({ kind }) => ({ kind })),
  });
  expect(renderNftables(document)).toContain('limit rate 5/second accept');
});

test('removals, one-line tables, joined lines', () => {
  const { statements, faults } = parseNftables(
    'flush ruleset; delete table inet a\ntable b { chain c { counter \\\n drop; }; }',
    'f',
  );
  expect(faults).toEqual([]);
  expect(statements).toMatchObject([
    { kind: 'flush', table: null },
    { kind: 'delete', table: { family: 'inet', name: 'a' } },
    {
      kind: 'table',
      family: 'ip',
      name: 'b',
      entries: [{ kind: 'chain', rules: [{ statements: [{ kind: 'counter' }, { kind: 'drop' }] }] }],
    },
  ]);
});

test.each(['table a {', 'table a { } }', 'table a { chain b { log prefix "x\n } }'])('%j refuses to load', (text) => {
  expect(parseNftables(text, 'f').faults.map((fault) => fault.effect)).toContain('refuses-to-load');
});

test('text that nft cannot hold is refused', () => {
  const at = { file: 'f', line: 1 };
  const write = (text: string) =>
    renderNftables({
      statements: [
        {
          kind: 'table',
          family: 'inet',
          name: 't',
          at,
          entries: [
            {
              kind: 'chain',
              name: 'c',
              hook: null,
              at,
              rules: [{ kind: 'rule', at, statements: [{ kind: 'comment', text }] }],
            },
          ],
        },
      ],
    });
  expect(() => write('a" accept comment "b')).toThrow(/cannot hold/);
  expect(() => write('a\nb')).toThrow(/cannot hold/);
  expect(() => write('x'.repeat(200))).toThrow(/cannot hold/);
  expect(() => renderNftables({ statements: [{ kind: 'note', text: 'a\naccept', at }] })).toThrow(/line break/);
});

describe('networks', () => {
  test.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['0.0.0.0/0', '0.0.0.0/0'],
  ])('%s is %s', (text, wanted) => {
    const network = readNetwork(text);
    expect(network === null ? null : formatNetwork(network)).toBe(wanted);
  });
  test.each(['10.0.0.0/33', '10.0.0', 'x', '::/129', 'fe80::1%lo', '10.0.0.0/', '010.0.0.1', '1.2.3.4/8/8'])(
    '%s is none',
    (text) => {
      expect(readNetwork(text)).toBeNull();
    },
  );
  test('wider networks swallow narrower ones', () => {
    const networks = ['10.0.0.0/8', '10.1.0.0/16', '2001:db8::1', '10.0.0.0/8', '192.0.2.1'].map(
      (text) => readNetwork(text)!,
    );
    expect(mergeNetworks(networks).map(formatNetwork)).toEqual(['10.0.0.0/8', '192.0.2.1', '2001:db8::1']);
    expect(isInNetwork(readAddress('10.255.0.1')!, networks[0]!)).toBe(true);
    expect(isInNetwork(readAddress('11.0.0.1')!, networks[0]!)).toBe(false);
  });
});

describe('the composed guard', () => {
  const props = {
    glanceUid: 64062,
    resolvers: ['127.0.0.53', '2001:db8::53'],
    mirrors: ['203.0.113.0/24', '2001:db8:1::/48'],
    mirrorPorts: [443, 80, 443],
    services: [{ name: 'database #1', to: '10.0.0.5', ports: [3306] }],
    header: ['by Glacis'],
  };

  test('reads back as the same model, places included', () => {
    const document = composeNftablesEgressGuard(props);
    expect(parseNftables(renderNftables(document), document.file)).toEqual(document);
  });

  test('an empty guard refuses everything', () => {
    const text = renderNftables(
      composeNftablesEgressGuard({ ...props, resolvers: [], mirrors: [], services: [], mirrorPorts: [] }),
    );
    expect(text.match(/accept/g)).toHaveLength(2); // established, and the policy for everybody else
  });

  test('every bad value is named at once', () => {
    const bad = {
      glanceUid: 0,
      resolvers: ['dns.example'],
      mirrors: ['::ffff:1.2.3.4', '1.2.3.4 accept'],
      mirrorPorts: [0, 1.5],
      services: [{ name: 'a" accept', to: 'x', ports: [] }],
      header: ['a\nb'],
    };
    const pointers = [
      '/glanceUid',
      '/header/0',
      '/mirrorPorts/0',
      '/mirrorPorts/1',
      '/mirrors/0',
      '/mirrors/1',
      '/resolvers/0',
    ];
    const wanted = [...pointers, '/services/0/name', '/services/0/ports', '/services/0/to'];
    // No mirrors are left, so that their ports are not looked at: give one that is right.
    expect(() => composeNftablesEgressGuard({ ...bad, mirrors: [...bad.mirrors, '192.0.2.1'] })).toThrow(
      expect.objectContaining({
        problems: wanted.map((pointer) => expect.objectContaining({ place: expect.objectContaining({ pointer }) })),
      }),
    );
  });
});
