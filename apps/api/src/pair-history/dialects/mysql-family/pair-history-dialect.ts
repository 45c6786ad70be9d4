import type { PairHistoryDialect } from '../../pair-history-dialect.js';
import { sourceHistory, targetHistory } from './history-goes-on.js';
import { readSource, readTarget } from './read-facts.js';

/** MariaDB and MySQL. */
export const mysqlFamilyHistory: PairHistoryDialect = {
  look: { source: readSource, target: readTarget },
  remember: (_, now) => now,
  onSource: sourceHistory,
  onTarget: targetHistory,
};
