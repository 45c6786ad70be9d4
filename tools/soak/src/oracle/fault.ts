/**
 * What an answer can be wrong in. `false green`: equal, while it differs. `false alarm`: different, while it is equal.
 * `void proof`: it rests on what was proved of another history. `unbounded`: it does not end. `no answer`: it refuses
 * although nothing disturbs it. `truth`: the servers are not as the soak has left them, so the soak itself is wrong.
 */
export const faultKinds = ['false green', 'false alarm', 'void proof', 'unbounded', 'no answer', 'truth'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One answer that is wrong, with all that is needed to see why. */
export interface Fault {
  readonly kind: FaultKind;
  /** When it was given. */
  readonly atMs: number;
  /** Who gave it, for example `api checksums`. */
  readonly who: string;
  /** Since when what it says is looked at; the journal is printed from there. */
  readonly sinceMs: number;
  readonly claim: string;
  readonly truth: string;
  /** As it was given. */
  readonly answer: unknown;
}
