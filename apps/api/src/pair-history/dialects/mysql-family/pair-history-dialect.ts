import type { PairHistoryDialect } from '../../pair-history-dialect.js';
import { changedSettings, rememberSettings } from './changed-settings.js';
import { foreignTransactions, rememberForeign } from './foreign-transactions.js';
import { sourceHistory, targetHistory } from './history-goes-on.js';
import { readSource, readTarget } from './read-facts.js';
import { isUntouched, rememberCounted, skippedTransactions } from './skipped-transactions.js';

/** MariaDB and MySQL. */
export const mysqlFamilyHistory: PairHistoryDialect = {
  look: { source: readSource, target: readTarget },
  remember: (before, now, source) =>
    rememberForeign(before, rememberCounted(before, rememberSettings(before, now)), source),
  isUntouched,
  onSource: sourceHistory,
  onTarget: (looks, mayStopReplication) =>
    targetHistory(looks) ??
    skippedTransactions(looks, mayStopReplication) ??
    foreignTransactions(looks) ??
    changedSettings(looks),
};
