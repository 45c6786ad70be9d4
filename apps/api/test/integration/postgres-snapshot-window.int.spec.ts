// What lies between the two snapshots of a pair, made so by the test; and what keeps pairs from being made.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Client } from 'pg';
import type { PostgresLab } from '@cutover/lab';
import { postgresSnapshots } from '../../src/proof/dialects/postgres/snapshot/snapshot-dialect.js';
import { SideUnreadable } from '../../src/proof/side-unreadable.js';
import type { PairSessions, RowsApart } from '../../src/proof/snapshot/snapshot-dialect.js';
import { SnapshotImpossible, SnapshotsMissed, TableChanged } from '../../src/proof/snapshot/snapshot-failures.js';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { createPairedTables, pairedTables } from '../support/postgres-pair-load.js';
import { grantPairs, type PairMaker, startPairMaker } from '../support/postgres-pairs.js';
import { readAsAdmin } from '../support/read-as-admin.js';

let lab: PostgresLab;
let pairs: PairMaker;
const undo: (() => Promise<void>)[] = [];

beforeAll(async () => {
  lab = await postgresPair();
  undo.push(await grantPairs(lab, 'docs/postgresql.md'), await createPairedTables(lab));
  pairs = await startPairMaker(lab);
});

afterAll(async () => {
  await pairs?.close();
  for (const each of undo.reverse()) await each();
});

const onSource = (sql: string): Promise<unknown> => lab.withAdmin('source', (admin) => admin.query(sql));
const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));
const open = (): Promise<PairSessions> =>
  postgresSnapshots.open(pairs.connections.get('shop', 'source'), pairs.connections.get('shop', 'target'));
/** Ours: those of the lab are permanent. */
const slots = async (): Promise<unknown> =>
  readAsAdmin(lab, 'source', "SELECT count(*)::integer FROM pg_replication_slots WHERE slot_name LIKE 'cutover%'");
const rows = { database: 'pair', name: 'pair_rows' };

/** Both sides until the target has applied a `between` that the source's snapshot does not show. */
async function withWindow(
  between: () => Promise<void>,
  use: (sessions: PairSessions, apart: RowsApart) => Promise<void>,
): Promise<void> {
  const sessions = await open();
  try {
    const earlier = await sessions.openTarget();
    const source = await eventually('a snapshot of the source', async () => {
      const snapshot = await sessions.openSource();
      return snapshot.kind === 'exact' && snapshot;
    });
    await between();
    await eventually('the subscription to have applied', async () => {
      const isApplied = await readAsAdmin(
        lab,
        'source',
        `SELECT confirmed_flush_lsn >= '${String(await readAsAdmin(lab, 'source', 'SELECT pg_current_wal_lsn()'))}' FROM pg_replication_slots WHERE slot_name = 'pair_subscription'`,
      );
      return isApplied === true;
    });
    await eventually('an exact snapshot of the target', async () => {
      return sessions.compare(source.position, await sessions.openTarget(), earlier).kind === 'equal';
    });
    const { apart } = await sessions.complete!(rows);
    await use(sessions, apart);
  } finally {
    await sessions.close();
  }
}

const apartOf = (apart: RowsApart, name: string): unknown => {
  const table = pairedTables.find((each) => each.name === name)!;
  return Object.fromEntries(
    apart({ database: 'pair', table: name, key: table.key, columns: table.columns }).map(({ key, source }) => [
      key.join(),
      source,
    ]),
  );
};

