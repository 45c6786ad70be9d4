// What a snapshot does not show as it was, and what is not in the transaction of a position, while all of it is written.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '@cutover/lab';
import type { RowDataPacket } from 'mysql2';
import type { ChecksumFinding } from '../../src/checksum/comparison/comparison-frame.js';
import { labPair } from '../support/lab-pair.js';
import { createReplicated, type ReplicatedDatabase } from '../support/replicated-database.js';

const isLong = process.env['CUTOVER_LONG_TESTS'] === '1';
const passes = isLong ? 100 : 15;
const database = 'outside_mvcc';

let lab: Lab;
let replicated: ReplicatedDatabase;

const onSource = (sql: string): Promise<void> => replicated.onSource(sql);
const onTarget = (sql: string): Promise<void> => replicated.onTarget(sql);
const verify = async (table: string): Promise<ChecksumFinding> =>
  (await replicated.verifier.verify(`${database}.${table}`)).finding;

beforeAll(async () => {
  lab = await labPair();
  replicated = await createReplicated(lab, database);
});

afterAll(() => replicated?.end());

/** Runs the statements on the source without a pause while the table is verified `passes` times. */
async function verifiedWhileRunning(table: string, statements: readonly string[]): Promise<ChecksumFinding[]> {
  const end = new AbortController();
  const running = lab.withAdmin('source', async (root) => {
    await root.query(`USE ${database}`);
    while (!end.signal.aborted) for (const statement of statements) await root.query(statement);
  });
  const found: ChecksumFinding[] = [];
  try {
    for (let pass = 0; pass < passes; pass++) {
      found.push(await verify(table));
      await pause(10);
    }
  } finally {
    end.abort();
    await running;
    await lab.catchUp();
  }
  return found;
}

const told = (found: readonly ChecksumFinding[]): string[] => [
  ...new Set(found.map(({ verdict, mode, reason }) => `${verdict} ${mode} ${reason ?? ''}`)),
];

describe('a sequence', () => {
  it('is never called different while values are taken, whatever a snapshot shows of it', async () => {
    await onSource('CREATE SEQUENCE taken CACHE 1');
    await lab.catchUp();
    const found = await verifiedWhileRunning('taken', ['SELECT NEXT VALUE FOR taken']);
    expect(told(found).filter((text) => text.startsWith('diverged'))).toEqual([]);
    expect(await verify('taken')).toMatchObject({ verdict: 'matched' });
  });

  it('is different where the target would give values again that the source gave, or gives them in another way', async () => {
    await onSource('CREATE SEQUENCE behind; SELECT SETVAL(behind, 500); CREATE SEQUENCE down INCREMENT -1');
    await onSource('CREATE SEQUENCE other INCREMENT 2');
    await lab.catchUp();
    await onTarget('SELECT SETVAL(behind, 5000)');
    expect(await verify('behind')).toMatchObject({ verdict: 'matched' });
    await onTarget('ALTER SEQUENCE behind RESTART 7');
    const reason = expect.stringContaining('RESTART');
    expect(await verify('behind')).toMatchObject({ verdict: 'diverged', reason, mode: 'sandwich' });
    await onTarget('ALTER SEQUENCE down RESTART -1');
    await onSource('SELECT SETVAL(down, -5000)');
    await lab.catchUp();
    expect(await verify('down')).toMatchObject({ verdict: 'matched' });
    await onTarget('ALTER SEQUENCE down RESTART -7');
    expect(await verify('down')).toMatchObject({ verdict: 'diverged' });
    await onTarget('ALTER SEQUENCE other INCREMENT 3');
    expect(await verify('other')).toMatchObject({ verdict: 'diverged', reason: expect.stringContaining('other way') });
  });
});

const rows = '(id INT PRIMARY KEY, v INT NOT NULL)';

