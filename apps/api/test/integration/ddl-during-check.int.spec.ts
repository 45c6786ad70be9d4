// DDL that comes while a table is compared: a snapshot shows rows as they were, but the names of tables as they are.
import type { Lab } from '@cutover/lab';
import type { ChecksumFinding } from '../../src/checksum/comparison/comparison-frame.js';
import { ddlStage, falseAlarms, isMysql, plain, ranges, rows, swap, type DdlStage } from '../support/ddl-stage.js';
import { labPair } from '../support/lab-pair.js';

const isLong = process.env['CUTOVER_LONG_TESTS'] === '1';
const passes = isLong ? 40 : 4;
/** A comparison with a late target takes ten seconds while DDL goes on: each pair has to be made anew. */
const latePasses = isLong ? 10 : 1;
let lab: Lab;
let stage: DdlStage;

const onSource = (sql: string): Promise<void> => stage.onSource(sql);

beforeAll(async () => {
  lab = await labPair();
  stage = await ddlStage(lab, 'ddl_during_check');
});

afterAll(() => stage?.end());

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
      await stage.whileDelayed(seconds, async () => {
        await stage.whileRunning(loop, async () => {
          for (let pass = 0; pass < (seconds > 0 ? latePasses : passes); pass++)
            found.push(...(await stage.verifyAll(tables)));
        });
      });
      expect(found).not.toEqual([]);
      expect(falseAlarms(found)).toEqual([]);
    },
    300_000,
  );
});