describe('between the snapshots', () => {
  it('stands every row that was changed, in its last version, with values that the stream does not repeat', async () => {
    const big = (id: number): Promise<unknown> =>
      readAsAdmin(lab, 'source', `SELECT big FROM pair.pair_rows WHERE id = ${id}`);
    const [first, second] = [await big(1), await big(2)];
    const change = async (): Promise<void> => {
      await onSource('UPDATE pair.pair_rows SET n = 5, padded = NULL WHERE id = 1');
      await onSource('UPDATE pair.pair_rows SET id = 502, flag = false WHERE id = 2');
      await onSource(
        "INSERT INTO pair.pair_rows VALUES (500, 1, '', NULL, NULL, 'a'); DELETE FROM pair.pair_rows WHERE id = 3",
      );
      await onSource('BEGIN; UPDATE pair.pair_rows SET n = 77 WHERE id = 4; ROLLBACK');
      await onSource("UPDATE pair.pair_text SET n = 9 WHERE a = 'k7'");
      await onSource('UPDATE pair.pair_parts SET part = 2 WHERE id = 1 AND part = 1');
    };
    await withWindow(change, async (sessions, apart) => {
      for (const { database, name } of pairedTables) await sessions.bind!({ database, name });
      expect(apartOf(apart, 'pair_rows')).toEqual({
        1: ['1', '5', 'note', first, 't', null],
        2: null,
        502: ['502', '0', 'note', second, 'f', 'ab    '],
        500: ['500', '1', '', null, null, 'a     '],
        3: null,
      });
      expect(apartOf(apart, 'pair_text')).toEqual({ 'k7,1': ['k7', '1', '9', undefined] });
      expect(apartOf(apart, 'pair_full')).toEqual({});
      expect(apartOf(apart, 'pair_parts')).toEqual({ '1,1': null, '1,2': ['1', '2', '0'] });
      const noKey = () => apart({ database: 'pair', table: 'pair_rows', key: null, columns: ['id'] });
      expect(noKey).toThrow(SnapshotsMissed);
      const [count] = await sessions.source.query<{ n: string }>('SELECT n FROM pair.pair_rows WHERE id = 1');
      expect(count).toEqual({ n: 0 });
    });
  });

  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    [
      'TRUNCATE',
      () => onSource('TRUNCATE pair.pair_full'),
      () => onSource("INSERT INTO pair.pair_full SELECT i, 0, 'b' FROM generate_series(1, 60) i"),
    ],
    [
      'a new column',
      async () => {
        await onTarget('ALTER TABLE pair.pair_full ADD COLUMN extra text');
        await onSource('ALTER TABLE pair.pair_full ADD COLUMN extra text');
      },
      async () => {
        await onSource('ALTER TABLE pair.pair_full DROP COLUMN extra');
        await onTarget('ALTER TABLE pair.pair_full DROP COLUMN extra');
      },
    ],
    [
      'two tables that change names on the source',
      () =>
        onSource(
          'ALTER TABLE pair.pair_full RENAME TO aside; ALTER TABLE pair.pair_rows RENAME TO pair_full; ALTER TABLE pair.aside RENAME TO pair_rows',
        ),
      () =>
        onSource(
          'ALTER TABLE pair.pair_full RENAME TO aside; ALTER TABLE pair.pair_rows RENAME TO pair_full; ALTER TABLE pair.aside RENAME TO pair_rows',
        ),
    ],
  ])('is seen: %s', async (_, change, mend) => {
    try {
      await withWindow(
        async () => void (await change()),
        async (sessions) => {
          const bound = sessions.bind!({ database: 'pair', name: 'pair_full' });
          const error = await bound.catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(SideUnreadable);
          expect((error as SideUnreadable).cause).toBeInstanceOf(TableChanged);
        },
      );
    } finally {
      await mend();
    }
  });

  it('is seen: a table of the target that was rewritten after its snapshot', async () => {
    await withWindow(
      () => Promise.resolve(),
      async (sessions) => {
        await onTarget('ALTER TABLE pair.pair_parts ALTER n TYPE bigint');
        await expect(sessions.bind!({ database: 'pair', name: 'pair_parts' })).rejects.toMatchObject({
          role: 'target',
        });
      },
    );
    await onTarget('ALTER TABLE pair.pair_parts ALTER n TYPE integer');
  });

  it('keeps DDL from a table once it is bound', async () => {
    await withWindow(
      () => Promise.resolve(),
      async (sessions) => {
        await sessions.bind!(rows);
        const ddl = onSource("SET lock_timeout = '300ms'; TRUNCATE pair.pair_rows");
        await expect(ddl).rejects.toMatchObject({ code: '55P03' });
      },
    );
  });
});

