import { aSlot, aSourceLog } from '../../../test/support/some-evidence.js';
import { forecastDisk, type DiskSpace } from './disk-forecast.js';

const gib = 2 ** 30;
const nothing: DiskSpace = { configuredBytes: null, rdsFreeBytes: null };
const forecast = (
  log: Partial<Parameters<typeof forecastDisk>[0]>,
  space: Partial<DiskSpace> = {},
  slots = [aSlot()],
) =>
  forecastDisk(
    { ...aSourceLog(), retainedBytes: gib, directoryBytes: 2 * gib, growthBytesPerSecond: 1024, ...log },
    slots,
    { ...nothing, ...space },
  );

it('is full when what is free has grown full at the present rate', () => {
  expect(forecast({}, { configuredBytes: 10 * gib })).toEqual({
    ...{ kind: 'full-in', seconds: (8 * gib) / 1024, freeBytes: 8 * gib, isNearlyFull: false },
    ...{ basis: 'configuration', slot: 'sub', slotOwner: 'subscription' },
  });
});

it('takes what AWS says where the configuration says nothing', () =>
  expect(forecast({}, { rdsFreeBytes: gib })).toMatchObject({ kind: 'full-in', seconds: gib / 1024, basis: 'rds' }));

it('counts what slots keep where the directory may not be seen', () =>
  expect(forecast({ directoryBytes: null }, { configuredBytes: 10 * gib })).toMatchObject({ freeBytes: 9 * gib }));

it('never takes unknown for good', () => {
  expect(forecast({})).toMatchObject({ kind: 'unknown', freeBytes: null, basis: null });
  expect(forecast({ growthBytesPerSecond: null }, { configuredBytes: 10 * gib })).toMatchObject({ kind: 'unknown' });
  expect(forecast({ directoryBytes: null, retainedBytes: null }, { configuredBytes: gib })).toMatchObject({
    ...{ kind: 'unknown', freeBytes: null },
  });
});

it('is steady where the log does not grow, or nothing keeps it', () => {
  expect(forecast({ growthBytesPerSecond: 0 })).toMatchObject({ kind: 'steady', seconds: null });
  expect(forecast({ growthBytesPerSecond: null }, {}, [])).toMatchObject({ kind: 'steady', slot: null });
});

it('is limited where the disk has room for all that the limit allows, and fills where it has not', () => {
  expect(forecast({ keepLimitBytes: 4 * gib }, { configuredBytes: 10 * gib })).toMatchObject({ kind: 'limited' });
  expect(forecast({ keepLimitBytes: 4 * gib })).toMatchObject({ kind: 'limited', freeBytes: null });
  expect(forecast({ keepLimitBytes: 40 * gib }, { configuredBytes: 10 * gib })).toMatchObject({ kind: 'full-in' });
});

it('says that it is nearly full whatever the rate is', () =>
  expect(forecast({ growthBytesPerSecond: 0 }, { configuredBytes: 2.1 * gib })).toMatchObject({
    ...{ kind: 'steady', isNearlyFull: true },
  }));

it('names the slot that keeps most', () =>
  expect(
    forecast({}, {}, [
      aSlot(),
      aSlot({ name: 'far', owner: 'other', retainedBytes: gib }),
      aSlot({ retainedBytes: null }),
    ]),
  ).toMatchObject({ slot: 'far', slotOwner: 'other' }));
