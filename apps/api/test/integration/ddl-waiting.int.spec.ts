// DDL that waits for a snapshot, and a snapshot that waits for DDL: see ddl-during-check.int.spec.ts.
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '@cutover/lab';
import { ddlStage, falseAlarms, plain, ranges, rows, type DdlStage } from '../support/ddl-stage.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { serverLine } from '../support/server-line.js';

const database = 'ddl_waiting';

let lab: Lab;
let stage: DdlStage;

const onSource = (sql: string): Promise<void> => stage.onSource(sql);

beforeAll(async () => {
  lab = await labPair();
  stage = await ddlStage(lab, database);
});

afterAll(() => stage?.end());

/** MySQL does not say where a snapshot stands: its rows are compared without one, and DDL waits for nothing. */
const itWithSnapshots = serverLine.flavor === 'mysql' ? it.skip : it;

itWithSnapshots(
  'DDL that waits for a snapshot is not kept waiting by the look for where the next range ends',
  async () => {
    await onSource('CREATE TABLE texts (k VARCHAR(20) PRIMARY KEY, v INT NOT NULL)');
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
    const { finding } = await stage.verifier.verify(`${database}.texts`, {
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
  },
);

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
    await stage.whileDelayed(1, async () => {
      // The target is late for as long as there is something to apply.
      const writing = lab.withAdmin('source', async (root) => {
        while (!end.signal.aborted) {
          await root.query(`INSERT INTO ${database}.busy VALUES ()`);
          await pause(200);
        }
      });
      let asked = 0;
      const { finding } = await stage.verifier.verify(`${database}.t`, {
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
              const [trx] = await stage.snapshotsOnSource();
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
