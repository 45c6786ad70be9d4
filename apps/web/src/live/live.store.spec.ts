import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { useLiveStore } from './live.store.js';

beforeEach(() => setActivePinia(createPinia()));

it('receives nothing before the first answer', () => expect(useLiveStore().isReceiving).toBe(false));

it('keeps since-when while the state stays, and takes the newest reason', () => {
  const live = useLiveStore();
  live.enter('disconnected', 'first', '2026-11-20T03:00:00.000Z');
  live.enter('disconnected', 'second', '2026-11-20T03:00:09.000Z');
  expect([live.since, live.reason]).toEqual(['2026-11-20T03:00:00.000Z', 'second']);
});

it('moves since-when with the state', () => {
  const live = useLiveStore();
  live.enter('live', null, '2026-11-20T03:00:00.000Z');
  live.enter('polling', 'no socket', '2026-11-20T03:01:00.000Z');
  expect(live.since).toBe('2026-11-20T03:01:00.000Z');
  expect(live.isReceiving).toBe(true);
});
