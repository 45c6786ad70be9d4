import type { BitsLeft } from './bits-left.js';
import type { DigestTrial } from './try-digests.js';

const number = new Intl.NumberFormat('en');
/** Of fewer changes nothing can be said about bits. */
const enoughTrials = 4000;

const head = [
  '| change | rows | tried | missed by `BIT_XOR(CRC32)` | missed by our XOR | its bits left | missed by our sum | its bits left |',
  '|---|---|---|---|---|---|---|---|',
];

/** What was tried and what was missed, as Markdown. */
export function digestSection(trials: readonly DigestTrial[]): string {
  const all = trials.reduce((sum, { change }) => sum + change.trials, 0);
  return [
    ...head,
    ...trials.map(lineOf),
    '',
    `${number.format(all)} changes in all. Our XOR, \`BIT_XOR(CRC32*CRC32C)\`, is for tables with a key, our sum, \`SUM(CRC32*MOD(CRC32C))\`, for those without; the number of rows is compared besides, and is the same here. _Bits left_: how many of the 64 tell two sets of rows apart under such a change, measured byte by byte; in brackets how many low bits no change of the kind has changed. Both CRCs are affine over XOR. Their product is not, but its low bits are made of few bits of the factors, so over an affine block they cancel.`,
    '',
    `At least ${fewest(trials, ({ xorBits }) => xorBits)} bits are left to the XOR by structure alone. The sum is spread evenly over its bytes, but where the bare products cancel it changes by multiples of its prime: of the larger affine blocks some 40 bits are left, not those of the table. Rows that somebody chooses for their CRCs are another matter: neither digest is a cryptographic hash, and whoever may write any row can make two sets alike on purpose.`,
    '',
  ].join('\n');
}

function lineOf({ change, missed, xorBits, sumBits }: DigestTrial): string {
  const told = (bits: BitsLeft): string =>
    `${change.trials < enoughTrials ? '?' : bits.measured.toFixed(1)} (${bits.deadLowBits})`;
  const cells = [change.rows, change.trials, missed.xorOfCrc, missed.xorOfProducts].map((each) => number.format(each));
  return `| ${[change.title, ...cells, told(xorBits), number.format(missed.reducedSum), told(sumBits)].join(' | ')} |`;
}

/** Of the changes by structure: not of rows that were chosen, nor of those that were tried too seldom. */
function fewest(trials: readonly DigestTrial[], bitsOf: (trial: DigestTrial) => BitsLeft): string {
  const measured = trials.filter(({ change }) => change.rows > 1 && change.trials >= enoughTrials);
  return Math.floor(Math.min(...measured.map((trial) => bitsOf(trial).measured))).toFixed(0);
}
