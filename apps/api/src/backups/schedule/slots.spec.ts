import { dueSlots, lastSlotBefore, slotsAfter } from './slots.js';

const berlin = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
const iso = (dates: readonly Date[]) => dates.map((date) => date.toISOString().slice(0, 16));

describe('slots', () => {
  it('are at the local time, in winter and summer', () => {
    expect(iso(slotsAfter(berlin, new Date('2026-01-10T12:00Z'), 2))).toEqual(['2026-01-11T01:30', '2026-01-12T01:30']);
    expect(iso(slotsAfter(berlin, new Date('2026-07-10T12:00Z'), 1))).toEqual(['2026-07-11T00:30']);
  });

  it('are one in the night that skips the hour, and one in the night that has it twice', () => {
    expect(iso(slotsAfter(berlin, new Date('2026-03-28T12:00Z'), 3))).toEqual([
      ...['2026-03-29T01:00', '2026-03-30T00:30', '2026-03-31T00:30'],
    ]);
    expect(iso(slotsAfter(berlin, new Date('2026-10-24T12:00Z'), 3))).toEqual([
      ...['2026-10-25T00:30', '2026-10-26T01:30', '2026-10-27T01:30'],
    ]);
  });

  it('of every hour are 23 and 25 on these days', () => {
    const hourly = { cron: '0 * * * *', timeZone: 'Europe/Berlin' };
    const within = (from: string, to: string) =>
      slotsAfter(hourly, new Date(Date.parse(from) - 1), 30).filter((slot) => slot < new Date(to)).length;
    expect(within('2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe(23);
    expect(within('2026-10-24T22:00Z', '2026-10-25T23:00Z')).toBe(25);
  });

  it('end with the last day of a month that has none such', () => {
    const monthly = { cron: '0 4 31 * *', timeZone: 'UTC' };
    expect(iso(slotsAfter(monthly, new Date('2026-01-31T12:00Z'), 2))).toEqual([
      '2026-03-31T04:00',
      '2026-05-31T04:00',
    ]);
  });
});

it('are as many as come in eight years, and none where none ever comes', () => {
  const times = (cron: string) => slotsAfter({ cron, timeZone: 'Europe/Berlin' }, new Date(), 5);
  expect([1, 2]).toContain(times('0 0 29 2 *').length);
  expect(times('0 0 30 2 *')).toEqual([]);
  expect(() => slotsAfter({ cron: '0 0 1 1 *', timeZone: 'Nowhere' }, new Date(), 1)).toThrow();
});

describe('what is due', () => {
  const due = (since: string, now: string, misfire: 'run-once' | 'skip' = 'run-once') => {
    const found = dueSlots(berlin, { since: new Date(since), now: new Date(now), misfire, graceMs: 60_000 });
    return [found.run?.toISOString().slice(0, 16) ?? null, found.missed, found.upTo.toISOString().slice(0, 16)];
  };

  it('is nothing before the slot, and the slot from then on', () => {
    expect(due('2026-01-10T12:00Z', '2026-01-11T01:29:59Z')).toEqual([null, 0, '2026-01-10T12:00']);
    expect(due('2026-01-10T12:00Z', '2026-01-11T01:30:00Z')).toEqual(['2026-01-11T01:30', 0, '2026-01-11T01:30']);
  });

  it('is never the same slot again, also where the clock was set back over it', () => {
    expect(due('2026-01-11T01:30Z', '2026-01-11T01:30:30Z')).toEqual([null, 0, '2026-01-11T01:30']);
    expect(due('2026-01-11T01:30Z', '2026-01-10T23:00Z')).toEqual([null, 0, '2026-01-11T01:30']);
  });

  it('is one run after days in which nobody ran any, or none where what was missed is to be passed over', () => {
    expect(due('2026-01-10T12:00Z', '2026-01-14T12:00Z')).toEqual(['2026-01-14T01:30', 3, '2026-01-14T01:30']);
    expect(due('2026-01-10T12:00Z', '2026-01-14T12:00Z', 'skip')).toEqual([null, 4, '2026-01-14T01:30']);
    expect(due('2026-01-10T12:00Z', '2026-01-11T01:30:20Z', 'skip')).toEqual([
      '2026-01-11T01:30',
      0,
      '2026-01-11T01:30',
    ]);
  });

  it('tell the last one before a moment, also where it is long ago or was a second ago', () => {
    const last = (cron: string, at: string): string | undefined =>
      lastSlotBefore({ cron, timeZone: 'UTC' }, new Date(at))?.toISOString();
    expect(last('30 2 * * *', '2026-01-10T02:30:00Z')).toBe('2026-01-10T02:30:00.000Z');
    expect(last('30 2 * * *', '2026-01-10T02:29:59Z')).toBe('2026-01-09T02:30:00.000Z');
    expect(last('* * * * * *', '2026-01-10T02:29:59.500Z')).toBe('2026-01-10T02:29:59.000Z');
    expect(last('0 0 1 1 *', '2026-12-31T23:00:00Z')).toBe('2026-01-01T00:00:00.000Z');
    expect(last('0 0 29 2 *', '2026-12-31T23:00:00Z')).toBeUndefined();
  });
});
