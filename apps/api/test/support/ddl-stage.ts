import { setTimeout as pause } from 'node:timers/promises';
import { dialects, type Lab } from '@cutover/lab';
import type { ChecksumFinding } from '../../src/checksum/comparison/comparison-frame.js';
import { createReplicated, type ReplicatedDatabase } from './replicated-database.js';
import { runSql } from './scenario-stage.js';
import { serverLine } from './server-line.js';
import type { Verifier } from './verifier.js';

/** Time between two DDL statements: some fall between a snapshot and the first look at its table, most elsewhere. */
const betweenMs = 30;

/** The engines say some of it in other words, and MySQL has one mode alone. */
export const isMysql = serverLine.flavor === 'mysql';

/** A database of a pair whose tables are changed while they are compared. */
export interface DdlStage extends ReplicatedDatabase {
  /** Replication applies everything this late while `work` goes on. */
  whileDelayed(seconds: number, work: () => Promise<void>): Promise<void>;
  /** Runs the statements on the source again and again while `work` goes on. Answers how many rounds there were. */
  whileRunning(statements: readonly string[], work: () => Promise<void>): Promise<number>;
  /**
   * Verifies these tables, one after the other. A catalog that is read during a RENAME may list a table under neither name:
   * then nothing is said of it.
   */
  verifyAll(tables: readonly string[], by?: Verifier): Promise<ChecksumFinding[]>;
  /** Transactions of our account that are open on the source. */
  snapshotsOnSource(): Promise<object[]>;
}

export async function ddlStage(lab: Lab, database: string): Promise<DdlStage> {
  const replicated = await createReplicated(lab, database);
  return {
    ...replicated,
    whileDelayed: (seconds, work) => whileDelayed(lab, seconds, work),
    whileRunning: (statements, work) => whileRunning({ lab, database }, statements, work),
    verifyAll: async (tables, by = replicated.verifier) => {
      const found: ChecksumFinding[] = [];
      for (const table of tables)
        await by.verify(`${database}.${table}`).then(
          ({ finding }) => found.push(finding),
          (error: Error) => expect(error.message).toContain('is not watched'),
        );
      return found;
    },
    snapshotsOnSource: async () => {
      // InnoDB answers this table from a copy for as long as it is asked more often than every 100 ms.
      await pause(150);
      return lab.withAdmin('source', async (root) => {
        const [found] = await root.query(
          "SELECT ID FROM information_schema.INNODB_TRX JOIN information_schema.PROCESSLIST ON ID = trx_mysql_thread_id WHERE USER = 'cutover'",
        );
        return found as object[];
      });
    },
  };
}

async function whileDelayed(lab: Lab, seconds: number, work: () => Promise<void>): Promise<void> {
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

async function whileRunning(
  { lab, database }: { lab: Lab; database: string },
  statements: readonly string[],
  work: () => Promise<void>,
): Promise<number> {
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

/** What was called different: on sides that hold the same, each is a false alarm. */
export const falseAlarms = (found: readonly ChecksumFinding[]): ChecksumFinding[] =>
  found.filter(({ verdict }) => verdict === 'diverged');

/** Numbers from a table of the server's own, each with a value. */
export const rows = (from: number, to: number, value: string): string =>
  `SELECT seq, ${value} FROM seq_${from}_to_${to}`;
/** Two tables get each other's names. */
export const swap = 'RENAME TABLE a TO spare, t TO a, spare TO t';
export const ranges =
  'PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (1000))';
export const plain = '(id INT PRIMARY KEY, v INT NOT NULL)';
