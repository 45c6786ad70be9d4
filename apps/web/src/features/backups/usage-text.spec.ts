import type { BackupStorageUsage } from '@cutover/contracts';
import { expect, it } from 'vitest';
import { chartText, growthText, serversText, usageBars } from './usage-text.js';

const usage = (change: Partial<BackupStorageUsage> = {}): BackupStorageUsage => ({
  ...{ name: 'disk', readAt: null, failure: null, bytes: '2000', servers: [], days: [] },
  ...{ growthBytesPerDay: 1_200_000_000, freeBytes: 48_000_000_000, fullInDays: 40 },
  ...change,
});

it('says how a storage fills, and does not call full what does not grow or has no room that is known', () => {
  expect(growthText(usage())).toBe('grows by 1.2 GB a day, 48.0 GB free, full in about 40 days');
  expect(growthText(usage({ freeBytes: null, fullInDays: null }))).toBe('grows by 1.2 GB a day');
  expect(growthText(usage({ growthBytesPerDay: -2000, fullInDays: null }))).toContain('shrinks by 2.0 kB a day');
  expect(growthText(usage({ growthBytesPerDay: 0, fullInDays: null, freeBytes: null }))).toBe('does not grow');
  expect(growthText(usage({ growthBytesPerDay: null, fullInDays: null, freeBytes: null }))).toBe(
    'growth is known after two days',
  );
});

it('draws no bar for a day on which nobody looked, and says the same in words', () => {
  const days = [
    { day: '2026-11-24', bytes: null },
    { day: '2026-11-25', bytes: '1000' },
    { day: '2026-11-26', bytes: '2000' },
  ];
  expect(usageBars({ days }).map(({ percent }) => percent)).toEqual([null, 50, 100]);
  expect(chartText({ days })).toBe('From 1.0 kB on 2026-11-25 to 2.0 kB on 2026-11-26');
  expect(chartText({ days: days.slice(0, 1) })).toBe('Nothing was seen in the last 30 days');
});

it('says which server takes how much', () => {
  const servers = [
    { server: 'shop-db', bytes: '2000' },
    { server: 'crm-db', bytes: '1000' },
  ];
  expect(serversText(usage({ servers }))).toBe('shop-db 2.0 kB, crm-db 1.0 kB');
});
