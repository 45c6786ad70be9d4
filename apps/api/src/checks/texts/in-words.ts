/** `10 days`, `6 h`, `5 min`, `40 s`: the largest unit that leaves at least two, one digit after the point where it matters. */
export function inWords(seconds: number): string {
  const units = [
    [86_400, 'days'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const;
  for (const [size, unit] of units) if (seconds >= 2 * size) return `${Number((seconds / size).toFixed(1))} ${unit}`;
  return `${Math.round(seconds)} s`;
}
