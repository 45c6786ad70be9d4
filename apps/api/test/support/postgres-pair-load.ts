import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { addSchema, type PostgresLab } from '@cutover/lab';
import type { PairedTable } from './postgres-pairs.js';

const definitions: readonly string[] = [
  // Values stored beside their rows, which most updates leave alone, and rows that change their key.
  `CREATE TABLE pair.pair_rows (id integer PRIMARY KEY, n integer NOT NULL, note text, big text, flag boolean, padded char(6))`,
  'ALTER TABLE pair.pair_rows ALTER big SET STORAGE EXTERNAL',
  `CREATE TABLE pair.pair_text (a text COLLATE "C", b smallint, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED, PRIMARY KEY (a, b))`,
  'CREATE TABLE pair.pair_full (id integer PRIMARY KEY, n integer NOT NULL, big text)',
  'ALTER TABLE pair.pair_full REPLICA IDENTITY FULL',
  'ALTER TABLE pair.pair_full ALTER big SET STORAGE EXTERNAL',
  'CREATE TABLE pair.pair_parts (id integer, part integer, n integer, PRIMARY KEY (id, part)) PARTITION BY LIST (part)',
  ...[0, 1, 2].map(
    (part) => `CREATE TABLE pair.pair_part_${part} PARTITION OF pair.pair_parts FOR VALUES IN (${part})`,
  ),
];

/** The tables that the load writes. */
export const pairedTables: readonly PairedTable[] = [
  { database: 'pair', name: 'pair_rows', key: ['id'], columns: ['id', 'n', 'note', 'big', 'flag', 'padded'] },
  { database: 'pair', name: 'pair_text', key: ['a', 'b'], columns: ['a', 'b', 'n', 'twice'] },
  { database: 'pair', name: 'pair_full', key: ['id'], columns: ['id', 'n', 'big'] },
  { database: 'pair', name: 'pair_parts', key: ['id', 'part'], columns: ['id', 'part', 'n'] },
];

/** Keys below are written all the time, those from here on never. */
export const restingKey = 1_000_000;
const hotKeys = 60;

/** How the tables are replicated: options of their publication and of their subscription, beside that of the shop. */
export interface PairSetup {
  publication?: string;
  subscription?: string;
}

/** Makes the tables on both sides, and a publication and a subscription of their own. Answers what drops them. */
export async function createPairedTables(lab: PostgresLab, setup: PairSetup = {}): Promise<() => Promise<void>> {
  const { publication, subscription: subscribed } = setup;
  const options = publication === undefined ? '' : ` WITH (${publication})`;
  // Table by table: a source before 15 publishes no schema.
  const names = pairedTables.map(({ database, name }) => `${database}.${name}`);
  const published = `FOR TABLE ${names.join(', ')}${options}`;
  const { drop } = await addSchema(lab, { schema: 'pair', definitions, rows, published, subscribed });
  return drop;
}

const rows: readonly string[] = [
  `INSERT INTO pair.pair_rows SELECT i, 0, 'note', repeat(md5(i::text), 100), true, 'ab'
   FROM generate_series(1, ${hotKeys / 2}) i UNION ALL
   SELECT i, 0, 'rests', repeat(md5(i::text), 100), false, 'x' FROM generate_series(${restingKey}, ${restingKey} + 50) i`,
  `INSERT INTO pair.pair_text SELECT 'k' || i, i % 3, i FROM generate_series(1, 100) i`,
  `INSERT INTO pair.pair_full SELECT i, 0, repeat(md5(i::text), 100) FROM generate_series(1, ${hotKeys}) i`,
  `INSERT INTO pair.pair_parts SELECT i, i % 3, 0 FROM generate_series(1, ${hotKeys}) i`,
];

