import { idsOfPartition, partitions } from '../tables.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { replaceRows } from '../../../actions/rows-replaced.js';

/** A partition is emptied, and filled again. */
export const truncatePartition: Action<MariadbStage> = {
  name: 'truncate-partition',
  weight: 1,
  async run(stage) {
    const { confirmations, random } = stage;
    if (!confirmations.isSettled('parts')) return null;
    const index = random.int(partitions.length);
    const { name } = partitions[index]!;
    await replaceRows(stage, 'parts', idsOfPartition(index), [`ALTER TABLE parts TRUNCATE PARTITION ${name}`]);
    return `parts, ${name}`;
  },
};
