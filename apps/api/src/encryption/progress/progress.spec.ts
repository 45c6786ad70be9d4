import type { EncryptionStuck, TablespaceState } from '@cutover/contracts';
import type { ToldTablespace } from '../encryption-dialect.js';
import { EncryptionRate } from './encryption-rate.js';
import { isComplete, percentOf, progressOf, type Pace } from './progress-of.js';

const space = (state: TablespaceState, sizeBytes: number | null, encryptedBytes: number | null): ToldTablespace => ({
  ...{ name: state, table: null, state, sizeBytes, encryptedBytes },
  ...{ keyVersion: null, latestKeyVersion: null, keyId: null, note: null, action: null },
});
const moving: Pace = { bytesPerSecond: 100, coversWindow: false };
const still: Pace = { bytesPerSecond: 0, coversWindow: true };
const noThreads: EncryptionStuck = {
  ...{ cause: 'no-threads', message: 'no threads', action: 'Start some.', statement: null },
};

describe('progress', () => {
  it('sums bytes, by the pages done, and says when it will be over', () => {
    const told = [space('done', 1000, 1000), space('rotating', 1000, 400), space('plain', 1000, 0)];
    const progress = progressOf(told, null, moving);
    expect(progress).toMatchObject({
      totalBytes: 3000,
      encryptedBytes: 1400,
      bytesPerSecond: 100,
      secondsLeft: 16,
      stuck: null,
    });
    expect(progress.tablespaces).toMatchObject({ done: 1, rotating: 1, plain: 1, never: 0 });
    expect(isComplete(progress)).toBe(false);
  });

  it('does not count what nobody will encrypt into the time left, and is not complete with it', () => {
    const progress = progressOf([space('never', 5000, 0), space('rotating', 1000, 500)], null, moving);
    expect(progress.secondsLeft).toBe(5);
    expect(isComplete(progressOf([space('done', 1, 1), space('never', null, null)], null, moving))).toBe(false);
    expect(isComplete(progressOf([space('done', 1, 1), space('unknown', null, null)], null, moving))).toBe(false);
  });

  it('is complete while a key is exchanged, and needs no rate then', () => {
    const progress = progressOf([space('rekeying', 1000, 1000)], noThreads, moving);
    expect(progress).toMatchObject({ bytesPerSecond: null, secondsLeft: null, stuck: null });
    expect(isComplete(progress)).toBe(true);
  });

  it('never says 100 % of what is not whole, and nothing of no bytes', () => {
    expect(percentOf({ totalBytes: 100_000, encryptedBytes: 99_999 })).toBe(99);
    expect(percentOf({ totalBytes: 0, encryptedBytes: 0 })).toBeNull();
  });

  it.each<[string, ToldTablespace[], EncryptionStuck | null, Pace, string | null]>([
    ['its settings stop it', [space('plain', 10, 0)], noThreads, moving, 'no-threads'],
    ['nothing moved for a whole window', [space('plain', 10, 0)], null, still, 'no-progress'],
    ['pages wait to be written', [space('rotating', 10, 0)], null, still, 'flushing'],
    ['it was not watched for long enough', [space('plain', 10, 0)], null, { ...still, coversWindow: false }, null],
    ['there is nothing left to do', [space('done', 10, 10)], noThreads, still, null],
  ])('where %s', (_, told, standstill, pace, cause) => {
    const { stuck, secondsLeft } = progressOf(told, standstill, pace);
    expect(stuck?.cause ?? null).toBe(cause);
    if (cause !== null) expect(secondsLeft).toBeNull();
  });
});

describe('the rate', () => {
  const after = (...samples: [seconds: number, bytes: number | null][]): EncryptionRate => {
    const rate = new EncryptionRate();
    for (const [seconds, bytes] of samples) rate.note(seconds * 1000, bytes);
    return rate;
  };

  it('is unknown before some seconds were watched', () => {
    expect(after([0, 0]).bytesPerSecond()).toBeNull();
    expect(after([0, 0], [5, 500]).bytesPerSecond()).toBeNull();
    expect(after([0, 0], [10, 500]).bytesPerSecond()).toBe(50);
  });

  it('is that of the last five minutes', () => {
    const samples = Array.from({ length: 61 }, (_, i): [number, number] => [
      i * 10,
      i < 30 ? i * 1000 : 30_000 + (i - 30) * 10,
    ]);
    const rate = after(...samples);
    expect(rate.bytesPerSecond()).toBeCloseTo(1, 5);
    expect(rate.coversWindow()).toBe(true);
    expect(after([0, 0], [10, 0]).coversWindow()).toBe(false);
  });

  it('begins anew after a gap, and when tables have gone', () => {
    expect(after([0, 0], [10, 500], [20, null], [30, 900]).bytesPerSecond()).toBeNull();
    expect(after([0, 900], [10, 500], [20, 600]).bytesPerSecond()).toBe(10);
  });
});
