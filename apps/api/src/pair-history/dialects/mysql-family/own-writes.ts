import { parseMariadbState } from '@cutover/databases/mysql-family';
import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { goesOn, isMysqlUuid } from './history-goes-on.js';
import { foreign } from './foreign-transactions.js';
import { grown, isSameProcess } from './skipped-transactions.js';

/**
 * Somebody wrote to the target (MariaDB; of MySQL see foreign-transactions.ts). What shows it may be removed later (RESET MASTER there; an empty transaction on the source), and the
 * rows stay as they were written: so tables that were proved equal before are to be proved again.
 */

/** Transactions of the target that its source never had, as a list or set of GTIDs. */
const own = 'own transactions';

/** All that the target had logged when we first looked at it, while its source has not answered yet: what is its own is not known. */
const unjudged = 'log before the source answered';

/** Pure: the facts of this look with those transactions. While the source does not answer they are what they were. */
export function rememberOwnWrites(before: Facts | null, now: Facts, source: Facts | null): Facts {
  const found = source === null ? before?.[own] : unknownToSource(now, source);
  if (found !== undefined) return { ...now, [own]: found };
  const log = source === null ? (before?.[unjudged] ?? now['log']) : undefined;
  return log === undefined ? now : { ...now, [unjudged]: log };
}

/** Pure: those transactions, each as a GTID; on MySQL sets of them. */
export function ownTransactionsOf(facts: Facts): readonly string[] {
  return (facts[own] ?? facts[foreign])?.split(',').filter((gtid) => gtid !== '') ?? [];
}

/** Pure: a transaction of the target's own has come, or may have come and gone, between two looks; null: none has. */
export function ownWrites({ before, after }: LookPair): Happening | null {
  if (!goesOn(after[own], before[own] ?? before[unjudged]))
    return { reason: `the target has a transaction that its source never had: ${after[own]}`, voids: 'equality' };
  if (goesOn(before['log'], after['log']) || hasLoggedNone(before, after)) return null;
  return {
    reason:
      'the binary log of the target was begun anew (RESET MASTER), and it is not known what was written there before: ' +
      `it held ${before['log']} and holds ${after['log'] || 'nothing'}`,
    voids: 'equality',
  };
}

/** Absent: not to be known. */
function unknownToSource({ applied, log, self }: Facts, { written }: Facts): string | undefined {
  if (applied === undefined || self === undefined || written === undefined || written === '') return undefined;
  if (log === undefined || isMysqlUuid(self)) return undefined;
  const known = parseMariadbState(written);
  const replicated = new Set(parseMariadbState(applied).map(({ domain }) => domain));
  const isOwn = ({ domain, serverId, sequence }: (typeof known)[number]): boolean => {
    const ofDomain = known.filter((gtid) => gtid.domain === domain);
    if (ofDomain.some((gtid) => gtid.serverId === serverId && gtid.sequence >= sequence)) return false;
    // Another server's transactions in a domain that is not this source's may come from another source.
    return serverId === self || ofDomain.length > 0 || !replicated.has(domain);
  };
  return parseMariadbState(log)
    .filter(isOwn)
    .map(({ domain, serverId, sequence }) => `${domain}-${serverId}-${sequence}`)
    .join(',');
}

/**
 * The target has counted no more transactions in its log than it applied, and no DDL that is not among them and leaves no trace
 * in a definition.
 */
function hasLoggedNone(before: Facts, after: Facts): boolean {
  if (!isSameProcess(before, after) || grown('truncates', before, after) !== 0n) return false;
  const [all, alone] = [grown('logged', before, after), grown('logged own', before, after)];
  const passed = grown('passed', before, after);
  return alone === 0n || (all !== null && passed !== null && all <= passed);
}
