import { crc32 as ofNode } from 'node:zlib';
import { BitsLeft } from './bits-left.js';
import { structuredChanges } from './changes.js';
import { crc32, crc32c } from './crc.js';
import { DigestChange } from './digests.js';
import { tryDigests } from './try-digests.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const big = ([low, high]: readonly [number, number]): bigint => (BigInt(high) << 32n) | BigInt(low);

/** Always the same numbers. */
function drawing(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return Math.floor((((more ^ (more >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe('the CRCs', () => {
  it('are those of the servers', () => {
    // The values that their definitions name for these nine bytes; MariaDB answers the same.
    expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
    expect(crc32c(bytesOf('123456789'))).toBe(0xe3069283);
    expect(crc32(bytesOf('größer'))).toBe(ofNode('größer'));
  });
});

describe('a change of the digests', () => {
  it('is exact in all 64 bits', () => {
    const rows = [
      { crc32: 0xffffffff, crc32c: 0xffffffff },
      { crc32: 0x80000001, crc32c: 0x12345678 },
      { crc32: 1, crc32c: 0xfedcba98 },
    ];
    const change = new DigestChange();
    rows.forEach((row, index) => change.add(row, index === 1 ? -1 : 1));
    const products = rows.map((row) => BigInt(row.crc32) * BigInt(row.crc32c));
    expect(big(change.xorOfProducts)).toBe(products.reduce((sum, each) => sum ^ each, 0n));
    const reduced = rows.map((row) => BigInt(row.crc32) * (BigInt(row.crc32c) % 99_999_989n));
    expect(big(change.reducedSum)).toBe(BigInt.asUintN(64, reduced[0]! - reduced[1]! + reduced[2]!));
    expect(change.isReducedSumEqual).toBe(false);
  });

  it('is none when the rows are the same', () => {
    const change = new DigestChange();
    for (const sign of [1, -1] as const) change.add({ crc32: 0xfffffff1, crc32c: 0xfffffff3 }, sign);
    expect([change.xorOfCrc, big(change.xorOfProducts), change.isReducedSumEqual]).toEqual([0, 0n, true]);
  });
});

describe('the bits left', () => {
  it('are all of a digest that changes at random, and fewer of one whose low bits never do', () => {
    const draw = drawing();
    const [all, some] = [new BitsLeft(), new BitsLeft()];
    for (let trial = 0; trial < 100_000; trial += 1) {
      const [low, high] = [draw(2 ** 32), draw(2 ** 32)];
      all.add([low, high]);
      some.add([((low >>> 12) << 12) >>> 0, high]);
    }
    expect(all.measured).toBeGreaterThan(63);
    expect(all.deadLowBits).toBe(0);
    expect(some.measured).toBeGreaterThan(51);
    expect(some.measured).toBeLessThan(52.5);
    expect(some.deadLowBits).toBe(12);
  });
});

/** Few enough for a unit test. */
const trialsOf = (rows: number): number => (rows > 4096 ? 1 : 20);

describe('structured changes', () => {
  it.each(structuredChanges.map((change) => [`${change.title} (${change.rows})`, change] as const))(
    'are not missed: %s',
    (_, change) => {
      const { missed } = tryDigests({ ...change, trials: trialsOf(change.rows) }, drawing());
      expect(missed).toMatchObject({ xorOfProducts: 0, reducedSum: 0 });
    },
  );

  it('are missed by a CRC alone, so that they are worth trying', () => {
    const alike = structuredChanges.filter(({ title, rows }) => title.startsWith('the same') && rows % 2 === 0);
    expect(alike.length).toBeGreaterThan(8);
    for (const change of alike) {
      const trials = trialsOf(change.rows);
      expect(tryDigests({ ...change, trials }, drawing()).missed.xorOfCrc).toBe(trials);
    }
  });
});
