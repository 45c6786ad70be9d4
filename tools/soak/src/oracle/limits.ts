/** Rounds of the schedule follow each other so closely in the soak. */
export const roundEverySeconds = 40;

/** What the product is allowed, each in milliseconds. Quiet time: see quiet-time.ts. */
export const limits = {
  /**
   * `safe` after a row was planted, in quiet time. A round begins every 40 s and takes some 5 s, on a busy machine 20. DDL
   * or an end of the API may spoil two in a row: 3 × (40 + 20) = 180. It is also how long a mended table may be called
   * different.
   */
  knownWithinMs: 180_000,
  /**
   * `safe` after an event was skipped or the target was rebuilt, in quiet time: that is seen in the state of replication,
   * which is read every second. The rest is for a busy machine; it must be less than a round, which proves all anew.
   */
  voidWithinMs: 15_000,
  /** Two intervals of the schedule and ten minutes: see proof-max-age.ts of the API; and one minute for a busy machine. */
  proofMaxAgeMs: (2 * roundEverySeconds + 10 * 60 + 60) * 1000,
  /** One verification of these small tables, in quiet time. It takes seconds; whatever takes this long would not end. */
  endsWithinMs: 300_000,
  /** The API writes its moments down a little after, or before, the servers are asked. */
  clockMs: 25,
} as const;
