import { parseMariadbState, type AppliedRow } from '@cutover/databases/mysql-family';
import type { Facts } from '../../pair-look.js';

/**
 * Pure: how far the counted position is, and how many transactions were noted to get there. Each transaction that is applied
 * gets the next `sub_id`; a position that is set by hand gets one, however far it jumps.
 */
export function appliedFacts(rows: readonly AppliedRow[]): Facts {
  const last = new Map<string, AppliedRow>();
  for (const row of rows) {
    const other = last.get(row.domain);
    if (other === undefined || BigInt(other.subId) < BigInt(row.subId)) last.set(row.domain, row);
  }
  const all = [...last.values()];
  const reached = all.reduce((sum, { sequence }) => sum + BigInt(sequence), 0n);
  const noted = all.reduce((most, { subId }) => (BigInt(subId) > most ? BigInt(subId) : most), 0n);
  return { reached: String(reached), noted: String(noted) };
}

/**
 * Pure: false when a server's list of last transactions (gtid_binlog_state) lacks what it held before. Then its history was
 * begun anew, or goes on from an older backup.
 */
export function stateGoesOn(before: string, after: string): boolean {
  const now = parseMariadbState(after);
  return parseMariadbState(before).every(({ domain, serverId, sequence }) =>
    now.some((gtid) => gtid.domain === domain && gtid.serverId === serverId && gtid.sequence >= sequence),
  );
}
