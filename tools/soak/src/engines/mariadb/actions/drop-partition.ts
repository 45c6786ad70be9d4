import { idsOfPartition, partitions } from '../tables.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { replaceRows } from '../../../actions/rows-replaced.js';

/** A partition is dropped, made again out of the next one, and filled. */
export const dropPartition: Action<MariadbStage> = {
  name: 'drop-partition',
  weight: 1,
  async run(stage) {
    const { confirmations, random } = stage;
    if (!confirmations.isSettled('parts')) return null;
    const index = random.int(partitions.length - 1);
    const [dropped, next] = [partitions[index]!, partitions[index + 1]!];
    const again = [dropped, next].map(({ name, below }) => `PARTITION ${name} VALUES LESS THAN (${below})`);
    await replaceRows(stage, 'parts', idsOfPartition(index), [
      `ALTER TABLE parts DROP PARTITION ${dropped.name}`,
      `ALTER TABLE parts REORGANIZE PARTITION ${next.name} INTO (${again.join(', ')})`,
    ]);
    return `parts, ${dropped.name}`;
  },
};
