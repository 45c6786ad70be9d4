// What was written on the target itself, and transactions that a place in the source's binary log passes over.
import type { Lab } from '@cutover/lab';
import { historyStage, type HistoryStage } from '../support/history-stage.js';
import { runOn } from '../support/run-on.js';
import { labPair } from '../support/lab-pair.js';

let lab: Lab;
let stage: HistoryStage;

const run = (role: 'source' | 'target', ...statements: string[]): Promise<void> => runOn(lab, role, ...statements);
const onTarget = (...statements: string[]): Promise<void> => run('target', ...statements);

/** Docs/errant-transactions.md: the target forgets what it wrote itself. */
const forgetOwnLog = ['STOP SLAVE', 'RESET MASTER', 'START SLAVE'];

let rows = 0;
/** A transaction of its own for each row. */
const replicate = (count = 1): Promise<void> =>
  run('source', ...Array.from({ length: count }, () => `INSERT INTO shop.written VALUES (${++rows}, 0)`));

beforeAll(async () => {
  lab = await labPair();
  await run('source', 'CREATE TABLE shop.written (id INT PRIMARY KEY, v INT)');
  await run('source', 'INSERT INTO shop.written VALUES (0, 0)');
  await lab.catchUp();
  await onTarget('SET GLOBAL gtid_strict_mode = OFF');
});

afterAll(async () => {
  await onTarget('SET GLOBAL gtid_strict_mode = ON');
  await run('source', 'DROP TABLE shop.written');
  await lab.catchUp();
});

beforeEach(async () => {
  await lab.catchUp();
  stage = await historyStage(lab);
});

afterEach(() => stage.end());

/** What makes equality void since the last look, after one more. */
async function since(...work: (() => Promise<void>)[]): Promise<string | null> {
  const era = stage.history.era('shop');
  for (const step of work) await step();
  await stage.look();
  return stage.since(era);
}

describe('a write on the target itself', () => {
  afterEach(async () => {
    await onTarget('SET SESSION sql_log_bin = 0', 'UPDATE shop.written SET v = 0 WHERE id = 0');
    await onTarget(...forgetOwnLog);
    await lab.catchUp();
  });

  const write = (): Promise<void> => onTarget('UPDATE shop.written SET v = v + 1 WHERE id = 0');

  it('makes proofs of equality void once, and those of a difference not; what is replicated after it changes nothing', async () => {
    const era = stage.history.era('shop');
    expect(await since(write)).toMatch(/^the target has a transaction that its source never had: 0-\d+-\d+/);
    expect(stage.since(era, true)).toBeNull();
    expect(await since(replicate, () => lab.catchUp(), stage.look, replicate)).toBeNull();
    expect(await since(write)).toContain('that its source never had');
  });

  it('is seen under the id of another server too', async () => {
    expect(
      await since(() => onTarget('SET SESSION server_id = 999', 'UPDATE shop.written SET v = 5 WHERE id = 0')),
    ).toMatch(/0-999-\d+/);
    expect(await since(replicate, () => lab.catchUp())).toBeNull();
  });

  it('may have been made where the binary log of the target was begun anew between two looks', async () => {
    await replicate(3);
    await lab.catchUp();
    await stage.look();
    expect(await since(write, () => onTarget(...forgetOwnLog))).toContain(
      'the binary log of the target was begun anew',
    );
  });

  it('is not feared where the binary log was begun anew and the target has counted none', async () => {
    await replicate(3);
    await lab.catchUp();
    await stage.look();
    expect(await since(() => onTarget(...forgetOwnLog))).toBeNull();
    expect(
      await since(
        () => replicate(2),
        () => lab.catchUp(),
      ),
    ).toBeNull();
  });
});

describe('a target that goes on at a later place in the binary log of its source', () => {
  afterEach(async () => {
    await onTarget('STOP SLAVE', 'CHANGE MASTER TO MASTER_USE_GTID = slave_pos', 'START SLAVE');
    for (const role of ['source', 'target'] as const)
      await run(role, 'SET SESSION sql_log_bin = 0', 'DELETE FROM shop.written WHERE id > 0');
    await lab.catchUp();
  });

  it('has passed over what lies before that, which shows when it has connected, however late', async () => {
    const place = await lab.withAdmin('source', async (root) => {
      await onTarget('STOP SLAVE');
      await replicate(3);
      const [[found]] = (await root.query('SHOW MASTER STATUS')) as unknown as [[{ File: string; Position: number }]];
      return found;
    });
    await lab.server('source').stop();
    await onTarget(
      'CHANGE MASTER TO MASTER_USE_GTID = no, MASTER_CONNECT_RETRY = 1, ' +
        `MASTER_LOG_FILE = '${place.File}', MASTER_LOG_POS = ${place.Position}`,
      'START SLAVE',
    );
    await stage.look();
    expect(
      await since(
        () => lab.server('source').start(),
        replicate,
        () => lab.catchUp(),
      ),
    ).toContain('the position of the target was moved');
  });
});
