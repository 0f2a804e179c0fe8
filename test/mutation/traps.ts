// What goes wrong in one program only: another zone, a location that does not cover the request, an accept before the rules.

/** A mutation and the lines that stand in place of the line. */
export type Trap = readonly [mutation: string, ...lines: string[]];

/** The traps of the program whose file it is. */
export function listTraps(file: string, line: string): Trap[] {
  const traps = Object.entries(byProgram).find(([program]) => file.startsWith(`${program}/`))?.[1];
  return (traps?.(line) ?? []).filter(([, ...lines]) => lines.length !== 1 || lines[0] !== line);
}

const byProgram: Readonly<Record<string, (line: string) => Trap[]>> = {
  nginx: listNginxTraps,
  haproxy: listHaproxyTraps,
  'nftables.d': listNftablesTraps,
  systemd: listUnitTraps,
  repose: listReposeTraps,
  keystone: listShellTraps,
};

function listNginxTraps(line: string): Trap[] {
  const swap = (mutation: string, from: string | RegExp, to: string): Trap => [mutation, line.replace(from, to)];
  const traps: Trap[] = [
    swap('per second', 'r/m', 'r/s'),
    swap('another zone', /zone=glacis_image_(create|write) /, 'zone=somewhere_else '),
    swap('status 503', /429;$/, '503;'),
    swap('GET instead of POST', /\^(\(?)POST/, '^$1GET'),
    swap('one slash', '/+(v2', '/(v2'),
    swap('no minor version', '(\\.\\d+)?', ''),
    swap('version needed', ')?images', ')images'),
    swap('no slash at the end', 'images/*$', 'images$'),
    swap('raw path', '$request_method:$uri', '$request_method:$request_uri'),
    swap('path alone', '$request_method:$uri', '$uri'),
    swap('key by token', /\$glacis_client_network;$/, '$http_x_auth_token;'),
    swap('key by forwarded address', /\$glacis_client_network;$/, '$http_x_forwarded_for;'),
    swap('constant key', /\$glacis_client_network;$/, 'all;'),
    swap('empty key', /\$glacis_client_network;$/, '"";'),
    swap('key by single address', '$glacis_ipv6_net;', '$binary_remote_addr;'),
    swap('forwarded address of anybody', '$binary_remote_addr $glacis', '$http_x_forwarded_for $glacis'),
  ];
  if (line.startsWith('limit_req ')) {
    traps.push(['in another location', `location /v1/ { ${line} }`]);
    traps.push(['dry run', `${line} limit_req_dry_run on;`]);
  }
  return traps;
}

function listHaproxyTraps(line: string): Trap[] {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const swap = (mutation: string, from: string | RegExp, to: string): Trap => [mutation, line.replace(from, to)];
  const traps: Trap[] = [
    swap('mode tcp', 'mode http', 'mode tcp'),
    swap('GET instead of POST', 'method POST', 'method GET'),
    swap('raw path', 'path,url_dec', 'path'),
    swap('one slash', '^/+(v2', '^/(v2'),
    swap('no minor version', '(\\.[0-9]+)?', ''),
    swap('version needed', ')?images', ')images'),
    swap('prefix instead of pattern', /-m reg .*/, '-m str /v2/images'),
    swap('key by token', 'src,ipmask(32,64)', 'req.hdr(X-Auth-Token)'),
    swap('key by forwarded address', 'src,ipmask(32,64)', 'req.hdr(X-Forwarded-For)'),
    swap('key by single address', ',ipmask(32,64)', ''),
    swap('one bucket for IPv4', 'ipmask(32,64)', 'ipmask(8,64)'),
    swap('status 403', 'deny_status 429', 'deny_status 403'),
    swap('other table', /glacis_image_(create|write)\b(?= if|\))/, 'elsewhere'),
    swap('other counter', /\bsc(\d)_/, 'sc2_'),
    swap('IPv4 table', 'type ipv6', 'type ip'),
    swap('table of strings', 'type ipv6', 'type string len 64'),
    swap('unless', / if /, ' unless '),
  ];
  if (/^\s*http-request/.test(line)) traps.push(['allowed before', `${indent}http-request allow`, line]);
  if (/^\s*default_backend/.test(line)) traps.push(['another backend', line.replace(/\S+$/, 'elsewhere')]);
  return traps;
}

function listNftablesTraps(line: string): Trap[] {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const swap = (mutation: string, from: string | RegExp, to: string): Trap => [mutation, line.replace(from, to)];
  const traps: Trap[] = [
    swap('accept instead of reject', 'counter reject', 'counter accept'),
    swap('another uid', /skuid \d+/, 'skuid 0'),
    swap('jump nowhere', 'goto image_service', 'accept'),
    swap('input instead of output', 'hook output', 'hook input'),
    swap('IPv4 table', 'table inet', 'table ip'),
    swap('any port', / (?:tcp|udp) dport \d+| (?:tcp|udp) dport \{[^}]*\}/, ''),
    swap('any address', /ip6? daddr (?:@\w+|[\d.:a-f/]+) /, ''),
    swap('every network', /elements = \{[^}]*\}/, 'elements = { 0.0.0.0/0 }'),
    swap('metadata in the set', / \}$/, ', 169.254.169.254 }'),
    swap('new connections too', 'established, related', 'established, related, new'),
    swap('negated', 'daddr @', 'daddr != @'),
  ];
  if (/^\s*(?:ip|ip6|ct|counter|meta) /.test(line)) {
    traps.push(['accept before', `${indent}accept`, line]);
    traps.push(['return before', `${indent}return`, line]);
    traps.push(['private networks before', `${indent}ip daddr 169.254.0.0/16 accept`, line]);
  }
  return traps;
}

function listUnitTraps(line: string): Trap[] {
  const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
  if (key === '') return [];
  const traps: Trap[] = [
    ['emptied', `${key}=`],
    ['reset behind it', line, `${key}=`],
    ['misspelt', `${key}s=${value}`],
    ['small letters', `${key.toLowerCase()}=${value}`],
    ['Wants instead of Requires', line.replace(/^Requires=/, 'Wants=')],
    ['simple instead of oneshot', line.replace('Type=oneshot', 'Type=simple')],
    ['failure ignored', line.replace(/^(Exec\w+=)/, '$1-')],
    ['other command', line.replace(/^(Exec\w+=).*/, '$1/bin/true')],
    ['without limit', line.replace(/^(MemoryMax|TasksMax|LimitFSIZE)=.*/, '$1=infinity')],
    ['memory instead of a disk', line.replace(/^Type=(?:xfs|ext4)$/, 'Type=tmpfs')],
    ['another place', line.replace(/^Where=.*/, 'Where=/mnt')],
    ['condition', line.replace(/^Type=oneshot$/, 'Type=oneshot\n[Unit]\nConditionPathExists=/etc/nothing')],
  ];
  return traps;
}

function listReposeTraps(line: string): Trap[] {
  const swap = (mutation: string, from: string | RegExp, to: string): Trap => [mutation, line.replace(from, to)];
  return [
    swap('per second', 'unit="MINUTE"', 'unit="SECOND"'),
    swap('plain path alone', /uri-regex="[^"]*"/, 'uri-regex="/v2/images"'),
    swap('GET instead of POST', 'http-methods="POST"', 'http-methods="GET"'),
    swap('another group', 'default="true"', 'default="false"'),
  ];
}

function listShellTraps(line: string): Trap[] {
  return /^register_limit /.test(line) ? [['without limit', line.replace(/\d+$/, '-1')]] : [];
}
