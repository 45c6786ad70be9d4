/** What is known of a row: its two CRCs. */
export interface RowCrcs {
  readonly crc32: number;
  readonly crc32c: number;
}

const two16 = 0x10000;
const two32 = 0x100000000;
/** As in digest-method.ts of the API. */
const sumPrime = 99_999_989;

/**
 * How three digests of a set of rows change when rows are replaced, added up row by row. Rows that stay cancel in each of
 * them, so only those that change are given. Whole numbers up to 2^53 are exact: 64 bits are kept in two halves.
 */
export class DigestChange {
  /** `BIT_XOR(CRC32(row))`, what is usual in the field. */
  xorOfCrc = 0;
  /** `BIT_XOR(CRC32(row) * CRC32C(row))`, ours for tables with a key. */
  private xorHigh = 0;
  private xorLow = 0;
  /** `SUM(CRC32(row) * (CRC32C(row) % 99999989))`, ours for tables without a key, of the whole table: a DECIMAL on the server. */
  private sumHigh = 0;
  private sumLow = 0;

  /** A row is there before the change (`sign` −1), or after it (1). */
  add({ crc32, crc32c }: RowCrcs, sign: 1 | -1): void {
    const [low, high] = product(crc32, crc32c);
    this.xorOfCrc ^= crc32;
    this.xorHigh ^= high;
    this.xorLow ^= low;
    const [sumLow, sumHigh] = product(crc32, crc32c % sumPrime);
    this.sumHigh += sign * sumHigh;
    this.sumLow += sign * sumLow;
  }

  /** The 64 bits that change, the low half first. */
  get xorOfProducts(): readonly [number, number] {
    return [this.xorLow >>> 0, this.xorHigh >>> 0];
  }

  /** The difference of the sums, modulo 2^64, the low half first. */
  get reducedSum(): readonly [number, number] {
    const carry = Math.floor(this.sumLow / two32);
    return [this.sumLow - carry * two32, modulo32(this.sumHigh + carry)];
  }

  get isReducedSumEqual(): boolean {
    const carry = Math.floor(this.sumLow / two32);
    return this.sumLow === carry * two32 && this.sumHigh === -carry;
  }
}

function modulo32(value: number): number {
  return ((value % two32) + two32) % two32;
}

/** The product of two numbers of 32 bits, exact, the low half first. */
function product(one: number, other: number): readonly [number, number] {
  const upper = Math.floor(one / two16) * other;
  const low = (one % two16) * other + (upper % two16) * two16;
  return [low % two32, Math.floor(upper / two16) + Math.floor(low / two32)];
}
