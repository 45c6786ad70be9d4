import { roles, type Role } from '@cutover/contracts';
import type { DigestPlan } from '../../dialects/mysql-family/digest/digest-plan.js';
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
  const surplusOf = new Map(here.map((surplus) => [surplus.digest, surplus]));
  const rows = await where.read(role, rowsByDigestStatement(plan, buckets, [...surplusOf.keys()]));
  if (rows.length < here.length) log.isComplete = false;
  for (const row of rows) {
    const values = readValues(row, plan.columns);
    const surplus = surplusOf.get((row as { digest: string }).digest);
    if (surplus === undefined) continue;
    const { digest, copies, onTarget } = surplus;
    const kind = role === 'source' ? 'missing' : 'extra';
    const sides = role === 'source' ? { source: values, target: null } : { source: null, target: values };
    // Each repaired copy leaves one more, or one less, to the next.
    const step = role === 'source' ? 1n : -1n;
    for (let nth = 0n; nth !== copies; nth += step) {
      if (log.isFull) {
        log.isComplete = false;
        return;
      }
      await log.add({ kind, key: [], copy: { digest, onTarget: onTarget + nth }, ...sides, position }, plan);
    }
  }
}