/** One transaction of the load: statements that are run one by one, and may fail. */
function transaction(): string[] {
  const [a, b, n] = [1 + randomInt(hotKeys), 1 + randomInt(hotKeys), randomInt(1_000_000)];
  const upsert = `INSERT INTO pair.pair_rows VALUES (${a}, ${n}, 'new', repeat('${n} ', 1500), true, '${n % 100}') ON CONFLICT (id) DO UPDATE SET n = ${n}`;
  const choices: readonly string[][] = [
    [`UPDATE pair.pair_rows SET n = ${n} WHERE id = ${a}`],
    [upsert],
    [`DELETE FROM pair.pair_rows WHERE id = ${a}`, upsert],
    [`DELETE FROM pair.pair_rows WHERE id = ${a}`],
    [`DELETE FROM pair.pair_rows WHERE id = ${b}`, `UPDATE pair.pair_rows SET id = ${b}, note = NULL WHERE id = ${a}`],
    [`UPDATE pair.pair_rows SET big = repeat('${n}-', 900), flag = NOT flag WHERE id = ${a}`],
    [`INSERT INTO pair.pair_text (a, b, n) VALUES ('k${a}', ${b % 3}, ${n}) ON CONFLICT (a, b) DO UPDATE SET n = ${n}`],
    [`DELETE FROM pair.pair_text WHERE a = 'k${a}' AND b = ${b % 3}`],
    [`UPDATE pair.pair_full SET n = ${n} WHERE id = ${a}`, `DELETE FROM pair.pair_full WHERE id = ${b}`],
    [`INSERT INTO pair.pair_full VALUES (${a}, ${n}, repeat('${n} ', 1500)) ON CONFLICT (id) DO NOTHING`],
    [`UPDATE pair.pair_parts SET part = ${b % 3}, n = ${n} WHERE id = ${a}`],
    [
      `UPDATE pair.pair_rows SET n = 1 WHERE id = ${a}`,
      'SAVEPOINT s',
      `UPDATE pair.pair_rows SET n = 2, note = 'gone' WHERE id = ${a}`,
      'ROLLBACK TO SAVEPOINT s',
      `UPDATE pair.pair_full SET n = ${n} WHERE id = ${b}`,
    ],
    [`UPDATE pair.pair_rows SET n = n + 1 WHERE id <= ${hotKeys}`],
  ];
  return choices[randomInt(choices.length)]!;
}

/** Writes to the paired tables until it is stopped. */
export interface PairLoad {
  commits(): number;
  stop(): Promise<void>;
}

interface LoadSettings {
  pauseMs: number;
  /** Half of the transactions are prepared first. */
  isTwoPhase?: boolean;
}

/** Begins to write with several connections, some of them with synchronous_commit off; every tenth transaction is rolled back. */
export function startPairLoad(lab: PostgresLab, { pauseMs, isTwoPhase = false }: LoadSettings): PairLoad {
  let isOver = false;
  let commits = 0;
  const write = async (writer: number): Promise<void> => {
    const client = new Client(lab.admin('source'));
    await client.connect();
    try {
      if (writer % 2 === 1) await client.query('SET synchronous_commit = off');
      while (!isOver) {
        const end = randomInt(10) === 0 ? 'ROLLBACK' : 'COMMIT';
        const prepared = isTwoPhase && randomInt(2) === 0 ? `'pair ${writer}'` : null;
        try {
          await client.query('BEGIN');
          for (const statement of transaction()) await client.query(statement);
          if (prepared !== null) await client.query(`PREPARE TRANSACTION ${prepared}`);
          await client.query(prepared === null ? end : `${end} PREPARED ${prepared}`);
          commits++;
        } catch {
          // Two keys met, or a deadlock: the transaction did nothing.
          await client.query('ROLLBACK');
        }
        await pause(randomInt(2 * pauseMs + 1));
      }
    } finally {
      await client.end();
    }
  };
  const writers = Promise.all([0, 1, 2, 3, 4, 5].map(write));
  return {
    commits: () => commits,
    stop: async () => {
      isOver = true;
      await writers;
    },
  };
}
