import { roles, type Role } from '@cutover/contracts';
import type { Question } from '../../../proof/question.js';
import type { TablePlan } from '../table-plan.js';
import type { DifferenceLog } from './difference-log.js';
import type { Surplus } from './multisets.js';

/** What is needed to name the rows that one side has more often. */
export interface SurplusRows {
  plan: TablePlan;
  log: DifferenceLog;
  buckets: readonly number[];
  position: string | null;
  ask<Answer>(role: Role, question: Question<Answer>): Promise<Answer>;
}

/** Logs these rows, once for each copy, as long as the log has room. A row that is gone makes the log incomplete. */
export async function logSurpluses(where: SurplusRows, found: readonly Surplus[]): Promise<void> {
  const { plan, log } = where;
  const named = found.slice(0, log.room);
  if (named.length < found.length) log.isComplete = false;
  const atOnce = plan.rowsReadAtOnce;
  for (let start = 0; start < named.length; start += atOnce)
    for (const role of roles) {
      const here = named.slice(start, start + atOnce).filter(({ copies }) => copies > 0n === (role === 'source'));
      if (here.length > 0) await logRows(where, role, here);
    }
}

async function logRows(where: SurplusRows, role: Role, here: readonly Surplus[]): Promise<void> {
  const { plan, log, buckets, position } = where;
  const surplusOf = new Map(here.map((surplus) => [surplus.digest, surplus]));
  const rows = await where.ask(role, plan.rowsByDigest(buckets, [...surplusOf.keys()]));
  if (rows.length < here.length) log.isComplete = false;
  for (const { digest: found, values } of rows) {
    const surplus = surplusOf.get(found);
    if (surplus === undefined) continue;
    const { digest, copies, onTarget } = surplus;
    const kind = role === 'source' ? 'missing' : 'extra';
    const sides = role === 'source' ? { source: values, target: null } : { source: null, target: values };
    // Each copy that is repaired changes how many the target holds when the next one is.
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
