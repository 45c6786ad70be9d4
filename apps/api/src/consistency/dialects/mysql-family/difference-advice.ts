import { unloggedSession } from '@cutover/databases/suggested-statements';
import type { DifferenceAdvice } from '../../consistency-dialect.js';

/** Whatever changes the target would be a transaction that the source never had: each says how its log does not see it. */
export const differenceAdvice: DifferenceAdvice = {
  copyTable: `Copy the table to the target, ${unloggedSession}, and check that replication does not filter it.`,
  dropTable: `Drop it from the target if nothing needs it, ${unloggedSession}, or exclude it in the configuration.`,
  raiseCounter: `Raise AUTO_INCREMENT on the target to at least that of the source before the cutover, ${unloggedSession}, or new keys will collide.`,
  raiseCounterTo: (next) => `Raise it before the cutover, ${unloggedSession}: ALTER TABLE … AUTO_INCREMENT = ${next}`,
};
