// Sizes as systemd writes and reads them, in bytes.

const factors: Readonly<Record<string, number>> = {
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
  P: 2 ** 50,
  E: 2 ** 60,
};

/** Bytes of `512M`, `8G`, `512B` or `1024`; null for `infinity`, percentages and what systemd ignores, such as `8GB` and `8g`. */
export function readSizeBytes(text: string): number | null {
  const found = /^(\d{1,18})\s*([BKMGTPE]?)$/.exec(text.trim());
  if (found === null) return null;
  const bytes = Number(found[1]) * (factors[found[2] ?? ''] ?? 1);
  return bytes < 2 ** 64 ? bytes : null;
}

/**
 * The bound that a resource limit such as `LimitFSIZE=` sets: of `soft:hard` the hard one, which no process can raise. Null too when
 * systemd ignores the line, because a part is no size or the soft one is larger.
 */
export function readLimitBytes(text: string): number | null {
  const [hard = null, soft = hard, ...more] = text.split(':').map(readSizeBytes).reverse();
  return more.length > 0 || hard === null || soft === null || soft > hard ? null : hard;
}

/** Percent of one processor in `CPUQuota=`; null when it bounds nothing: systemd ignores 0%. */
export function readCpuPercent(text: string): number | null {
  const found = /^(\d{1,6})(?:\.\d{1,2})?%$/.exec(text.trim());
  return Number(found?.[1]) || null;
}
