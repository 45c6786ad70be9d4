import { idsOfPartition, partitions } from '../stage/soak-tables.js';
import type { Action } from './action.js';
import { replaceRows } from './rows-replaced.js';

/** A partition is dropped, made again out of the next one, and filled. */
export const dropPartition: Action = {
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
