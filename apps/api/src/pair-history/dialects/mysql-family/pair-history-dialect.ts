import type { PairHistoryDialect } from '../../pair-history-dialect.js';
import { changedSettings, rememberSettings } from '../../changed-settings.js';
import { filtersOf } from './filters.js';
import { foreignTransactions, rememberForeign } from './foreign-transactions.js';
import { sourceHistory, targetHistory } from './history-goes-on.js';
import { ownTransactionsOf, ownWrites, rememberOwnWrites } from './own-writes.js';
import { passingOver } from './passing-over.js';
import { readSource, readTarget } from './read-facts.js';
import { isUntouched, rememberCounted, skippedTransactions } from './skipped-transactions.js';
import { lostLog } from './source-log.js';
import { guardedSince } from './unguarded.js';

/** MariaDB and MySQL. */
export const mysqlFamilyHistory: PairHistoryDialect = {
  look: {
    source: async (server, { bounds, before }) => ({ value: await readSource(server, bounds, before), ageMs: 0 }),
    target: async (server, { bounds }) => ({ value: await readTarget(server, bounds), ageMs: 0 }),
  },
  remember: (before, now, source) => {
    const known = rememberCounted(before, rememberSettings(before, now));
    return rememberForeign(before, rememberOwnWrites(before, known, source), source);
  },
  leavingOut: filtersOf,
  passingOver,
  ownTransactions: ({ target }) => ownTransactionsOf(target?.facts ?? {}),
  isUntouched,
  onSource: (looks) => sourceHistory(looks) ?? lostLog(looks) ?? changedSettings(looks),
  onTarget: (looks, mayStopReplication) =>
    targetHistory(looks) ??
    skippedTransactions(looks, mayStopReplication) ??
    changedSettings(looks) ??
    guardedSince(looks) ??
    ownWrites(looks) ??
    foreignTransactions(looks),
};
