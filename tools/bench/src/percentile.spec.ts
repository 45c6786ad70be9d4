import { median, percentile } from './percentile.js';

describe('percentile', () => {
  it('takes the nearest rank', () => {
    const samples = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(samples, 0.99)).toBe(99);
    expect(median(samples)).toBe(50);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('refuses an empty list instead of calling it zero', () => {
    expect(() => percentile([], 0.5)).toThrow('at least one sample');
  });
});
