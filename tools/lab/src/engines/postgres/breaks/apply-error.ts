import { until } from '../../../deadline.js';
import { readSubscription, subscriptionName } from '../replication.js';
import { canFollow } from './following.js';
import type { BreakableLab, LabBreak } from './lab-break.js';

/** Far above the ids of the seed, in a table that nothing else writes. */
const supplier = 4_000_000_000;
const insert = `INSERT INTO suppliers (id, name, daily_cutoff) VALUES (${supplier}, $1, '12:00')`;
const remove = `DELETE FROM suppliers WHERE id = ${supplier}`;

/** PostgreSQL 18 counts each try as a conflict, which stands until somebody has seen to it and begins the count anew. */
const forget = `
  SELECT pg_stat_reset_subscription_stats(t.subid) FROM pg_stat_subscription_stats t
  WHERE t.subname = $1 AND to_jsonb(t) ? 'confl_insert_exists'`;

export const applyError: LabBreak = {
  description: 'the target cannot apply a row whose key it already has (suppliers): its worker fails again and again',
  needs: ['source', 'target'],

  async apply(lab) {
    const before = await errorsOf(lab);
    await lab.withAdmin('target', (target) => target.query(insert, ['in the way']));
    await lab.withAdmin('source', (source) => source.query(insert, ['replicated']));
    if (!canFollow(lab)) return;
    const hasFailed = async (): Promise<true | undefined> => ((await errorsOf(lab)) > before ? true : undefined);
    await until('the apply worker to fail', hasFailed, { timeoutMs: 20_000 });
  },

  async mend(lab) {
    await lab.withAdmin('target', (target) => target.query(`${remove} AND name = 'in the way'`));
    if (canFollow(lab)) await lab.catchUp();
    // The row that was let through goes the way it came, so that the next break finds the key free.
    await lab.withAdmin('source', (source) => source.query(remove));
    if (canFollow(lab)) await lab.catchUp();
    await lab.withAdmin('target', (target) => target.query(forget, [subscriptionName]));
  },
};

async function errorsOf(lab: BreakableLab): Promise<number> {
  return (await readSubscription(lab))?.applyErrors ?? 0;
}
