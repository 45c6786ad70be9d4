// DDL that comes while a table is compared: a snapshot shows rows as they were, but the names of tables as they are.
import { setTimeout as pause } from 'node:timers/promises';
import { dialects, type Lab } from '@cutover/lab';
import type { ChecksumFinding } from '../../src/checksum/comparison/comparison-frame.js';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { runSql } from '../support/scenario-stage.js';
import { serverLine } from '../support/server-line.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const isLong = process.env['CUTOVER_LONG_TESTS'] === '1';
const passes = isLong ? 40 : 4;
/** A comparison with a late target takes ten seconds while DDL goes on: each pair has to be made anew. */
const latePasses = isLong ? 10 : 1;
const database = 'ddl_during_check';
/** Time between two DDL statements: some fall between a snapshot and the first look at its table, most elsewhere. */
const betweenMs = 30;

/** The engines say some of it in other words, and MySQL has one mode alone. */
const isMysql = serverLine.flavor === 'mysql';
const itOnMariadb = isMysql ? it.skip : it;
const replicationRights = isMysql
  ? { source: ['REPLICATION CLIENT ON *.*'], target: ['REPLICATION CLIENT ON *.*'] }
  : { source: ['BINLOG MONITOR ON *.*'], target: ['SLAVE MONITOR ON *.*', 'REPLICATION SLAVE ADMIN ON *.*'] };

let lab: Lab;
let verifier: Verifier;

const onSource = (sql: string): Promise<void> => runSql(lab, 'source', sql, { database, isReplicated: true });

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  await runSql(lab, 'source', `CREATE DATABASE ${database}`, { isReplicated: true });
  await lab.catchUp();
  for (const role of ['source', 'target'] as const)
    await runSql(lab, role, `GRANT SELECT ON ${database}.* TO 'cutover'@'%'`);
  verifier = await startVerifier(lab, configOf(lab, { databases: [database] }));
});

afterAll(async () => {
  await verifier?.close();
  for (const role of ['source', 'target'] as const)
    await runSql(lab, role, `REVOKE SELECT ON ${database}.* FROM 'cutover'@'%'`);
  await runSql(lab, 'source', `DROP DATABASE ${database}`, { isReplicated: true });
  await lab.catchUp();
});

/** Replication applies everything this late while `work` goes on. */
async function whileDelayed(seconds: number, work: () => Promise<void>): Promise<void> {
  const delay = (by: number): Promise<void> =>
    runSql(
      lab,
      'target',
      isMysql
        ? `STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_DELAY = ${by}; START REPLICA`
        : `STOP SLAVE; CHANGE MASTER TO MASTER_DELAY = ${by}; START SLAVE`,
    );
  await delay(seconds);
  try {
    await work();
  } finally {
    await delay(0);
  }
}

/** Runs the statements on the source again and again while `work` goes on. Answers how many rounds there were. */
async function whileRunning(statements: readonly string[], work: () => Promise<void>): Promise<number> {
  const end = new AbortController();
  let rounds = 0;
  const running = lab.withAdmin('source', async (root) => {
    await root.query(`USE ${database}`);
    while (!end.signal.aborted) {
      for (const statement of statements) {
        await root.query(dialects[lab.flavor].translate(statement));
        await pause(betweenMs);
      }
      rounds++;
    }
  });
  try {
    await work();
  } finally {
    end.abort();
    await running;
  }
  return rounds;
}

/** Verifies these tables, one after the other. A catalog that is read during a RENAME may list a table under neither name: then nothing is said of it. */
async function verifyAll(by: Verifier, tables: readonly string[]): Promise<ChecksumFinding[]> {
  const found: ChecksumFinding[] = [];
  for (const table of tables)
    await by.verify(`${database}.${table}`).then(
      ({ finding }) => found.push(finding),
      (error: Error) => expect(error.message).toContain('is not watched'),
    );
  return found;
}

const falseAlarms = (found: readonly ChecksumFinding[]): ChecksumFinding[] =>
  found.filter(({ verdict }) => verdict === 'diverged');

