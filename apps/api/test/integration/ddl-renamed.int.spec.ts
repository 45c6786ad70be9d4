// A table that gets the name of another one while it is compared: see ddl-during-check.int.spec.ts.
import type { Lab } from '@cutover/lab';
import type { ChecksumFinding } from '../../src/checksum/comparison/comparison-frame.js';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { ddlStage, falseAlarms, isMysql, plain, rows, swap, type DdlStage } from '../support/ddl-stage.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { startVerifier } from '../support/verifier.js';

const passes = process.env['CUTOVER_LONG_TESTS'] === '1' ? 40 : 4;
const itOnMariadb = isMysql ? it.skip : it;
const replicationRights = isMysql
  ? { source: ['REPLICATION CLIENT ON *.*'], target: ['REPLICATION CLIENT ON *.*'] }
  : { source: ['BINLOG MONITOR ON *.*'], target: ['SLAVE MONITOR ON *.*', 'REPLICATION SLAVE ADMIN ON *.*'] };

const database = 'ddl_renamed';

let lab: Lab;
let stage: DdlStage;

const onSource = (sql: string): Promise<void> => stage.onSource(sql);

beforeAll(async () => {
  lab = await labPair();
  stage = await ddlStage(lab, database);
});

afterAll(() => stage?.end());

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
    await stage.whileRunning([swap], async () => {
      for (let pass = 0; pass < passes; pass++) found.push(...(await stage.verifyAll(['t', 'a'], other)));
    });
    await lab.catchUp();
    // A difference that is there is still found, of the table that was renamed a moment ago.
    await stage.onTarget(`UPDATE t SET v = 0 WHERE id = ${plantedOn}`);
    const { finding } = await other.verify(`${database}.t`);
    expect(finding).toMatchObject({ verdict: 'diverged', mode, differences: { changed: 1 } });
  } finally {
    await other.close();
    await drop();
  }
  expect(falseAlarms(found)).toEqual([]);
});

it('is compared by itself: a difference stays with its table when that is renamed', async () => {
  await stage.onTarget(`UPDATE a SET v = 0 WHERE id = ${plantedOn}`);
  await onSource(swap);
  await lab.catchUp();
  const [t, a] = await stage.verifyAll(['t', 'a']);
  const mode = isMysql ? 'sandwich' : 'snapshot';
  expect(t).toMatchObject({ verdict: 'diverged', mode, differences: { changed: 1 } });
  expect(a).toMatchObject({ verdict: 'matched', mode });
});

itOnMariadb(
  'is given the name while the comparison waits for a target that is far behind: DDL does not wait for that',
  async () => {
    await whileBroken(lab, 'lag', async () => {
      let isCompared = false;
      const comparing = stage.verifier.verify(`${database}.t`).finally(() => (isCompared = true));
      await eventually('the comparison to hold a snapshot', async () => {
        const [trx] = await stage.snapshotsOnSource();
        return trx !== undefined;
      });
      await onSource(swap);
      expect(isCompared).toBe(false);
      expect((await comparing).finding.verdict).not.toBe('diverged');
    });
  },
);
