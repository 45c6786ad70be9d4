/**
 * The value below which `share` (0 to 1) of the samples lie, by the nearest-rank method.
 * Throws for an empty list: no sample is not zero.
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('A percentile needs at least one sample');
  return value;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
