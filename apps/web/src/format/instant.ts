import { formatSeconds } from './duration.js';

/** How long ago an instant was. An instant ahead of us (clocks differ a little) is `just now`. */
export function formatAge(at: string, nowMs: number): string {
  const seconds = Math.floor((nowMs - Date.parse(at)) / 1000);
  return seconds < 1 ? 'just now' : `${formatSeconds(seconds)} ago`;
}

/** How long something has lasted: `00:42`, `1:05:09`, `2 d 3 h`. */
export function formatElapsed(since: string, nowMs: number): string {
  const whole = Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1000));
  if (whole >= 86_400) return formatSeconds(whole);
  const pad = (part: number): string => String(part).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = pad(Math.floor((whole % 3600) / 60));
  return hours === 0 ? `${minutes}:${pad(whole % 60)}` : `${hours}:${minutes}:${pad(whole % 60)}`;
}

/** Date and time in the reader's time zone: `03:12:04` today, `20 Nov, 03:12:04` on another day; the year where it is another. */
export function formatInstant(at: string, nowMs: number): string {
  const [then, now] = [new Date(at), new Date(nowMs)];
  if (then.toDateString() === now.toDateString()) return formatTimeOfDay(at);
  const year = then.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', ...year }).format(then);
  return `${day}, ${formatTimeOfDay(at)}`;
}

/** The same instant for whoever compares it with a server's log: `2026-11-20 03:12:04 UTC`. */
export function formatUtc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Time of day alone, for what happened today. */
export function formatTimeOfDay(at: string | number): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    new Date(at),
  );
}
