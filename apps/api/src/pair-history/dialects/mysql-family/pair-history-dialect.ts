import type { PairHistoryDialect } from '../../pair-history-dialect.js';
import { changedSettings, rememberSettings } from './changed-settings.js';
import { filtersOf } from './filters.js';
import { sourceHistory, targetHistory } from './history-goes-on.js';
import { ownTransactionsOf, ownWrites, rememberOwnWrites } from './own-writes.js';
import { readSource, readTarget } from './read-facts.js';
import { isUntouched, rememberCounted, skippedTransactions } from './skipped-transactions.js';
import { lostLog } from './source-log.js';

/** MariaDB and MySQL. */
export const mysqlFamilyHistory: PairHistoryDialect = {
  look: { source: readSource, target: readTarget },
  remember: (before, now, source) =>
    rememberOwnWrites(before, rememberCounted(before, rememberSettings(before, now)), source),
  leavingOut: filtersOf,
  ownTransactions: ({ target }) => ownTransactionsOf(target?.facts ?? {}),
  isUntouched,
  onSource: (looks) => sourceHistory(looks) ?? lostLog(looks) ?? changedSettings(looks),
  onTarget: (looks, mayStopReplication) =>
    targetHistory(looks) ??
    skippedTransactions(looks, mayStopReplication) ??
    changedSettings(looks) ??
    ownWrites(looks),
};
