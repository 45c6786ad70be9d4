import { nothingTold } from './told.js';
import { ToldBook } from './told-book.js';

const hourMs = 3_600_000;
const noonMs = Date.parse('2026-01-10T12:00:00Z');

it('knows how long ago it reminded, whatever the wall clock did since', () => {
  const book = new ToldBook();
  const at = (nowMs: number, monotonicMs: number) => ({ nowMs, monotonicMs });
  expect(book.sinceReminderMs('c', 'shop', at(noonMs, 0))).toBeNull();
  const aheadMs = noonMs + 365 * 24 * hourMs;
  book.note('c', 'shop', { ...nothingTold, remindedAtMs: aheadMs }, at(aheadMs, 1000));
  expect(book.sinceReminderMs('c', 'shop', at(noonMs, 1000 + hourMs))).toBe(hourMs);
});

it('takes it from the wall clock over a restart, and an instant in the future for now', () => {
  const since = (remindedAtMs: number): number | null => {
    const book = new ToldBook();
    book.restore('c', 'shop', { ...nothingTold, remindedAtMs }, { nowMs: noonMs, monotonicMs: 5 });
    return book.sinceReminderMs('c', 'shop', { nowMs: noonMs, monotonicMs: 5 });
  };
  expect(since(noonMs - hourMs)).toBe(hourMs);
  expect(since(noonMs + 365 * 24 * hourMs)).toBe(0);
});
