import { roles, type Role } from '@cutover/contracts';
import type { DigestPlan } from '../digest/digest-plan.js';
import type { DifferenceLog } from './difference-log.js';
import { rowsByDigestStatement, type Surplus } from './multiset.js';
import { readValues, rowsReadAtOnce } from './row-values.js';

/** Where rows are found whose digests differ in number. */
export interface SurplusRows {
  plan: DigestPlan;
  log: DifferenceLog;
  buckets: readonly number[];
  position: string | null;
  read(role: Role, sql: string): Promise<object[]>;
}

/** Names these rows, once for each copy, as far as the log has room. One that is no longer there makes the log incomplete. */
export async function logSurpluses(where: SurplusRows, found: readonly Surplus[]): Promise<void> {
  const { plan, log } = where;
  const named = found.slice(0, log.room);
  if (named.length < found.length) log.isComplete = false;
  const atOnce = rowsReadAtOnce(plan);
  for (let start = 0; start < named.length; start += atOnce)
    for (const role of roles) {
      const here = named.slice(start, start + atOnce).filter(({ copies }) => copies > 0n === (role === 'source'));
      if (here.length > 0) await logRows(where, role, here);
    }
}

async function logRows(where: SurplusRows, role: Role, here: readonly Surplus[]): Promise<void> {
  const { plan, log, buckets, position } = where;
  const copies = new Map(here.map((surplus) => [surplus.digest, surplus.copies]));
  const rows = await where.read(role, rowsByDigestStatement(plan, buckets, [...copies.keys()]));
  if (rows.length < here.length) log.isComplete = false;
  for (const row of rows) {
    const values = readValues(row, plan.columns);
    const count = copies.get((row as { digest: string }).digest) ?? 0n;
    const kind = role === 'source' ? 'missing' : 'extra';
    const sides = role === 'source' ? { source: values, target: null } : { source: null, target: values };
    for (let copy = 0n; copy < (count < 0n ? -count : count); copy++) {
      if (log.isFull) {
        log.isComplete = false;
        return;
      }
      await log.add({ kind, key: [], ...sides, position }, plan);
    }
  }
}
