// What is an IP address, letter by letter, as Node's own net.isIP says it: that one loads sockets and streams, a tenth of a start of Node.

/** True for four decimal parts without leading zeros. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.', 5);
  return parts.length === 4 && parts.every((part) => String(Number(part) & 255) === part);
}

/** True for an IPv6 address without zone and without brackets; the last four bytes may be written like IPv4. */
export function isIPv6(text: string): boolean {
  return text.includes(':') && /^[0-9A-Fa-f:.]+$/.test(text) && URL.canParse(`http://[${text}]/`);
}
