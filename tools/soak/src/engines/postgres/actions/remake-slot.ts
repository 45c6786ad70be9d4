import { disableSubscription, dropSlot, subscriptionName } from '@cutover/lab';
import { freeTable } from '../../../actions/plant-row.js';
import { stillId } from '../../../stage/soak-rows.js';
import type { Action } from '../../../stage/stage.js';
import type { PostgresStage } from '../postgres-stage.js';
import { endPrepared } from '../prepared.js';
import { rebuild } from './rebuild-target.js';

/**
 * The slot is dropped and made again under its name, and what the source wrote in between never comes. As the product advises,
 * the target is copied anew a while later.
 */
export const remakeSlot: Action<PostgresStage> = {
  name: 'remake-slot',
  weight: 1,
  async run(stage) {
    const { lab, pair, oracle, random, load, undos } = stage;
    if (undos.isOpen('replication-stopped') || undos.isOpen('slot-remade')) return null;
    await load.pause();
    try {
      await endPrepared(pair);
      const id = stillId(random.int(1e9));
      const table = freeTable(stage);
      const isFree = table !== null && !oracle.truth.standing(table).some(({ key }) => key === String(id));
      if (!isFree || !(await pair.hasCaughtUp(10_000))) return null;
      const fromMs = Date.now();
      const disturbance = oracle.quiet.disturb(fromMs);
      await disableSubscription(lab);
      const name = oracle.truth.names.nameOf(table);
      await lab.withAdmin('source', dropSlot);
      const difference = oracle.truth.begin(table, String(id), 'written while there was no slot', Date.now());
      await pair.writeOnSource(
        `UPDATE ${name} SET payload = 'skipped ${random.int(1e9)}' WHERE id = ${id}`,
        `SELECT pg_create_logical_replication_slot('${subscriptionName}', 'pgoutput')`,
      );
      difference.begun(Date.now());
      await pair.resumeReplication();
      await pair.isReplicating(20_000);
      const toMs = Date.now();
      oracle.truth.voidings.push({ what: 'the slot was made anew', fromMs, toMs });
      disturbance.over(toMs);
      undos.later('slot-remade', random.between(25, 70), async () => void (await rebuild(stage, false)));
      return difference.describe();
    } finally {
      load.resume();
    }
  },
};
