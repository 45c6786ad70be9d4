/** Who asks for more is asked again after this long all the same: a wrong header must not silence a channel for a night. */
const longestMs = 3_600_000;

/** `Retry-After` of HTTP: seconds, or a date. In ms from now, at least 0; null: absent or not to be read. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), longestMs);
}
