import { setTimeout as pause } from 'node:timers/promises';
import { freeTable, kinds, plant } from '../../../actions/plant-row.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { onSide } from '../session.js';

/**
 * The target takes writes for some seconds, somebody writes a row that its binary log does not show, and it refuses them again. No
 * proof is void by what is seen of that: the row is found when its table is compared.
 */
export const writeThenReadOnly: Action<MariadbStage> = {
  name: 'write-then-read-only',
  weight: 1,
  async run(stage) {
    const { lab, random } = stage;
    const table = freeTable(stage);
    if (table === null) return null;
    const setReadOnly = (value: 'ON' | 'OFF'): Promise<unknown> =>
      onSide(lab, 'target', (target) => target.query(`SET GLOBAL read_only = ${value}`));
    await setReadOnly('OFF');
    try {
      await pause(random.int(4000));
      const planted = await plant(stage, table, random.pick(kinds));
      return planted === null ? null : planted.describe();
    } finally {
      await setReadOnly('ON');
    }
  },
};
