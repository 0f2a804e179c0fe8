// Which servers of nginx lead to Glance: by their names and ports, or by an address that one of those hands on to.
import type { NginxConfiguration, NginxDirective } from '../../documents/nginx/types';
import { listDirectives, type NginxLevel } from './nginx-scopes';
import { nameLoopback } from './ways';

/** What is known about the services behind nginx. */
export interface NginxServices {
  /** Servers with a way to Glance. */
  readonly toGlance: readonly NginxDirective[];
  /** Whether a request that is handed on so gets to Glance; null: a variable names the service. */
  isGlance(server: NginxLevel, pass: NginxDirective): boolean | null;
  /** The line of a `stream` server that hands connections to Glance, past everything that reads requests. */
  readonly stream: NginxDirective | undefined;
}

/** The statements of the http level. */
export function readHttpLevel({ statements }: NginxConfiguration): NginxLevel {
  return listDirectives(statements, 'http').flatMap((block) => block.block ?? []);
}

/** Reads names, ports and addresses once. */
export function readNginxServices(configuration: NginxConfiguration): NginxServices {
  const http = readHttpLevel(configuration);
  const servers = listDirectives(http, 'server');
  const addresses = new Set(
    servers.flatMap(({ block }) => {
      const level = block ?? [];
      const isWhole = isNamed(level);
      const root = listDirectives(level, 'location').filter(({ args }) => args.join('') === '/');
      const own = isWhole ? [level, ...root.map((one) => one.block ?? [])].flatMap(listOwnPasses) : [];
      return [...own, ...listPasses(level).filter((pass) => namesGlance(pass, http))].flatMap((pass) =>
        resolve(pass, http),
      );
    }),
  );
  const isShared = (pass: NginxDirective, level: NginxLevel) => resolve(pass, level).some((one) => addresses.has(one));
  const leads = (pass: NginxDirective, level: NginxLevel) => namesGlance(pass, level) || isShared(pass, level);
  const stream = listDirectives(configuration.statements, 'stream').flatMap((block) => block.block ?? []);
  return {
    toGlance: servers.filter(
      ({ block }) => isNamed(block ?? []) || listPasses(block ?? []).some((pass) => leads(pass, http)),
    ),
    isGlance: (server, pass) => {
      if (isNamed(server) || leads(pass, http)) return true;
      return /^\w+:\/\/[^/]*\$/.test(pass.args[0] ?? '') ? null : false;
    },
    stream: listDirectives(stream, 'server').find(
      ({ block }) => isNamed(block ?? []) || listPasses(block ?? []).some((pass) => leads(pass, stream)),
    ),
  };
}

/** True when a server listens on 9292, or names Glance or its ports, itself or through an upstream. */
export function hasGlanceServer(configuration: NginxConfiguration): boolean {
  const { toGlance, stream } = readNginxServices(configuration);
  return toGlance.length > 0 || stream !== undefined;
}

function isGlanceWord(word: string): boolean {
  return /glance|(?:^|:)929[23](?:\/|$)/i.test(word);
}

function isNamed(server: NginxLevel): boolean {
  return server.some(
    (one) => one.kind === 'directive' && /^(?:listen|server_name)$/.test(one.name) && one.args.some(isGlanceWord),
  );
}

function listOwnPasses(level: NginxLevel): NginxDirective[] {
  return level.flatMap((one) => (one.kind === 'directive' && /^[a-z]+_pass$/.test(one.name) ? [one] : []));
}

function listPasses(level: NginxLevel): NginxDirective[] {
  const inner = level.flatMap((one) => (one.kind === 'directive' && one.block !== null ? listPasses(one.block) : []));
  return [...listOwnPasses(level), ...inner];
}

function namesGlance(pass: NginxDirective, level: NginxLevel): boolean {
  return pass.args.some(isGlanceWord) || resolve(pass, level).some(isGlanceWord);
}

/** The addresses of a service: those of its upstream, else its own. */
function resolve({ args }: NginxDirective, level: NginxLevel): string[] {
  const authority = (args[0] ?? '').replace(/^\w+:\/\/(?!\/)/, '');
  const name = authority.startsWith('unix:') ? authority.split(':', 2).join(':') : (authority.split('/', 1)[0] ?? '');
  const upstream = listDirectives(level, 'upstream').find((block) => block.args[0] === name);
  if (upstream?.block)
    return listDirectives(upstream.block, 'server').flatMap((one) => one.args.slice(0, 1).map(nameLoopback));
  return name === '' || name.includes('$') ? [] : [nameLoopback(name)];
}
