import type { Fault } from '../oracle/fault.js';

/** Something that the product said, which can be judged. */
export interface Answer {
  /** Who said it, for example `api checksums`. */
  readonly who: string;
  readonly atMs: number;
  /** In a word what it claims, for the figures: `matched`, `safe`, `exit 0`. */
  readonly says: string;
  readonly given: unknown;
  judge(): Fault[];
}