/** Transactions of our account that are open on the source. */
async function snapshotsOnSource(): Promise<object[]> {
  // InnoDB answers this table from a copy for as long as it is asked more often than every 100 ms.
  await pause(150);
  return lab.withAdmin('source', async (root) => {
    const [found] = await root.query(
      "SELECT ID FROM information_schema.INNODB_TRX JOIN information_schema.PROCESSLIST ON ID = trx_mysql_thread_id WHERE USER = 'cutover'",
    );
    return found as object[];
  });
}

const rows = (from: number, to: number, value: string): string => `SELECT seq, ${value} FROM seq_${from}_to_${to}`;
const swap = 'RENAME TABLE a TO spare, t TO a, spare TO t';
const ranges = 'PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (1000))';
const plain = '(id INT PRIMARY KEY, v INT NOT NULL)';

/** Both sides hold the same at every GTID, so whatever is called diverged is a false alarm. */
const cases: readonly { name: string; tables: readonly string[]; before: string; loop: readonly string[] }[] = [
  {
    name: 'two tables that are renamed into each other',
    tables: ['t', 'a'],
    before: `CREATE TABLE t ${plain}; INSERT INTO t ${rows(1, 50, '1')}; CREATE TABLE a ${plain}; INSERT INTO a ${rows(1, 60, '2')}`,
    loop: [swap],
  },
  {
    name: 'partitions that are dropped and added',
    tables: ['t'],
    before: `CREATE TABLE t ${plain} ${ranges}; INSERT INTO t ${rows(1, 500, '1')}`,
    loop: [
      'ALTER TABLE t DROP PARTITION p1',
      'ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (1000))',
      `INSERT INTO t ${rows(100, 500, '1')}`,
    ],
  },
  {
    name: 'a partition that is exchanged with a table',
    tables: ['t', 'a'],
    before: `CREATE TABLE t ${plain} ${ranges}; INSERT INTO t ${rows(1, 500, '1')}; CREATE TABLE a ${plain}; INSERT INTO a ${rows(1, 60, '2')}`,
    loop: ['ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE a'],
  },
  {
    name: 'a partition that is emptied',
    tables: ['t'],
    before: `CREATE TABLE t ${plain} ${ranges}; INSERT INTO t ${rows(1, 500, '1')}`,
    loop: ['ALTER TABLE t TRUNCATE PARTITION p0', `INSERT INTO t ${rows(1, 99, '1')}`],
  },
  {
    name: 'a table that is emptied',
    tables: ['t'],
    before: `CREATE TABLE t ${plain}; INSERT INTO t ${rows(1, 50, '1')}`,
    loop: ['TRUNCATE TABLE t', `INSERT INTO t ${rows(1, 50, '1')}`],
  },
  {
    name: 'a table that is replaced, and one that is copied',
    tables: ['t', 'a'],
    before: `CREATE TABLE t ${plain}; INSERT INTO t ${rows(1, 50, '1')}; CREATE TABLE a ${plain}; INSERT INTO a ${rows(1, 60, '2')}`,
    loop: [
      ...(isMysql ? ['DROP TABLE t', `CREATE TABLE t ${plain}`] : [`CREATE OR REPLACE TABLE t ${plain}`]),
      `INSERT INTO t ${rows(1, 50, '1')}`,
      'ALTER TABLE a FORCE, ALGORITHM = COPY',
    ],
  },
  {
    name: 'a chain of renames over three tables without a key',
    tables: ['t', 'a', 'b'],
    before: ['t', 'a', 'b']
      .map((name, index) => `CREATE TABLE ${name} (n INT, v INT); INSERT INTO ${name} ${rows(1, 30 + index, '1')}`)
      .join('; '),
    loop: ['RENAME TABLE t TO spare, a TO t, b TO a, spare TO b'],
  },
];

describe.each(cases)('$name', ({ tables, before, loop }) => {
  beforeAll(async () => {
    await onSource(before);
    await lab.catchUp();
  });
  afterAll(async () => {
    await onSource(`DROP TABLE IF EXISTS ${['t', 'a', 'b', 'spare'].join()}`);
    await lab.catchUp();
  });

  it.each([0, 1])(
    'is never called different, with a target that applies %s s late',
    async (seconds) => {
      const found: ChecksumFinding[] = [];
      await whileDelayed(seconds, async () => {
        await whileRunning(loop, async () => {
          for (let pass = 0; pass < (seconds > 0 ? latePasses : passes); pass++)
            found.push(...(await verifyAll(verifier, tables)));
        });
      });
      expect(found).not.toEqual([]);
      expect(falseAlarms(found)).toEqual([]);
    },
    300_000,
  );
});

