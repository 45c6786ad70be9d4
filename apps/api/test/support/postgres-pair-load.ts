import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { PostgresLab } from '@cutover/lab';
import { eventually } from './eventually.js';
import type { PairedTable } from './postgres-pairs.js';

const definitions: readonly string[] = [
  // Values stored beside their rows, which most updates leave alone, and rows that change their key.
  `CREATE TABLE public.pair_rows (id integer PRIMARY KEY, n integer NOT NULL, note text, big text, flag boolean, padded char(6))`,
  'ALTER TABLE public.pair_rows ALTER big SET STORAGE EXTERNAL',
  `CREATE TABLE public.pair_text (a text COLLATE "C", b smallint, n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED, PRIMARY KEY (a, b))`,
  'CREATE TABLE public.pair_full (id integer PRIMARY KEY, n integer NOT NULL, big text)',
  'ALTER TABLE public.pair_full REPLICA IDENTITY FULL',
  'ALTER TABLE public.pair_full ALTER big SET STORAGE EXTERNAL',
  'CREATE TABLE public.pair_parts (id integer, part integer, n integer, PRIMARY KEY (id, part)) PARTITION BY LIST (part)',
  ...[0, 1, 2].map(
    (part) => `CREATE TABLE public.pair_part_${part} PARTITION OF public.pair_parts FOR VALUES IN (${part})`,
  ),
];

/** The tables that the load writes. */
export const pairedTables: readonly PairedTable[] = [
  { database: 'public', name: 'pair_rows', key: ['id'], columns: ['id', 'n', 'note', 'big', 'flag', 'padded'] },
  { database: 'public', name: 'pair_text', key: ['a', 'b'], columns: ['a', 'b', 'n', 'twice'] },
  { database: 'public', name: 'pair_full', key: ['id'], columns: ['id', 'n', 'big'] },
  { database: 'public', name: 'pair_parts', key: ['id', 'part'], columns: ['id', 'part', 'n'] },
];

/** Keys below are written all the time, those from here on never. */
export const restingKey = 1_000_000;
const hotKeys = 60;

/** Makes the tables on both sides and subscribes to them. Answers what drops them. */
export async function createPairedTables(lab: PostgresLab): Promise<() => Promise<void>> {
  const drop = 'DROP TABLE IF EXISTS public.pair_rows, public.pair_text, public.pair_full, public.pair_parts';
  for (const role of ['target', 'source'] as const)
    await lab.withAdmin(role, async (admin) => {
      for (const statement of [drop, ...definitions]) await admin.query(statement);
    });
  await lab.withAdmin('source', async (admin) => {
    await admin.query(
      `INSERT INTO public.pair_rows SELECT i, 0, 'note', repeat(md5(i::text), 100), true, 'ab'
       FROM generate_series(1, ${hotKeys / 2}) i UNION ALL
       SELECT i, 0, 'rests', repeat(md5(i::text), 100), false, 'x' FROM generate_series(${restingKey}, ${restingKey} + 50) i`,
    );
    await admin.query(`INSERT INTO public.pair_text SELECT 'k' || i, i % 3, i FROM generate_series(1, 100) i`);
    await admin.query(
      `INSERT INTO public.pair_full SELECT i, 0, repeat(md5(i::text), 100) FROM generate_series(1, ${hotKeys}) i`,
    );
    await admin.query(`INSERT INTO public.pair_parts SELECT i, i % 3, 0 FROM generate_series(1, ${hotKeys}) i`);
  });
  await lab.withAdmin('target', async (admin) => {
    await admin.query('ALTER SUBSCRIPTION shop_subscription REFRESH PUBLICATION');
    await eventually('the first copy to be over', async () => {
      const { rows } = await admin.query("SELECT 1 FROM pg_subscription_rel WHERE srsubstate <> 'r'");
      return rows.length === 0;
    });
  });
  return async () => {
    for (const role of ['source', 'target'] as const) await lab.withAdmin(role, (admin) => admin.query(drop));
    await lab.withAdmin('target', (admin) => admin.query('ALTER SUBSCRIPTION shop_subscription REFRESH PUBLICATION'));
  };
}

/** One transaction of the load: statements that are run one by one, and may fail. */
function transaction(): string[] {
  const [a, b, n] = [1 + randomInt(hotKeys), 1 + randomInt(hotKeys), randomInt(1_000_000)];
  const upsert = `INSERT INTO public.pair_rows VALUES (${a}, ${n}, 'new', repeat('${n} ', 1500), true, '${n % 100}') ON CONFLICT (id) DO UPDATE SET n = ${n}`;
  const choices: readonly string[][] = [
    [`UPDATE public.pair_rows SET n = ${n} WHERE id = ${a}`],
    [upsert],
    [`DELETE FROM public.pair_rows WHERE id = ${a}`, upsert],
    [`DELETE FROM public.pair_rows WHERE id = ${a}`],
    [
      `DELETE FROM public.pair_rows WHERE id = ${b}`,
      `UPDATE public.pair_rows SET id = ${b}, note = NULL WHERE id = ${a}`,
    ],
    [`UPDATE public.pair_rows SET big = repeat('${n}-', 900), flag = NOT flag WHERE id = ${a}`],
    [
      `INSERT INTO public.pair_text (a, b, n) VALUES ('k${a}', ${b % 3}, ${n}) ON CONFLICT (a, b) DO UPDATE SET n = ${n}`,
    ],
    [`DELETE FROM public.pair_text WHERE a = 'k${a}' AND b = ${b % 3}`],
    [`UPDATE public.pair_full SET n = ${n} WHERE id = ${a}`, `DELETE FROM public.pair_full WHERE id = ${b}`],
    [`INSERT INTO public.pair_full VALUES (${a}, ${n}, repeat('${n} ', 1500)) ON CONFLICT (id) DO NOTHING`],
    [`UPDATE public.pair_parts SET part = ${b % 3}, n = ${n} WHERE id = ${a}`],
    [
      `UPDATE public.pair_rows SET n = 1 WHERE id = ${a}`,
      'SAVEPOINT s',
      `UPDATE public.pair_rows SET n = 2, note = 'gone' WHERE id = ${a}`,
      'ROLLBACK TO SAVEPOINT s',
      `UPDATE public.pair_full SET n = ${n} WHERE id = ${b}`,
    ],
    [`UPDATE public.pair_rows SET n = n + 1 WHERE id <= ${hotKeys}`],
  ];
  return choices[randomInt(choices.length)]!;
}

/** Writes to the paired tables until it is stopped. */
export interface PairLoad {
  commits(): number;
  stop(): Promise<void>;
}

/** Begins to write with several connections, some of them with synchronous_commit off; every tenth transaction is rolled back. */
export function startPairLoad(lab: PostgresLab, { pauseMs }: { pauseMs: number }): PairLoad {
  let isOver = false;
  let commits = 0;
  const write = async (writer: number): Promise<void> => {
    const client = new Client(lab.admin('source'));
    await client.connect();
    try {
      if (writer % 2 === 1) await client.query('SET synchronous_commit = off');
      while (!isOver) {
        const end = randomInt(10) === 0 ? 'ROLLBACK' : 'COMMIT';
        try {
          await client.query('BEGIN');
          for (const statement of transaction()) await client.query(statement);
          await client.query(end);
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
