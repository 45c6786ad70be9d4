import { engines } from '@cutover/databases';
import { aSlot } from '../../../test/support/some-evidence.js';
import type { ToldSource } from './logical-replication-dialect.js';
import { SlotWatch } from './slot-figures.js';

const { owner: _, ...slot } = aSlot();

/** What a source tells that has written so much, from which the slot `slow` holds all log. */
const told = (written: number): ToldSource => ({
  ...{ position: `0/${written.toString(16)}`, level: 'logical', keepLimitBytes: null, limits: [] },
  slots: [{ ...slot, name: 'slow', restartPosition: '0/100', confirmedPosition: '0/100', isActive: false, copy: null }],
});

function watched() {
  return new SlotWatch(engines.postgres.positions);
}

it('notes a reading once, however many databases take it', () => {
  const watch = watched();
  const first = told(0x1000);
  expect(watch.figuresOf(first, 0)).toBe(watch.figuresOf(first, 0));
  watch.figuresOf(first, 0);
  // One sample is not enough for a rate.
  expect(watch.figuresOf(first, 0).writtenBytesPerSecond).toBeNull();
  for (const second of [10, 20, 30]) watch.figuresOf(told(0x1000 + second * 100), second * 1000);
  expect(watch.figuresOf(told(0x1000 + 4_000), 40_000)).toMatchObject({ writtenBytesPerSecond: 100 });
});

it('does not take a reading that comes late for a source that was restored', () => {
  const watch = watched();
  for (const second of [0, 10, 30]) watch.figuresOf(told(0x1000 + second * 100), second * 1000);
  watch.figuresOf(told(0x1000 + 2_000), 20_000);
  expect(watch.figuresOf(told(0x1000 + 4_000), 40_000).writtenBytesPerSecond).toBe(100);
});

it('begins anew where the source counts backwards', () => {
  const watch = watched();
  for (const second of [0, 10, 20]) watch.figuresOf(told(0x9000 + second * 100), second * 1000);
  expect(watch.figuresOf(told(0x1000), 30_000)).toMatchObject({ writtenBytesPerSecond: null });
});

it('keeps what is as it was, for each whose the slot may be', () => {
  const watch = watched();
  const before = watch.figuresOf(told(0x1000), 0).slots[0]!;
  const after = watch.figuresOf(told(0x1000), 0).slots[0]!;
  expect(after.as('other')).toBe(before.as('other'));
  expect(after.as('subscription')).toEqual({ ...after.as('other'), owner: 'subscription' });
  expect(watch.figuresOf(told(0x2000), 60_000).slots[0]!.as('other')).not.toBe(before.as('other'));
});
