import { LoadShare } from './load-share.js';

describe('LoadShare', () => {
  it('lets work go on until some was done', () => {
    expect(new LoadShare(0.1, 0).restMs(0)).toBe(0);
  });

  it('rests nine times as long as the work took, at a tenth', () => {
    const load = new LoadShare(0.1, 0);
    load.note(100);
    expect(load.restMs(0)).toBeCloseTo(1000);
    expect(load.restMs(400)).toBeCloseTo(600);
    expect(load.restMs(1000)).toBe(0);
  });

  it('keeps the share over many chunks, whatever the pauses are rounded up to', () => {
    const load = new LoadShare(0.25, 0);
    let nowMs = 0;
    let workedMs = 0;
    while (nowMs < 600_000) {
      while (load.restMs(nowMs) > 0) nowMs += 1000;
      nowMs += 130;
      workedMs += 130;
      load.note(130);
    }
    expect(workedMs / nowMs).toBeGreaterThan(0.24);
    expect(workedMs / nowMs).toBeLessThanOrEqual(0.251);
  });

  it('does not run wild after a long standstill', () => {
    const load = new LoadShare(0.5, 0);
    expect(load.restMs(3_600_000)).toBe(0);
    load.note(2_000);
    expect(load.restMs(3_600_000)).toBeCloseTo(2_000);
  });
});
