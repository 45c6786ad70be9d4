/** An interval of the configuration in milliseconds; null for 0, which is never. */
export function minutesMs(minutes: number): number | null {
  return minutes === 0 ? null : minutes * 60_000;
}
