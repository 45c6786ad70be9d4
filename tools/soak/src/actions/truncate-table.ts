import { firstHotId } from '../stage/soak-rows.js';
import type { Action } from '../stage/stage.js';
import { alterable } from './alterable.js';
import { replaceRows } from './rows-replaced.js';

/** A table is emptied, and filled again. */
export const truncateTable: Action = {
  name: 'truncate-table',
  weight: 1,
  async run(stage) {
    const table = alterable(stage);
    if (table === null) return null;
    const name = stage.oracle.truth.names.nameOf(table);
    await replaceRows(stage, table, { fromId: 0, belowId: firstHotId }, [`TRUNCATE TABLE ${name}`]);
    return name;
  },
};