/** Both sides hold the same at every GTID, so whatever is called different is a false alarm. */
describe.each([
  {
    name: 'rows of XA transactions',
    before: `CREATE TABLE t ${rows}; INSERT INTO t SELECT seq, 0 FROM seq_1_to_20`,
    loop: [
      "XA START 'one'",
      'UPDATE t SET v = v + 1',
      "XA END 'one'",
      "XA PREPARE 'one'",
      "XA COMMIT 'one'",
      "XA START 'two'",
      'UPDATE t SET v = v + 1 WHERE id > 10',
      "XA END 'two'",
      "XA PREPARE 'two'",
      "XA ROLLBACK 'two'",
    ],
  },
  {
    name: 'rows that begin with the number of a transaction',
    before:
      'CREATE TABLE t (id INT PRIMARY KEY, v INT NOT NULL, s BIGINT UNSIGNED GENERATED ALWAYS AS ROW START, ' +
      'e BIGINT UNSIGNED GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING; ' +
      // MariaDB writes no INSERT … SELECT into such a table to the binary log, so that the target would lack these rows.
      `INSERT INTO t (id, v) VALUES ${Array.from({ length: 20 }, (_, index) => `(${index + 1}, 0)`).join()}`,
    loop: ['UPDATE t SET v = v + 1', 'DELETE FROM t WHERE id = 7', 'INSERT INTO t (id, v) VALUES (7, 1)'],
  },
  {
    name: 'rows of an engine without snapshots',
    before: `CREATE TABLE t ${rows} ENGINE = Aria; INSERT INTO t SELECT seq, 0 FROM seq_1_to_20`,
    loop: ['UPDATE t SET v = v + 1 WHERE id = 3', 'DELETE FROM t WHERE id = 7', 'INSERT INTO t VALUES (7, 1)'],
  },
])('$name', ({ before, loop }) => {
  beforeAll(async () => {
    await onSource(before);
    await lab.catchUp();
  });
  afterAll(async () => {
    await onSource('DROP TABLE t');
    await lab.catchUp();
  });

  it('are never called different while they are written, and are when they are', async () => {
    const found = await verifiedWhileRunning('t', loop);
    expect(told(found).filter((text) => text.startsWith('diverged'))).toEqual([]);
    expect(await verify('t')).toMatchObject({ verdict: 'matched' });
    await onTarget('UPDATE t SET v = -1 WHERE id = 5');
    expect(await verify('t')).toMatchObject({ verdict: 'diverged' });
  });
});

/** Holds the row that replication writes as its `index`th from now, so that it waits there. Answers what lets it go on. */
async function heldPosition(index: number): Promise<() => Promise<void>> {
  const end = new AbortController();
  let holding: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    holding = lab.withAdmin('target', async (root) => {
      const [[last]] = await root.query<RowDataPacket[]>(
        'SELECT domain_id, sub_id, server_id, seq_no FROM mysql.gtid_slave_pos ORDER BY sub_id DESC LIMIT 1',
      );
      if (last === undefined) throw new Error('The target has applied nothing yet');
      const { domain_id: domain, sub_id: applied, server_id: server, seq_no: sequence } = last;
      await root.query('START TRANSACTION');
      await root.query(
        `INSERT INTO mysql.gtid_slave_pos VALUES (${domain}, ${Number(applied) + index}, ${server}, ${sequence})`,
      );
      const ended = once(end.signal, 'abort');
      resolve();
      await ended;
      await root.query('ROLLBACK');
    });
    holding.catch(reject);
  });
  return () => {
    end.abort();
    return holding;
  };
}

async function until(role: 'source' | 'target', sql: string): Promise<void> {
  await lab.withAdmin(role, async (root) => {
    for (let tries = 0; tries < 200; tries++) {
      const [[row]] = await root.query<RowDataPacket[]>(sql);
      if (row?.['is_so'] === 1) return;
      await pause(110);
    }
    throw new Error(`Never so on the ${role}: ${sql}`);
  });
}

describe('an XA COMMIT whose position is not written yet', () => {
  it('is not called different, although the snapshot of the target shows its rows', async () => {
    await onSource(`CREATE TABLE t ${rows}; INSERT INTO t SELECT seq, 0 FROM seq_1_to_20`);
    await lab.catchUp();
    const letPrepare = await heldPosition(1);
    const letCommit = await heldPosition(2);
    try {
      await lab.withAdmin('source', async (root) => {
        await root.query(`USE ${database}`);
        for (const sql of ["XA START 'x'", 'UPDATE t SET v = 1', "XA END 'x'", "XA PREPARE 'x'"]) await root.query(sql);
        const verifying = verify('t');
        verifying.catch(() => undefined);
        // The source's snapshot waits for a target that cannot move.
        const isWaiting =
          "SELECT COUNT(*) > 0 AS is_so FROM information_schema.INNODB_TRX JOIN information_schema.PROCESSLIST ON trx_mysql_thread_id = ID WHERE USER = 'cutover'";
        await until('source', isWaiting);
        await root.query("XA COMMIT 'x'");
        await letPrepare();
        await until('target', `SELECT SUM(v) = 20 AS is_so FROM ${database}.t`);
        // Long enough for a look at it; should this machine be too slow for one, nothing is called different either.
        await pause(1500);
        await letCommit();
        expect(await verifying).toMatchObject({ verdict: 'matched' });
      });
    } finally {
      await letPrepare();
      await letCommit();
      await lab.catchUp();
      await onSource('DROP TABLE t');
    }
  });
});
