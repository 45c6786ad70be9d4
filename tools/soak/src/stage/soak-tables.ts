/** The database that is watched, and one beside it for what is taken out of a table for a while. */
export const soakDatabase = 'soak';
export const atticDatabase = 'soak_attic';

/** Rows with these ids are never written by the load: differences are planted among them. */
const stillRows = 1000;
const stillStep = 10;
/** The load writes from here on. */
export const firstHotId = 1_000_000;
/** Between two rows that are there: a surplus row gets such an id. */
export const gapBehindStillId = 5;

/** Where the partitions of `parts` end. The last one is open, and holds the rows of the load. */
export const partitions = [
  { name: 'p0', below: 2500 },
  { name: 'p1', below: 5000 },
  { name: 'p2', below: 7500 },
  { name: 'p3', below: firstHotId },
] as const;

export interface SoakTable {
  readonly name: string;
  /** Columns besides `id`, `payload` and `amount`; each has a default that is made of the id. */
  readonly columns: string;
  readonly key: string;
  readonly partitions?: string;
  /** The load writes to it. */
  readonly isHot: boolean;
}

const byId = 'PRIMARY KEY (id)';
const partitionList = partitions.map(({ name, below }) => `PARTITION ${name} VALUES LESS THAN (${below})`).join(', ');

/** The tables of the soak, one of each kind that is compared in a way of its own. */
export const soakTables: readonly SoakTable[] = [
  { name: 'plain', columns: '', key: byId, isHot: true },
  { name: 'swap_left', columns: '', key: byId, isHot: true },
  { name: 'swap_right', columns: '', key: byId, isHot: true },
  { name: 'quiet', columns: 'stamp DATETIME(6) NOT NULL DEFAULT (FROM_UNIXTIME(id))', key: byId, isHot: false },
  {
    name: 'composite',
    columns: 'region VARCHAR(8) NOT NULL DEFAULT (LEFT(MD5(id), 2))',
    key: 'PRIMARY KEY (region, id), KEY by_id (id)',
    isHot: true,
  },
  { name: 'keyless', columns: 'ratio DOUBLE DEFAULT (id / 7)', key: 'KEY by_id (id)', isHot: true },
  {
    name: 'wide',
    columns: 'body TEXT NOT NULL DEFAULT (REPEAT(MD5(id), 20)), doc JSON DEFAULT (JSON_OBJECT("id", id))',
    key: byId,
    isHot: true,
  },
  {
    name: 'parts',
    columns: '',
    key: byId,
    partitions: `PARTITION BY RANGE (id) (${partitionList}, PARTITION rest VALUES LESS THAN MAXVALUE)`,
    isHot: true,
  },
];

/** The statement that makes a table of this kind. */
export function createStatement({ columns, key, partitions: by }: SoakTable, name: string): string {
  const list = ['id BIGINT NOT NULL', 'payload VARCHAR(100) NOT NULL', 'amount DECIMAL(12,2)', columns, key];
  return `CREATE TABLE ${name} (${list.filter(Boolean).join(', ')}) ENGINE = InnoDB ${by ?? ''}`;
}

/** The statement that puts in the still rows with ids from `fromId` up to, and not including, `belowId`. */
export function fillStatement(name: string, fromId = 0, belowId = Infinity): string {
  const first = Math.max(1, Math.ceil(fromId / stillStep));
  const last = Math.min(stillRows, Math.ceil(belowId / stillStep) - 1);
  return `INSERT INTO ${name} (id, payload, amount)
          SELECT seq * ${stillStep}, CONCAT('still ', MD5(seq)), seq / 10 FROM seq_${first}_to_${last}`;
}

/** The id of a still row. */
export function stillId(drawn: number): number {
  return (1 + (drawn % stillRows)) * stillStep;
}

/** The ids of the partition of `parts` at this place of the list. */
export function idsOfPartition(index: number): { fromId: number; belowId: number } {
  return { fromId: index === 0 ? 0 : partitions[index - 1]!.below, belowId: partitions[index]!.below };
}
