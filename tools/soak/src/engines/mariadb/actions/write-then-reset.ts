import type { ResultSetHeader } from 'mysql2/promise';
import { freeTable, kinds, plant } from '../../../actions/plant-row.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { onSide } from '../session.js';

/** Somebody writes a row on the target, which its binary log shows, and empties that log at once. */
export const writeThenReset: Action<MariadbStage> = {
  name: 'write-then-reset-master',
  weight: 1,
  async run(stage) {
    const { lab, oracle, random, undos } = stage;
    if (undos.isOpen('replication-stopped') || undos.isOpen('replication-delayed')) return null;
    const table = freeTable(stage);
    if (table === null) return null;
    const fromMs = Date.now();
    const planted = await plant(stage, table, random.pick(kinds), (statement) =>
      onSide(lab, 'target', async (target) => {
        const [result] = await target.query<ResultSetHeader>(statement);
        if (result.affectedRows > 0) await target.query('RESET MASTER');
        return result.affectedRows;
      }),
    );
    if (planted === null) return null;
    oracle.truth.voidings.push({ what: 'somebody wrote to the target, then RESET MASTER', fromMs, toMs: Date.now() });
    return planted.describe();
  },
};
