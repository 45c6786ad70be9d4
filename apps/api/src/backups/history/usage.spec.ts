import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import type { DayUsage } from '../store/usage.store.js';
import { bytesByServer, usageOf } from './usage.js';

const now = new Date('2026-03-31T12:00:00.000Z');
const view = (change: Partial<StorageView> = {}): StorageView => ({
  ...{ storage: aStorage, readAt: now.toISOString(), failure: null, entries: [aStoredBackup(now.toISOString())] },
  ...change,
});
const noted = (day: number, bytes: number, server = 'shop-db', storage = 'disk'): DayUsage => ({
  ...{ day: `2026-03-${String(day).padStart(2, '0')}`, storage, server, bytes: String(bytes) },
});
const room = { freeBytes: 1000, totalBytes: 5000 };

it('adds up by server, folders that are no backup too', () => {
  const stray = { storage: aStorage, folder: 'my%20db/a/b', fault: 'x', kind: 'no-manifest' as const, changedAt: '' };
  const other = aStoredBackup(now.toISOString(), { server: 'crm-db' });
  const entries = [
    aStoredBackup(now.toISOString()),
    other,
    other,
    { ...stray, bytes: 7n },
    { ...stray, folder: '%ZZ/a/b', bytes: 1n },
  ];
  expect([...bytesByServer(entries)]).toEqual([
    ['shop-db', 100n],
    ['crm-db', 200n],
    ['my db', 7n],
    ['%ZZ', 1n],
  ]);
  expect(usageOf(view({ entries }), [], room, now)).toMatchObject({
    bytes: '308',
    servers: [{ server: 'crm-db', bytes: '200' }, { server: 'shop-db' }, { server: 'my db' }, { server: '%ZZ' }],
  });
});

it('tells the days as they were seen, today as it is now, and says when it is full', () => {
  const days = [noted(29, 30), noted(29, 30, 'crm-db'), noted(30, 80), noted(31, 1), noted(30, 999, 'shop-db', 's3')];
  const told = usageOf(view(), days, room, now);
  expect(told.days).toHaveLength(30);
  expect(told.days.slice(-4).map(({ bytes }) => bytes)).toEqual([null, '60', '80', '100']);
  expect(told).toMatchObject({ growthBytesPerDay: 20, freeBytes: 1000, fullInDays: 50 });
});

it('projects from the last fortnight alone, and nothing from less than two days', () => {
  const old = [noted(10, 100_000), noted(29, 60), noted(30, 80)];
  expect(usageOf(view(), old, room, now)).toMatchObject({ growthBytesPerDay: 20 });
  expect(usageOf(view(), [noted(30, 80)], room, now)).toMatchObject({ growthBytesPerDay: null, fullInDays: null });
});

it('never says that it gets full where it shrinks, or where the room is not known', () => {
  const growing = [noted(29, 60), noted(30, 80)];
  expect(usageOf(view(), [noted(29, 300), noted(30, 200)], room, now)).toMatchObject({
    ...{ growthBytesPerDay: -100, fullInDays: null },
  });
  for (const space of [null, { failure: 'EIO' }])
    expect(usageOf(view(), growing, space, now)).toMatchObject({ freeBytes: null, fullInDays: null });
});

it('says nothing of a time that nobody can foresee', () => {
  const large = { freeBytes: 1e15, totalBytes: 2e15 };
  for (const days of [
    [noted(29, 99), noted(30, 99)],
    [noted(29, 98), noted(30, 99)],
  ])
    expect(usageOf(view(), days, large, now).fullInDays).toBeNull();
});

it('knows nothing of a storage that was never read', () => {
  const told = usageOf(view({ readAt: null, entries: [] }), [], room, now);
  expect(told).toMatchObject({ bytes: null, servers: [], growthBytesPerDay: null });
  expect(told.days.every(({ bytes }) => bytes === null)).toBe(true);
});