describe('one table after the other that gets the name', () => {
  const plantedOn = 7;

  beforeEach(async () => {
    await onSource(`CREATE TABLE t ${plain}; INSERT INTO t ${rows(1, 50, '1')}`);
    await onSource(`CREATE TABLE a ${plain}; INSERT INTO a ${rows(1, 60, '2')}`);
    await lab.catchUp();
  });
  afterEach(async () => {
    await onSource('DROP TABLE IF EXISTS t, a, spare');
    await lab.catchUp();
  });

  /** One verifier for each mode that the rows can be compared in. */
  const modes: Partial<Record<'barrier' | 'sandwich', Partial<CutoverConfig['verification']>>> = {
    ...(isMysql ? {} : { barrier: { mode: 'barrier', allowBarrier: true } }),
    sandwich: { mode: 'sandwich' },
  };

  it.each(Object.entries(modes))('is never called different in mode %s', async (mode, verification) => {
    const { drop, ...endpoints } = await createAccount(lab, 'ddl_checker', {
      source: [`SELECT ON ${database}.*`, ...replicationRights.source],
      target: [`SELECT ON ${database}.*`, ...replicationRights.target],
    });
    const config = configOf(lab, { ...endpoints, databases: [database] });
    const other = await startVerifier(lab, { ...config, verification: { ...config.verification, ...verification } });
    const found: ChecksumFinding[] = [];
    try {
      await whileRunning([swap], async () => {
        for (let pass = 0; pass < passes; pass++) found.push(...(await verifyAll(other, ['t', 'a'])));
      });
      await lab.catchUp();
      // A difference that is there is still found, of the table that was renamed a moment ago.
      await runSql(lab, 'target', `UPDATE t SET v = 0 WHERE id = ${plantedOn}`, { database });
      const { finding } = await other.verify(`${database}.t`);
      expect(finding).toMatchObject({ verdict: 'diverged', mode, differences: { changed: 1 } });
    } finally {
      await other.close();
      await drop();
    }
    expect(falseAlarms(found)).toEqual([]);
  });

  it('is compared by itself: a difference stays with its table when that is renamed', async () => {
    await runSql(lab, 'target', `UPDATE a SET v = 0 WHERE id = ${plantedOn}`, { database });
    await onSource(swap);
    await lab.catchUp();
    const [t, a] = await verifyAll(verifier, ['t', 'a']);
    const mode = isMysql ? 'sandwich' : 'snapshot';
    expect(t).toMatchObject({ verdict: 'diverged', mode, differences: { changed: 1 } });
    expect(a).toMatchObject({ verdict: 'matched', mode });
  });

  itOnMariadb(
    'is given the name while the comparison waits for a target that is far behind: DDL does not wait for that',
    async () => {
      await whileBroken(lab, 'lag', async () => {
        let isCompared = false;
        const comparing = verifier.verify(`${database}.t`).finally(() => (isCompared = true));
        await eventually('the comparison to hold a snapshot', async () => {
          const [trx] = await snapshotsOnSource();
          return trx !== undefined;
        });
        await onSource(swap);
        expect(isCompared).toBe(false);
        expect((await comparing).finding.verdict).not.toBe('diverged');
      });
    },
  );
});

