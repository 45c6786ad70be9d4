import type { LagSample } from '../lag/store/sample.store.js';
import { bytesPerSample, LagRing, ringCapacity } from './lag-ring.js';

function sample(atMs: number, change: Partial<LagSample> = {}): LagSample {
  return {
    atMs,
    seconds: atMs,
    atLeastSeconds: null,
    transactionsBehind: 1,
    notReceivedBytes: 2,
    notAppliedBytes: 3,
    state: 'idle',
    ...change,
  };
}

describe('LagRing', () => {
  it('holds 24 h in the memory that the README states', () => {
    const ring = new LagRing(ringCapacity(5));
    expect(ring.capacity).toBe(17_292);
    expect(ring.byteLength).toBe(847_308);
    expect(ring.byteLength).toBe(ring.capacity * bytesPerSample);
    expect(new LagRing(ringCapacity(1)).byteLength).toBe(4_236_540);
  });

  it('gives back what went in, null staying null and 0 staying 0', () => {
    const ring = new LagRing(4);
    const unknown = sample(1, {
      seconds: null,
      atLeastSeconds: 7,
      transactionsBehind: null,
      notReceivedBytes: null,
      notAppliedBytes: null,
      state: 'unknown',
    });
    ring.push(unknown);
    ring.push(sample(2, { seconds: 0, state: 'broken' }));
    expect(ring.between(0, 9)).toEqual([unknown, sample(2, { seconds: 0, state: 'broken' })]);
  });

  it('overwrites the oldest and never grows', () => {
    const ring = new LagRing(3);
    const { byteLength } = ring;
    for (let atMs = 1; atMs <= 8; atMs += 1) ring.push(sample(atMs));
    expect(ring.between(0, 99).map(({ atMs }) => atMs)).toEqual([6, 7, 8]);
    expect([ring.size, ring.byteLength]).toEqual([3, byteLength]);
  });

  it('answers a span with both ends', () => {
    const ring = new LagRing(9);
    for (let atMs = 1; atMs <= 5; atMs += 1) ring.push(sample(atMs));
    expect(ring.between(2, 4).map(({ atMs }) => atMs)).toEqual([2, 3, 4]);
    expect(ring.between(6, 9)).toEqual([]);
  });

  it('keeps order when the wall clock was set back', () => {
    const ring = new LagRing(9);
    for (const atMs of [100, 200, 150, 160]) ring.push(sample(atMs));
    expect(ring.between(0, 999).map(({ atMs }) => atMs)).toEqual([100, 150, 160, 200]);
  });

  it('tells the worst since then, and how far back that looks, never 0 for unknown', () => {
    const ring = new LagRing(4);
    expect(ring.worstSince(0)).toMatchObject({ seconds: null, oldestMs: null });
    ring.push(sample(1, { seconds: 99 }));
    ring.push(sample(2, { seconds: null }));
    expect(ring.worstSince(2)).toMatchObject({ seconds: null, oldestMs: 2 });
    ring.push(sample(3, { seconds: 7 }));
    ring.push(sample(4, { seconds: 0 }));
    expect(ring.worstSince(2)).toMatchObject({ seconds: 7, oldestMs: 2 });
    expect(ring.worstSince(0)).toMatchObject({ seconds: 99, oldestMs: 1 });
    expect(ring.worstSince(4)).toMatchObject({ seconds: 0, oldestMs: 4 });
  });

  it('counts what positions prove where the seconds say less or nothing', () => {
    const ring = new LagRing(4);
    ring.push(sample(1, { seconds: 40 }));
    expect(ring.worstSince(0)).toMatchObject({ seconds: 40, isLowerBound: false });
    ring.push(sample(2, { seconds: null, atLeastSeconds: 900 }));
    expect(ring.worstSince(0)).toMatchObject({ seconds: 900, isLowerBound: true });
    ring.push(sample(3, { seconds: 900, atLeastSeconds: null }));
    ring.push(sample(4, { seconds: 901 }));
    expect(ring.worstSince(0)).toMatchObject({ seconds: 901, isLowerBound: false });
  });
});
