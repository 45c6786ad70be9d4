import type { DifferenceAdvice } from '../../consistency-dialect.js';

/** Counters are sequences of their own here, which are compared elsewhere: nothing is ever said of those. */
export const differenceAdvice: DifferenceAdvice = {
  copyTable:
    'Make the table on the target (pg_dump --schema-only), see that it is published, and run ALTER SUBSCRIPTION … REFRESH PUBLICATION there.',
  dropTable: 'Drop it from the target if nothing needs it, or exclude it in the configuration.',
  raiseCounter: 'Set the sequence on the target with setval before the cutover, or new keys will collide.',
  raiseCounterTo: (next) => `Set it before the cutover: setval(…, ${next})`,
};
