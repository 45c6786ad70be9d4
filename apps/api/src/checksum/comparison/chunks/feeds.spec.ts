import { byPlace, type ChunkFeed, type PlacedRange } from './chunk-feed.js';
import { GapFeed, gapsBetween } from './gap-feed.js';
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

  /** The feed hands out so many ranges at most; more would mean that it does not end. */
  async function upTo(most: number, feed: ChunkFeed, rows: number): Promise<KeyRange[]> {
    const ranges: KeyRange[] = [];
    for (let range = await feed.next(rows); range !== null; range = await feed.next(rows)) {
      ranges.push(range);
      if (ranges.length > most) throw new Error('It does not end');
    }
    return ranges;
  }

  it('ends where rows are added faster than they are read: the last range takes all that is left', async () => {
    let key = 0;
    const endless = async (): Promise<readonly string[]> => [String(key++)];
    expectGapless(await upTo(200, new KeysetFeed(endless), 100_000));
    expectGapless(await upTo(900, new KeysetFeed(endless, null, 20_000_000n), 100_000));
  });

  it('ends where a server finds the same boundary again', async () => {
    const ranges = await upTo(9, new KeysetFeed(async () => ['a']), 4);
    expect(ranges).toEqual([
      { after: null, upTo: ['a'] },
      { after: ['a'], upTo: null },
    ]);
  });
});

describe('GapFeed', () => {
  const ranges = (...ends: [string | null, string | null, number[]][]): PlacedRange[] =>
    ends.map(([after, upTo, place]) => ({ after: after === null ? null : [after], upTo: upTo ? [upTo] : null, place }));
  const feedOf = ({ after, upTo }: PlacedRange): ChunkFeed =>
    new IntegerFeed({ min: 1n, max: upTo === null ? 1_000n : BigInt(upTo[0] ?? 0), rows: 1_000n }, after);

  it('walks the whole table where nothing is left of an earlier run', async () => {
    const all500 = await all(new GapFeed(gapsBetween([]), feedOf), 500);
    expect(all500).toEqual(ranges([null, '500', [0]], ['500', null, [1]]));
  });

  it('walks the gaps alone, and with what was there leaves nothing out, and has its places in the order of the keys', async () => {
    const kept = ranges(['100', '200', [1]], ['200', '300', [2, 0]], ['450', '500', [4, 1]], ['800', '900', [8]]);
    const fed = (await all(new GapFeed(gapsBetween(kept), feedOf), 100)) as PlacedRange[];
    expect(fed.map(({ after, upTo }) => `${after?.[0] ?? ''}-${upTo?.[0] ?? ''}`)).toEqual([
      '-100',
      '300-400',
      '400-450',
      '500-600',
      '600-700',
      '700-800',
      '900-',
    ]);
    const together = [...fed, ...kept].sort(byPlace);
    expectGapless(together);
    // Interrupted once more: what remains is found again.
    const rest = together.filter((_, index) => index % 3 === 1).sort(byPlace);
    const again = (await all(new GapFeed(gapsBetween(rest), feedOf), 1_000)) as PlacedRange[];
    expectGapless([...again, ...rest].sort(byPlace));
  });

  it('has nothing left of a table that is done, or has a single range', () => {
    expect(gapsBetween(ranges([null, '5', [0]], ['5', null, [1]]))).toEqual([]);
    expect(gapsBetween([{ after: null, upTo: null }])).toEqual([]);
  });

  it('gives two workers different ranges, across a gap too', async () => {
    const feed = new GapFeed(gapsBetween(ranges(['400', '500', [7]])), feedOf);
    const fed = await Promise.all(Array.from({ length: 5 }, () => feed.next(250)));
    expect(fed.map((range) => range && [range.after, range.upTo])).toEqual([
      [null, ['250']],
      [['250'], ['400']],
      [['500'], ['750']],
      [['750'], null],
      null,
    ]);
  });

  it('ends a gap at a boundary that falls on its end', async () => {
    const gaps = ranges(['d', 'h', [3]], ['m', null, [9]]);
    const fed = await all(
      new GapFeed(gaps, ({ after }) => new KeysetFeed(async () => (after?.[0] === 'd' ? ['h'] : null), after)),
      4,
    );
    expect(fed).toEqual(ranges(['d', 'h', [3, 0]], ['m', null, [9, 0]]));
  });

  it('fails the one question that failed, and goes on with the next', async () => {
    let isBroken = true;
    const find = async (): Promise<null> => {
      if (isBroken) throw new Error('gone');
      return null;
    };
    const feed = new GapFeed(gapsBetween([]), () => new KeysetFeed(find));
    await expect(feed.next(4)).rejects.toThrow('gone');
    isBroken = false;
    expect(await feed.next(4)).toMatchObject({ after: null, upTo: null });
  });
});
