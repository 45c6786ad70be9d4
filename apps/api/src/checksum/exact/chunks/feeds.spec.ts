import type { ChunkFeed } from './chunk-feed.js';
import { IntegerFeed, isDense } from './integer-feed.js';
import type { KeyRange } from './key-range.js';
import { KeysetFeed } from './keyset-feed.js';

async function all(feed: ChunkFeed, rows: number): Promise<KeyRange[]> {
  const ranges: KeyRange[] = [];
  for (let range = await feed.next(rows); range !== null; range = await feed.next(rows)) ranges.push(range);
  return ranges;
}

/** Each range begins where the one before ended, and the ends are open. */
function expectGapless(ranges: readonly KeyRange[]): void {
  expect(ranges[0]?.after).toBeNull();
  expect(ranges.at(-1)?.upTo).toBeNull();
  ranges.slice(1).forEach((range, index) => expect(range.after).toEqual(ranges[index]?.upTo));
}

describe('IntegerFeed', () => {
  it('cuts dense keys evenly, with open ends', async () => {
    const ranges = await all(new IntegerFeed({ min: 1n, max: 1000n, rows: 1000n }), 250);
    expectGapless(ranges);
    expect(ranges.map(({ upTo }) => upTo?.[0])).toEqual(['250', '500', '750', undefined]);
  });

  it('keeps all digits of unsigned keys at the end of 64 bits', async () => {
    const max = 18446744073709551615n;
    const ranges = await all(new IntegerFeed({ min: max - 999n, max, rows: 1000n }), 600);
    expectGapless(ranges);
    expect(ranges[0]?.upTo).toEqual(['18446744073709551215']);
  });

  it('is one open range for a table of one row, and for negative keys', async () => {
    expect(await all(new IntegerFeed({ min: -5n, max: -5n, rows: 1n }), 100)).toEqual([{ after: null, upTo: null }]);
  });

  it('does not widen without bound over a hole', async () => {
    const feed = new IntegerFeed({ min: 1n, max: 1_000_000n, rows: 200_000n });
    for (let chunk = 0; chunk < 30; chunk++) feed.note({ after: ['0'], upTo: ['1000'] }, 0n);
    const first = await feed.next(100);
    expect(first?.upTo).toEqual(['2000']);
  });

  it('learns how dense the keys are', async () => {
    const feed = new IntegerFeed({ min: 1n, max: 10_000n, rows: 10_000n });
    for (let chunk = 0; chunk < 20; chunk++) feed.note({ after: ['0'], upTo: ['1000'] }, 500n);
    feed.note({ after: null, upTo: ['5'] }, 0n);
    expect((await feed.next(100))?.upTo).toEqual(['200']);
  });

  it('goes on after a key', async () => {
    const ranges = await all(new IntegerFeed({ min: 1n, max: 1000n, rows: 1000n }, ['500']), 250);
    expect(ranges).toEqual([
      { after: ['500'], upTo: ['750'] },
      { after: ['750'], upTo: null },
    ]);
  });
});

describe('isDense', () => {
  it('is false for five rows over all 64 bits, and for an unknown number of rows', () => {
    expect(isDense({ min: -(2n ** 63n), max: 2n ** 63n - 1n, rows: 5n })).toBe(false);
    expect(isDense({ min: 1n, max: 5n, rows: 0n })).toBe(false);
    expect(isDense({ min: 1n, max: 50n, rows: 5n })).toBe(true);
  });
});

describe('KeysetFeed', () => {
  const keys = Array.from({ length: 10 }, (_, index) => [String.fromCharCode(97 + index)]);
  const find = async (after: readonly string[] | null, rows: number): Promise<readonly string[] | null> => {
    const start = after === null ? 0 : keys.findIndex(([key]) => key === after[0]) + 1;
    await Promise.resolve();
    return keys[start + rows - 1] ?? null;
  };

  it('walks from boundary to boundary, with open ends', async () => {
    const ranges = await all(new KeysetFeed(find), 4);
    expectGapless(ranges);
    expect(ranges.map(({ upTo }) => upTo?.[0])).toEqual(['d', 'h', undefined]);
  });

  it('gives two workers different ranges', async () => {
    const feed = new KeysetFeed(find);
    const ranges = await Promise.all([feed.next(3), feed.next(3), feed.next(3), feed.next(3), feed.next(3)]);
    expectGapless(ranges.filter((range) => range !== null));
    expect(ranges.filter((range) => range === null)).toHaveLength(1);
  });

  it('fails the one question that failed, and goes on with the next', async () => {
    let isBroken = true;
    const feed = new KeysetFeed(async (after, rows) => {
      if (isBroken) throw new Error('gone');
      return find(after, rows);
    });
    await expect(feed.next(4)).rejects.toThrow('gone');
    isBroken = false;
    expect(await feed.next(4)).toEqual({ after: null, upTo: ['d'] });
  });
});
