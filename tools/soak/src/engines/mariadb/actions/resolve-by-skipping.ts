import { hasCaughtUp, isReplicating } from '../replication.js';
import { onSide, writeOnSource } from '../session.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { freeTable, plant } from '../../../actions/plant-row.js';

/** The source changes a row that the target does not have: replication stops with an error, and somebody skips the event. */
export const resolveBySkipping: Action<MariadbStage> = {
  name: 'resolve-by-skipping',
  weight: 1,
  async run(stage) {
    const { lab, oracle, random, load, undos } = stage;
    if (undos.isOpen('replication-stopped') || undos.isOpen('replication-delayed')) return null;
    await load.pause();
    try {
      const table = freeTable(stage);
      if (table === null || !(await hasCaughtUp(lab, 10_000))) return null;
      const lost = await plant(stage, table, 'missing');
      if (lost === null) return null;
      const fromMs = Date.now();
      const disturbance = oracle.quiet.disturb(fromMs);
      const name = oracle.truth.names.nameOf(table);
      await writeOnSource(lab, `UPDATE ${name} SET payload = 'fatal ${random.int(1e9)}' WHERE id = ${lost.key}`);
      // Waits for what does not come: the target stops at this event.
      await hasCaughtUp(lab, 2_000);
      await onSide(lab, 'target', async (target) => {
        for (const each of ['STOP SLAVE', 'SET GLOBAL sql_slave_skip_counter = 1', 'START SLAVE'])
          await target.query(each);
      });
      await isReplicating(lab, 20_000);
      await hasCaughtUp(lab, 20_000);
      oracle.truth.voidings.push({
        what: 'an error of replication was resolved by skipping',
        fromMs,
        toMs: Date.now(),
      });
      disturbance.over(Date.now());
      return lost.describe();
    } finally {
      load.resume();
    }
  },
};
