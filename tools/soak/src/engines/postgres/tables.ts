import { firstHotId, soakTables, stillNumbers, stillStep, type SoakTable } from '../../stage/soak-rows.js';

const byId = 'PRIMARY KEY (id)';

/** The partition of `parts` that the load never writes to. */
export const stillPartition = {
  name: 'parts_still',
  bounds: `FOR VALUES FROM (MINVALUE) TO (${firstHotId})`,
} as const;

/** Columns besides `id`, `payload` and `amount`, each with a default; and keys. */
const shapes: Readonly<Record<SoakTable, string>> = {
  plain: byId,
  swap_left: byId,
  swap_right: byId,
  quiet: `stamp timestamptz NOT NULL DEFAULT '2026-01-02 03:04:05.678901+00', ${byId}`,
  composite: `region varchar(8) COLLATE "C" NOT NULL DEFAULT 'eu', PRIMARY KEY (region, id)`,
  keyless: "ratio double precision DEFAULT '-0'",
  wide: `body text NOT NULL DEFAULT repeat('wide ', 200), doc jsonb DEFAULT '{"a": 1.0}', ${byId}`,
  parts: byId,
};

/** The statements that make every table, in the schema that the session is in. The same on both sides. */
export function createStatements(): readonly string[] {
  return soakTables.flatMap((table) => [
    `CREATE TABLE ${table} (id bigint NOT NULL, payload varchar(100) NOT NULL, amount numeric(12,2), ${shapes[table]})
     ${table === 'parts' ? 'PARTITION BY RANGE (id)' : ''}`,
    ...(afterwards[table] ?? []),
  ]);
}

const afterwards: Readonly<Partial<Record<SoakTable, readonly string[]>>> = {
  keyless: ['CREATE INDEX ON keyless (id)', 'ALTER TABLE keyless REPLICA IDENTITY FULL'],
  parts: [
    `CREATE TABLE ${stillPartition.name} PARTITION OF parts ${stillPartition.bounds}`,
    `CREATE TABLE parts_hot PARTITION OF parts FOR VALUES FROM (${firstHotId}) TO (MAXVALUE)`,
  ],
};

/** See SoakPair. */
export function fillStatement(name: string, fromId = 0, belowId = Infinity): string {
  const { first, last } = stillNumbers(fromId, belowId);
  return `INSERT INTO ${name} (id, payload, amount)
          SELECT n * ${stillStep}, 'still ' || md5(n::text), n / 10.0 FROM generate_series(${first}, ${last}) AS n`;
}
