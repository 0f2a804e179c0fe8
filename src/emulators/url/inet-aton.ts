// How libc reads a host that looks like a number: the forms a denylist of names and addresses forgets.

/**
 * The IPv4 address glibc's `inet_aton` makes of a text, dotted; null when it is not numeric to libc. One to four parts,
 * each decimal, octal (leading 0) or hexadecimal (leading 0x); the last part fills the octets that are left:
 * `2852039166`, `0xa9fea9fe` and `169.16689662` are all 169.254.169.254, `010.0.0.5` is 8.0.0.5.
 */
export function readInetAton(text: string): string | null {
  // Most hosts are names; one look at the first and the last character spares them the rest.
  if (!/^[0-9]/.test(text) || !/[0-9a-fA-F]$/.test(text)) {
    return null;
  }
  const parts = text.split('.', 5);
  if (parts.length > 4) {
    return null;
  }
  let address = 0;
  for (const [i, part] of parts.entries()) {
    const number = readPart(part);
    const isLast = i === parts.length - 1;
    const max = isLast ? 256 ** (5 - parts.length) - 1 : 255;
    if (number === null || number > max) {
      return null;
    }
    address += isLast ? number : number * 256 ** (3 - i);
  }
  return formatIpv4Number(address);
}

function readPart(part: string): number | null {
  if (/^0[xX][0-9a-fA-F]+$/.test(part)) {
    return Number.parseInt(part.slice(2), 16);
  }
  if (/^0[0-7]*$/.test(part)) {
    return Number.parseInt(part, 8);
  }
  return /^[1-9][0-9]*$/.test(part) ? Number.parseInt(part, 10) : null;
}

function formatIpv4Number(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
}
