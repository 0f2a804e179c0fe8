// The real nft and kernel, in network namespaces of their own: rendered files load, and the guard does what the emulator says.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { composeNftablesEgressGuard } from '../../src/documents/nftables/compose';
import { parseNftables } from '../../src/documents/nftables/parse';
import { renderNftables } from '../../src/documents/nftables/render';
import { egressVerdict } from '../../src/emulators/nftables/verdict';
import { traps } from '../unit/emulators/nftables/traps';
import { hasProgram, leaveOut } from './nginx-origin';

const isThere = hasProgram('nft') && hasProgram('ip', '-V') && hasProgram('setpriv', '--version');
const directory = mkdtempSync(join(tmpdir(), 'glacis-nft-'));
const inside = `glacis-a-${process.pid}`;
const outside = `glacis-b-${process.pid}`;
const file = join(directory, 'guard.nft');
const uid = 64062;

function run(command: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
}
function mustRun(command: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(command, ...args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}
const loadFile = (text: string): { status: number | null; stderr: string } => {
  writeFileSync(file, text);
  return run('ip', 'netns', 'exec', inside, 'nft', '-f', file);
};

/** Connects from the inside as this user: `open`, `refused` (reject), or `timeout` (drop). A connection nobody answers is `closed`. */
function connectAs(user: number, protocol: 'tcp' | 'udp', address: string, port: number): string {
  const program = `
    const refused = (error) => { console.log(error.code === 'ECONNREFUSED' || error.code === 'EPERM' ? 'refused' : error.code); process.exit(0); };
    setTimeout(() => { console.log('timeout'); process.exit(0); }, 1500);
    if (process.argv[1] === 'tcp') {
      require('net').connect(Number(process.argv[3]), process.argv[2], () => { console.log('open'); process.exit(0); }).on('error', refused);
    } else {
      const socket = require('dgram').createSocket(process.argv[2].includes(':') ? 'udp6' : 'udp4');
      socket.on('error', refused).on('message', () => { console.log('open'); process.exit(0); });
      socket.connect(Number(process.argv[3]), process.argv[2], () => socket.send('x', (error) => error && refused(error)));
    }`;
  const as = ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  return mustRun(
    'ip',
    'netns',
    'exec',
    inside,
    ...as,
    process.execPath,
    '-e',
    program,
    protocol,
    address,
    String(port),
  ).trim();
}

(isThere ? describe : leaveOut)('the real nft', () => {
  const servers: ChildProcess[] = [];

  beforeAll(async () => {
    for (const name of [inside, outside]) mustRun('ip', 'netns', 'add', name);
    mustRun('ip', '-n', inside, 'link', 'add', 'g0', 'type', 'veth', 'peer', 'name', 'g0', 'netns', outside);
    for (const [name, last] of [
      [inside, '1'],
      [outside, '2'],
    ] as const) {
      mustRun('ip', '-n', name, 'link', 'set', 'lo', 'up');
      mustRun('ip', '-n', name, 'link', 'set', 'g0', 'up');
      mustRun('ip', '-n', name, 'addr', 'add', `192.0.2.${last}/24`, 'dev', 'g0');
      mustRun('ip', '-n', name, 'addr', 'add', `2001:db8:1::${last}/64`, 'dev', 'g0', 'nodad');
    }
    for (const address of ['203.0.113.10/32', '169.254.169.254/32'])
      mustRun('ip', '-n', outside, 'addr', 'add', address, 'dev', 'g0');
    mustRun('ip', '-n', inside, 'route', 'add', 'default', 'via', '192.0.2.2');
    const server = `
      for (const port of [80, 443, 3306]) require('net').createServer((s) => s.destroy()).listen(port, '::');
      // Bound one by one, so that answers carry the address that was asked; the inside has none of them.
      for (const address of ['192.0.2.2', '169.254.169.254', '2001:db8:1::2']) {
        const socket = require('dgram').createSocket(address.includes(':') ? 'udp6' : 'udp4');
        socket.on('message', (m, from) => socket.send('y', from.port, from.address)).on('error', () => {}).bind(53, address);
      }`;
    // One server outside, and one on the loopback inside: a local service the guard must hide as well.
    for (const name of [outside, inside]) {
      servers.push(
        spawn('ip', ['netns', 'exec', name, process.execPath, '-e', server], {
          stdio: ['ignore', 'ignore', 'inherit'],
        }),
      );
    }
    for (
      let attempt = 0;
      connectAs(0, 'tcp', '192.0.2.2', 443) !== 'open' || connectAs(0, 'tcp', '127.0.0.1', 443) !== 'open';
      attempt++
    ) {
      if (attempt > 100) throw new Error('the servers in the namespaces do not listen');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, 60_000);

  afterAll(() => {
    for (const server of servers) server.kill();
    for (const name of [inside, outside]) run('ip', 'netns', 'del', name);
    rmSync(directory, { recursive: true, force: true });
  });

  test('accepts every composed file, twice in a row', () => {
    const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([a, bits]) => `${a}/${bits}`);
    const v6 = fc
      .tuple(fc.ipV6(), fc.integer({ min: 1, max: 128 }))
      .map(([a, bits]) => `${a}/${bits}`)
      .filter((text) => !/^(0*:)*:?ffff:/i.test(text));
    const networks = fc.array(fc.oneof(v4, v6, fc.ipV4()), { maxLength: 6 });
    const ports = fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 4 });
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/["\u0000-\u001f\u007f]/.test(text) && Buffer.byteLength(text) <= 100);
    const service = fc.record({ name, to: fc.oneof(v4, v6), ports, protocol: fc.constantFrom('tcp', 'udp') });
    const props = fc.record({
      glanceUid: fc.integer({ min: 1, max: 4_294_967_294 }),
      resolvers: networks,
      mirrors: networks,
      mirrorPorts: ports,
      services: fc.array(service, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(props, (one) => {
        const text = renderNftables(composeNftablesEgressGuard(one));
        for (const { status, stderr } of [loadFile(text), loadFile(text)])
          if (status !== 0) throw new Error(stderr + text);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test('what the kernel lists is read as what was written', () => {
    const document = composeNftablesEgressGuard({
      glanceUid: uid,
      resolvers: ['192.0.2.2'],
      mirrors: ['203.0.113.0/24'],
      mirrorPorts: [443],
      services: [],
    });
    expect(loadFile(renderNftables(document)).status).toBe(0);
    const listed = parseNftables(mustRun('ip', 'netns', 'exec', inside, 'nft', 'list', 'ruleset'), 'listed');
    const packets = [
      ['203.0.113.10', 443],
      ['203.0.113.10', 80],
      ['127.0.0.1', 443],
      ['192.0.2.2', 53],
    ] as const;
    for (const [address, port] of packets) {
      const packet = { uid, address, port, protocol: 'tcp' } as const;
      expect(egressVerdict(listed, packet).verdict).toBe(egressVerdict(document, packet).verdict);
    }
    expect(listed.faults).toEqual([]);
  });

  test('the guard binds the Glance uid, and nobody else, as the emulator says', () => {
    const document = composeNftablesEgressGuard({
      glanceUid: uid,
      resolvers: ['192.0.2.2'],
      mirrors: ['203.0.113.10', '2001:db8:1::2'],
      mirrorPorts: [443],
      services: [{ name: 'database', to: '127.0.0.1', ports: [3306] }],
    });
    const text = renderNftables(document);
    expect(loadFile(text).status).toBe(0);
    const targets = [
      ['tcp', '203.0.113.10', 443],
      ['tcp', '203.0.113.10', 80],
      ['tcp', '2001:db8:1::2', 443],
      ['tcp', '2001:db8:1::2', 80],
      ['tcp', '169.254.169.254', 80],
      ['tcp', '192.0.2.2', 443],
      ['tcp', '127.0.0.1', 80],
      ['tcp', '127.0.0.1', 3306],
      ['tcp', '::1', 80],
      ['tcp', '192.0.2.1', 80],
      ['udp', '192.0.2.2', 53],
      ['udp', '169.254.169.254', 53],
      ['udp', '2001:db8:1::2', 53],
    ] as const;
    for (const user of [uid, 0]) {
      for (const [protocol, address, port] of targets) {
        const { verdict } = egressVerdict(parseNftables(text, 'f'), { uid: user, address, port, protocol });
        expect([user, protocol, address, port, connectAs(user, protocol, address, port)]).toEqual([
          user,
          protocol,
          address,
          port,
          verdict === 'accept' ? 'open' : 'refused',
        ]);
      }
    }
  }, 120_000);

  test.each(traps)('$told: $text', ({ text, to: { protocol, address, port }, told }) => {
    expect(loadFile('flush ruleset\n').status).toBe(0);
    const { status } = loadFile(text);
    // What nft refuses guards nothing. Newer releases may load what 1.0.6 refuses.
    if (status !== 0) {
      expect(told).toBe('cannot-say');
      return;
    }
    if (told === 'cannot-say' && !text.includes('type nat hook output')) return;
    expect(connectAs(uid, protocol, address, port) === 'open').toBe(told !== 'reject');
  });

  test('neighbour discovery needs packets without an owner: the guard leaves them alone, the inverted form does not', () => {
    const forget = (): void => void mustRun('ip', '-n', inside, '-6', 'neigh', 'flush', 'dev', 'g0');
    const reach = (): string => {
      forget();
      return connectAs(0, 'tcp', '2001:db8:1::2', 443);
    };
    expect(loadFile('flush ruleset\n').status).toBe(0);
    const guard = composeNftablesEgressGuard({
      glanceUid: uid,
      resolvers: [],
      mirrors: [],
      mirrorPorts: [443],
      services: [],
    });
    expect(loadFile(renderNftables(guard)).status).toBe(0);
    expect(reach()).toBe('open');
    const inverted =
      'flush ruleset\ntable inet t {\nchain output {\ntype filter hook output priority filter; policy accept;\nmeta skuid != 64062 accept\nct state established,related accept\ncounter reject\n}\n}\n';
    expect(loadFile(inverted).status).toBe(0);
    expect(reach()).not.toBe('open');
    const packet = { uid: null, address: 'ff02::1:ff00:2', port: 0, protocol: 'icmpv6' } as const;
    expect(egressVerdict(parseNftables(inverted, 'f'), packet).verdict).toBe('reject');
    expect(egressVerdict(guard, packet).verdict).toBe('accept');
    expect(loadFile('flush ruleset\n').status).toBe(0);
  }, 60_000);
});

if (!isThere) test('nft was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
