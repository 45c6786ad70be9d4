import { crc32, crc32c } from './crc.js';
import { DigestChange, type RowCrcs } from './digests.js';

/** A whole number from 0 up to, and not including, `below`. */
export type Draw = (below: number) => number;

/** One way to change some rows so that what a weak digest sees of it may cancel. */
export interface StructuredChange {
  readonly title: string;
  readonly rows: number;
  readonly trials: number;
  /** Draws rows and their change. */
  draw(draw: Draw): DigestChange;
}

const textBytes = 12;
const encoder = new TextEncoder();

/** A row as the digest reads it: fields of text with the byte FF between them. Fixed widths, as dates and codes have. */
function row(id: number, text: Uint8Array, amount: number): Uint8Array {
  const [first, last] = [encoder.encode(String(id).padStart(9, '0')), encoder.encode(String(amount).padStart(8, '0'))];
  const bytes = new Uint8Array(first.length + textBytes + last.length + 2).fill(0xff);
  bytes.set(first, 0);
  bytes.set(text, first.length + 1);
  bytes.set(last, first.length + textBytes + 2);
  return bytes;
}

const crcsOf = (bytes: Uint8Array): RowCrcs => ({ crc32: crc32(bytes), crc32c: crc32c(bytes) });
const textOf = (draw: Draw): Uint8Array => Uint8Array.from({ length: textBytes }, () => 97 + draw(26));

function changeOf(before: readonly Uint8Array[], after: readonly Uint8Array[]): DigestChange {
  const change = new DigestChange();
  for (const each of before) change.add(crcsOf(each), -1);
  for (const each of after) change.add(crcsOf(each), 1);
  return change;
}

/** Values move on by one row: two rows swap theirs, or more hand them round. */
function rotation(rows: number, trials: number): StructuredChange {
  const title = rows === 2 ? 'two rows swap a value' : 'a value moves on from row to row';
  return {
    ...{ title, rows, trials },
    draw(draw) {
      const first = draw(1e8);
      const texts = Array.from({ length: rows }, () => textOf(draw));
      const with_ = (shift: number): Uint8Array[] =>
        texts.map((_, index) => row(first + index, texts[(index + shift) % rows]!, 0));
      return changeOf(with_(0), with_(1));
    },
  };
}

/** The same bytes change in the same way, as when a status is set. The ids follow each other. */
function equalChange(rows: number, trials: number): StructuredChange {
  return {
    ...{ title: 'the same bytes change alike in rows that follow each other', rows, trials },
    draw(draw) {
      const first = draw(1e8);
      const before = Array.from({ length: rows }, (_, index) => row(first + index, textOf(draw), 0));
      const mask = new Uint8Array(textBytes);
      for (let index = draw(textBytes - 4), left = 1 + draw(4); left > 0; left -= 1)
        mask[index + left - 1] = 1 + draw(31);
      const masked = (bytes: Uint8Array): Uint8Array => bytes.map((byte, index) => byte ^ (mask[index - 10] ?? 0));
      return changeOf(before, before.map(masked));
    },
  };
}

/** What one account gains another one loses: the total stays. */
const equalDelta: StructuredChange = {
  ...{ title: 'a number grows in one row and shrinks as much in another', rows: 2, trials: 200_000 },
  draw(draw) {
    const [first, delta] = [draw(1e8), 1 + draw(1000)];
    const [one, other] = [textOf(draw), textOf(draw)];
    const [rich, poor] = [1000 + draw(1e7), 1000 + draw(1e7)];
    return changeOf(
      [row(first, one, rich), row(first + 1, other, poor)],
      [row(first, one, rich + delta), row(first + 1, other, poor - delta)],
    );
  },
};

/**
 * An affine block: rows that are all the sums, over XOR, of a first row and some patterns, and the same bits change in
 * each. CRCs are affine, so those of all rows follow from those of the patterns; nothing is worse for a digest of them.
 */
function affineBlock(dimension: number, trials: number): StructuredChange {
  const rows = 2 ** dimension;
  return {
    ...{ title: 'the same bits change in every row of an affine block', rows, trials },
    draw(draw) {
      const bytes = Uint8Array.from({ length: 31 }, () => draw(256));
      const first = crcsOf(bytes);
      const pattern = (): RowCrcs => {
        const { crc32: one, crc32c: other } = crcsOf(Uint8Array.from({ length: 31 }, () => draw(256)));
        return { crc32: one ^ first.crc32, crc32c: other ^ first.crc32c };
      };
      const patterns = Array.from({ length: dimension }, pattern);
      const mask = pattern();
      const change = new DigestChange();
      let [one, other] = [first.crc32, first.crc32c];
      for (let index = 1; index <= rows; index += 1) {
        change.add({ crc32: one >>> 0, crc32c: other >>> 0 }, -1);
        change.add({ crc32: (one ^ mask.crc32) >>> 0, crc32c: (other ^ mask.crc32c) >>> 0 }, 1);
        // The next one in an order in which each differs from the one before by one pattern (Gray code).
        const next = patterns[31 - Math.clz32(index & -index)];
        one ^= next?.crc32 ?? 0;
        other ^= next?.crc32c ?? 0;
      }
      return change;
    },
  };
}

/** Rows that somebody has looked for: both CRCs end in four zero bits, so that eight of the product are zero. */
const lowBits: StructuredChange = {
  ...{ title: 'one row for another, chosen so that both CRCs of both end in 0000', rows: 1, trials: 4000 },
  draw(draw) {
    const chosen = (): Uint8Array => {
      for (;;) {
        const bytes = row(draw(1e9), textOf(draw), draw(1e8));
        if (((crc32(bytes) | crc32c(bytes)) & 15) === 0) return bytes;
      }
    };
    return changeOf([chosen()], [chosen()]);
  },
};

/** Everything that is tried: the smaller ones more often, so that all of it takes some seconds on a core of its own. */
export const structuredChanges: readonly StructuredChange[] = [
  rotation(2, 200_000),
  ...[3, 4, 8, 16].map((rows) => rotation(rows, 20_000)),
  equalDelta,
  equalChange(2, 200_000),
  ...[4, 16].map((rows) => equalChange(rows, 20_000)),
  equalChange(256, 4000),
  ...[1, 2, 3, 4, 5, 6, 8].map((dimension) => affineBlock(dimension, 20_000)),
  ...[10, 12].map((dimension) => affineBlock(dimension, 4000)),
  affineBlock(16, 50),
  affineBlock(20, 4),
  lowBits,
];
