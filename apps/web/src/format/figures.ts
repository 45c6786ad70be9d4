const groups = new Intl.NumberFormat('en-GB');

/** An integer with thousands separators. Takes decimal text, because counts may exceed 2^53. `null` stays unknown. */
export function formatInteger(value: string | number | null): string | null {
  if (value === null) return null;
  if (typeof value === 'number') return groups.format(value);
  return /^-?\d+$/.test(value) ? groups.format(BigInt(value)) : value;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units, three digits at most: `0 B`, `1.2 MB`. `null` stays unknown. */
export function formatBytes(bytes: number | null): string | null {
  if (bytes === null) return null;
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < byteUnits.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const text = unit === 0 || amount >= 99.95 ? String(Math.round(amount)) : amount.toFixed(1);
  return `${text} ${byteUnits[unit]}`;
}

/** `1 table`, `3 tables`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${groups.format(count)} ${count === 1 ? one : many}`;
}
