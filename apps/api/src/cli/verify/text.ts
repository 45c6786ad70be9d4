import { visibleLine } from '@cutover/contracts';

/** Digits in groups of three: `1,234,567`. Takes decimal text of any length. */
export function countText(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Milliseconds as people say them: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function durationText(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Takes out control characters. Names and values come from a database and may hold any; a terminal would obey them. */
export function oneLine(text: string): string {
  return visibleLine(text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' '));
}
