import { firstHotId, stillNumbers, stillStep, type SoakTable } from '../../stage/soak-rows.js';

/** A database beside the watched one, for what is taken out of a table for a while. */
export const atticDatabase = 'soak_attic';

/** Where the partitions of `parts` end. The last one is open, and holds the rows of the load. */
export const partitions = [
  { name: 'p0', below: 2500 },
  { name: 'p1', below: 5000 },
  { name: 'p2', below: 7500 },
  { name: 'p3', below: firstHotId },
] as const;

const byId = 'PRIMARY KEY (id)';
const partitionList = partitions.map(({ name, below }) => `PARTITION ${name} VALUES LESS THAN (${below})`).join(', ');

/** Columns besides `id`, `payload` and `amount`, each with a default that is made of the id; and keys. */
const shapes: Readonly<Record<SoakTable, string>> = {
  plain: byId,
  swap_left: byId,
  swap_right: byId,
  quiet: `stamp DATETIME(6) NOT NULL DEFAULT (FROM_UNIXTIME(id)), ${byId}`,
  composite: 'region VARCHAR(8) NOT NULL DEFAULT (LEFT(MD5(id), 2)), PRIMARY KEY (region, id), KEY by_id (id)',
  keyless: 'ratio DOUBLE DEFAULT (id / 7), KEY by_id (id)',
  wide: `body TEXT NOT NULL DEFAULT (REPEAT(MD5(id), 20)), doc JSON DEFAULT (JSON_OBJECT("id", id)), ${byId}`,
  parts: byId,
};
const partitioned = `PARTITION BY RANGE (id) (${partitionList}, PARTITION rest VALUES LESS THAN MAXVALUE)`;

/** The statement that makes a table of this kind under this name. */
export function createStatement(table: SoakTable, name: string, isPartitioned = table === 'parts'): string {
  const columns = `id BIGINT NOT NULL, payload VARCHAR(100) NOT NULL, amount DECIMAL(12,2), ${shapes[table]}`;
  return `CREATE TABLE ${name} (${columns}) ENGINE = InnoDB ${isPartitioned ? partitioned : ''}`;
}

/** See SoakPair. */
export function fillStatement(name: string, fromId = 0, belowId = Infinity): string {
  const { first, last } = stillNumbers(fromId, belowId);
  return `INSERT INTO ${name} (id, payload, amount)
          SELECT seq * ${stillStep}, CONCAT('still ', MD5(seq)), seq / 10 FROM seq_${first}_to_${last}`;
}

/** The ids of the partition of `parts` at this place of the list. */
export function idsOfPartition(index: number): { fromId: number; belowId: number } {
  return { fromId: index === 0 ? 0 : partitions[index - 1]!.below, belowId: partitions[index]!.below };
}