it('DDL that waits for a snapshot is not kept waiting by the look for where the next range ends', async () => {
  await runSql(lab, 'source', 'CREATE TABLE texts (k VARCHAR(20) PRIMARY KEY, v INT NOT NULL)', {
    ...{ database, isReplicated: true },
  });
  await onSource('INSERT INTO texts SELECT LEFT(MD5(seq), 20), seq FROM seq_1_to_3000');
  await lab.catchUp();
  // That a table was altered shows in its time of creation, which counts whole seconds.
  await eventually('a later second', () =>
    lab.withAdmin('source', async (root) => {
      const [rows] = await root.query(
        "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'texts' AND CREATE_TIME < NOW() - INTERVAL 1 SECOND",
        [database],
      );
      return (rows as object[]).length > 0;
    }),
  );
  let altered: Promise<unknown> = Promise.resolve('never begun');
  const { finding } = await verifier.verify(`${database}.texts`, {
    sizing: { targetMs: 5, first: 300, smallest: 300, largest: 300 },
    // Now the snapshot of this range is open, so the ALTER waits for it; and the next look waits for the ALTER.
    onChunk: async ({ index }) => {
      if (index !== 1) return;
      altered = lab.withAdmin('source', async (root) => {
        await root.query('SET SESSION lock_wait_timeout = 3');
        await root.query(`ALTER TABLE ${database}.texts COMMENT 'altered'`);
      });
      altered.catch(() => undefined);
      await eventually('the ALTER waits', () =>
        lab.withAdmin('source', async (root) => {
          const [rows] = await root.query(
            "SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE LIKE '%metadata lock%' AND INFO LIKE 'ALTER%'",
          );
          return (rows as object[]).length > 0;
        }),
      );
    },
  });
  await altered;
  expect(finding.reason).toContain('DDL during the check');
});

/** Whether somebody on the source waits for a table, with such a statement or by this account. */
async function isWaiting(where: string): Promise<boolean> {
  return lab.withAdmin('source', async (root) => {
    const [found] = await root.query(
      `SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE LIKE '%metadata lock%' AND ${where}`,
    );
    return (found as object[]).length > 0;
  });
}

it('a partition that is exchanged by a statement that had begun before the snapshot is never called different', async () => {
  await onSource(`CREATE TABLE t ${plain} ${ranges}; INSERT INTO t ${rows(1, 500, '1')}`);
  await onSource(`CREATE TABLE a ${plain}; INSERT INTO a ${rows(1, 60, '2')}`);
  await onSource('CREATE TABLE busy (id INT PRIMARY KEY AUTO_INCREMENT)');
  await lab.catchUp();
  const end = new AbortController();
  const release = new AbortController();
  let exchanged: Promise<unknown> = Promise.resolve();
  // Another session reads the table, so that the statement waits for as long as we want.
  const reading = new Promise<void>((granted, failed) => {
    lab
      .withAdmin('source', async (root) => {
        await root.query('BEGIN');
        await root.query(`SELECT * FROM ${database}.t LIMIT 0`);
        granted();
        while (!release.signal.aborted) await pause(20);
        await root.query('ROLLBACK');
      })
      .catch(failed);
  });
  try {
    await whileDelayed(1, async () => {
      // The target is late for as long as there is something to apply.
      const writing = lab.withAdmin('source', async (root) => {
        while (!end.signal.aborted) {
          await root.query(`INSERT INTO ${database}.busy VALUES ()`);
          await pause(200);
        }
      });
      let asked = 0;
      const { finding } = await verifier.verify(`${database}.t`, {
        sizing: { targetMs: 5, first: 50, smallest: 50, largest: 50 },
        pauseReason: async () => {
          asked++;
          if (asked === 2) {
            await reading;
            exchanged = lab.withAdmin('source', (root) =>
              root
                .query(`ALTER TABLE ${database}.t EXCHANGE PARTITION p0 WITH TABLE ${database}.a`)
                .then(() => undefined),
            );
            exchanged.catch(() => undefined);
            await eventually('the EXCHANGE waits', () => isWaiting("INFO LIKE 'ALTER%'"));
            return 'the pair is let go';
          }
          if (asked === 3)
            void eventually('the next pair is made', async () => {
              const [trx] = await snapshotsOnSource();
              return trx !== undefined || (await isWaiting("USER = 'cutover'"));
            }).finally(() => release.abort());
          return null;
        },
      });
      end.abort();
      await writing;
      expect(falseAlarms([finding])).toEqual([]);
    });
  } finally {
    end.abort();
    release.abort();
    await exchanged.catch(() => undefined);
    await onSource('DROP TABLE IF EXISTS t, a, busy');
    await lab.catchUp();
  }
});
