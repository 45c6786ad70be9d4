import { BitsLeft } from './bits-left.js';
import type { Draw, StructuredChange } from './changes.js';

/** What came of one kind of change, tried many times. */
export interface DigestTrial {
  readonly change: Pick<StructuredChange, 'title' | 'rows' | 'trials'>;
  /** How many of the changes each digest did not see. */
  readonly missed: { readonly xorOfCrc: number; readonly xorOfProducts: number; readonly reducedSum: number };
  readonly xorBits: BitsLeft;
  readonly sumBits: BitsLeft;
}

/** Changes rows again and again, and counts what is not seen. */
export function tryDigests(change: StructuredChange, draw: Draw): DigestTrial {
  const missed = { xorOfCrc: 0, xorOfProducts: 0, reducedSum: 0 };
  const [xorBits, sumBits] = [new BitsLeft(), new BitsLeft()];
  for (let trial = 0; trial < change.trials; trial += 1) {
    const drawn = change.draw(draw);
    const xor = drawn.xorOfProducts;
    if (drawn.xorOfCrc === 0) missed.xorOfCrc += 1;
    if (xor[0] === 0 && xor[1] === 0) missed.xorOfProducts += 1;
    if (drawn.isReducedSumEqual) missed.reducedSum += 1;
    xorBits.add(xor);
    sumBits.add(drawn.reducedSum);
  }
  return { change, missed, xorBits, sumBits };
}