describe('a pair cannot be had', () => {
  it.each([
    [
      'source',
      'ALTER ROLE cutover NOREPLICATION',
      'ALTER ROLE cutover REPLICATION',
      'ALTER ROLE "cutover" REPLICATION;',
    ],
    [
      'target',
      'REVOKE EXECUTE ON FUNCTION pg_show_replication_origin_status() FROM cutover',
      'GRANT EXECUTE ON FUNCTION pg_show_replication_origin_status() TO cutover',
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_show_replication_origin_status() TO "cutover";',
    ],
  ] as const)('without a right on the %s, which is named', async (role, take, give, named) => {
    const run = role === 'source' ? onSource : onTarget;
    await run(take);
    try {
      const work = open().then(async (sessions) => {
        await sessions.openSource().finally(() => sessions.close());
      });
      const error: unknown = await work.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SnapshotImpossible);
      expect((error as Error).message).toContain(`run there ${named}`);
    } finally {
      await run(give);
    }
  });

  it('while a transaction that writes stays open, which is named, and nothing stays behind', async () => {
    const writer = new Client({ ...lab.admin('source'), application_name: 'nightly batch' });
    await writer.connect();
    const sessions = await open();
    try {
      await writer.query("BEGIN; UPDATE pair.pair_text SET n = 1 WHERE a = 'k1'");
      const pid = Number((await writer.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid);
      const error: unknown = await sessions.openSource().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SnapshotsMissed);
      expect((error as Error).message).toMatch(new RegExp(`of process ${pid} .*nightly batch.*idle in transaction`));
      await eventually('the slot to go', async () => (await slots()) === 0, 5_000);
      await writer.query('COMMIT');
      expect((await sessions.openSource()).kind).not.toBe('impossible');
    } finally {
      await sessions.close();
      await writer.end();
    }
  });

  it('not for long while the log ends with what nobody has committed', async () => {
    const writer = new Client(lab.admin('source'));
    await writer.connect();
    const sessions = await open();
    try {
      await sessions.openSource();
      await writer.query("BEGIN; UPDATE pair.pair_text SET n = 1 WHERE a = 'k1'");
      const startMs = performance.now();
      await sessions.openSource();
      expect(performance.now() - startMs).toBeLessThan(8_000);
    } finally {
      await sessions.close();
      await writer.end();
    }
  });
});

it('a subscription that is dropped and made anew is followed by a new stream', async () => {
  const sessions = await open();
  const snapshot = () =>
    eventually('a snapshot of the source', async () => {
      const opened = await sessions.openSource();
      return opened.kind === 'exact' && opened;
    });
  try {
    const earlier = await sessions.openTarget();
    await snapshot();
    await onSource('UPDATE pair.pair_full SET n = n + 1 WHERE id = 1');
    // The target must have applied this, by the subscription of now.
    await snapshot();
    await onTarget('DROP SUBSCRIPTION pair_subscription');
    const connection = lab.connectionToSource(lab.database).replaceAll("'", "''");
    await onTarget(
      `CREATE SUBSCRIPTION pair_subscription CONNECTION '${connection}' PUBLICATION pair_publication WITH (copy_data = false)`,
    );
    await eventually('a pair by the new subscription', async () => {
      const { position } = await snapshot();
      await onSource('UPDATE pair.pair_full SET n = n + 1 WHERE id = 1');
      return sessions.compare(position, await sessions.openTarget(), earlier).kind === 'equal';
    });
  } finally {
    await sessions.close();
  }
});

describe('the slot', () => {
  it('is there while pairs are made, goes soon after the last one, and at once when the connections are closed', async () => {
    const sessions = await open();
    await sessions.openSource();
    expect(await slots()).toBe(1);
    await sessions.release();
    await eventually('the slot to go', async () => (await slots()) === 0, 10_000);
    await sessions.openSource();
    expect(await slots()).toBe(1);
    await sessions.close();
    await eventually('the slot to go', async () => (await slots()) === 0, 2_000);
  });

  it('goes with a process that is killed', async () => {
    const script = resolve(__dirname, '../support/hanging-stream.mjs');
    const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    child.stdin.end(`${JSON.stringify({ endpoint: endpointOf(lab, 'source'), publications: ['pair_publication'] })}\n`);
    await once(child.stdout, 'data');
    expect(await slots()).toBe(1);
    child.kill('SIGKILL');
    await ended;
    await eventually('the slot to go', async () => (await slots()) === 0, 10_000);
  });
});
