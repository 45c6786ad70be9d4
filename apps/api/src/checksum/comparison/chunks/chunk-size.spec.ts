import { ChunkSize } from './chunk-size.js';

const sizing = { targetMs: 500, first: 10_000, smallest: 1_000, largest: 200_000 };

describe('ChunkSize', () => {
  it('grows at most four times at once, and never past the largest', () => {
    const size = new ChunkSize(sizing);
    size.note(10_000, 1);
    expect(size.rows()).toBe(40_000);
    size.note(40_000, 4);
    size.note(160_000, 16);
    expect(size.rows()).toBe(200_000);
  });

  it('comes to the size that takes the target time', () => {
    const size = new ChunkSize(sizing);
    for (let chunk = 0; chunk < 20; chunk++) size.note(size.rows(), size.rows() / 100);
    expect(size.rows()).toBeCloseTo(50_000, -2);
  });

  it('passes over one slow moment', () => {
    const size = new ChunkSize(sizing);
    for (let chunk = 0; chunk < 10; chunk++) size.note(size.rows(), size.rows() / 100);
    size.note(50_000, 5_000);
    expect(size.rows()).toBeGreaterThan(20_000);
  });

  it('learns nothing from a chunk of a few rows', () => {
    const size = new ChunkSize(sizing);
    size.note(3, 400);
    expect(size.rows()).toBe(10_000);
  });

  it('shrinks after a timeout, and never below the smallest', () => {
    const size = new ChunkSize(sizing);
    size.noteTimeout();
    expect(size.rows()).toBe(2_500);
    size.noteTimeout();
    expect(size.rows()).toBe(1_000);
  });

  it('goes below it where so few rows are too slow already, and learns from chunks of that size', () => {
    const size = new ChunkSize({ ...sizing, least: 10 });
    const sizes = Array.from({ length: 6 }, () => {
      size.noteTimeout();
      return size.rows();
    });
    expect(sizes).toEqual([2_500, 1_000, 250, 63, 16, 10]);
    size.note(10, 100);
    expect(size.rows()).toBe(40);
  });
});
