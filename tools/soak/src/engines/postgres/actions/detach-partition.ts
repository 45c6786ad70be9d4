import { setTimeout as pause } from 'node:timers/promises';
import { roles } from '@cutover/lab';
import { mend } from '../../../actions/mend-row.js';
import type { Action } from '../../../stage/stage.js';
import type { PostgresStage } from '../postgres-stage.js';
import { stillPartition } from '../tables.js';

const catchUpMs = 20_000;

/** A partition is detached and, some seconds later, attached again, on both sides: DDL is not replicated. */
export const detachPartition: Action<PostgresStage> = {
  name: 'detach-partition',
  weight: 1.5,
  async run(stage) {
    const { pair, oracle, load, random, undos, confirmations } = stage;
    if (undos.isOpen('replication-stopped') || !confirmations.isSettled('parts')) return null;
    // Alone the partition is a table of its own, which the truth does not know.
    for (const each of oracle.truth.standing('parts')) if (!(await mend(stage, each))) return null;
    const { name, bounds } = stillPartition;
    const seconds = random.between(0, 12);
    await onBothSides(stage, `ALTER TABLE parts DETACH PARTITION ${name}`);
    if (random.chance(0.7)) load.resume();
    await pause(seconds * 1000);
    if (!(await pair.isReplicating(catchUpMs))) throw new Error('The target does not replicate');
    await onBothSides(stage, `ALTER TABLE parts ATTACH PARTITION ${name} ${bounds}`);
    load.resume();
    return `${name} for ${seconds} s`;
  },
};

/** While nobody writes: what is under way comes to a table that is the same on both sides. The load stays paused. */
async function onBothSides({ pair, oracle, load }: PostgresStage, statement: string): Promise<void> {
  await load.pause();
  if (!(await pair.hasCaughtUp(catchUpMs))) throw new Error('The target does not catch up');
  const difference = oracle.truth.begin('parts', null, 'its partitions differ', Date.now());
  for (const role of roles) await pair.onSide(role, (session) => session.rows(statement));
  difference.begun(Date.now());
  difference.ending(Date.now());
  difference.ended(Date.now());
}
