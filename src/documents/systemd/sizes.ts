// Sizes as systemd writes and reads them, in bytes.

const factors: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40, P: 2 ** 50 };

/** Bytes of `512M`, `8G` or `1024`; null for `infinity`, percentages and whatever else is no size. */
export function readSizeBytes(text: string): number | null {
  const found = /^(\d{1,18})\s*([KMGTP]?)B?$/.exec(text.trim());
  if (found === null) return null;
  return Number(found[1]) * (factors[found[2] ?? ''] ?? 1);
}

/** The bound that a resource limit such as `LimitFSIZE=` sets: of `soft:hard` the hard one, which no process can raise. */
export function readLimitBytes(text: string): number | null {
  const parts = text.split(':');
  return parts.length > 2 ? null : readSizeBytes(parts[parts.length - 1] ?? '');
}

/** Percent of one processor in `CPUQuota=`; null when it bounds nothing. */
export function readCpuPercent(text: string): number | null {
  const found = /^(\d{1,6})(?:\.\d{1,2})?%$/.exec(text.trim());
  return found === null ? null : Number(found[1]);
}
