// A source whose history was not what it was, and says so nowhere: its numbers go on. It has a pair of its own, which does not survive this.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTestLab, type Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { historyStage, type HistoryStage } from '../support/history-stage.js';
import { runOn } from '../support/run-on.js';
import { whenUp } from '../support/watched-pair.js';

let lab: Lab;
let folder: string;
let stage: HistoryStage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cutover-source-'));
  lab = await ownTestLab(join(folder, 'pair'));
  await runOn(lab, 'source', 'CREATE TABLE shop.numbers (id INT PRIMARY KEY, v INT)');
  await lab.catchUp();
});

afterAll(async () => {
  await lab.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  stage = await historyStage(lab);
});

afterEach(() => stage.end());

let rows = 0;
const write = (count: number, value = 0): Promise<void> =>
  runOn(lab, 'source', ...Array.from({ length: count }, () => `INSERT INTO shop.numbers VALUES (${++rows}, ${value})`));

/** Servers tell the moment of their start in seconds: two starts must lie further apart than that. */
async function end(how: 'stop' | 'kill'): Promise<void> {
  await eventually('the source runs for some seconds', () =>
    lab.withAdmin('source', async (root) => {
      const [[row]] = (await root.query("SHOW GLOBAL STATUS LIKE 'Uptime'")) as unknown as [[{ Value: string }]];
      return Number(row.Value) >= 5;
    }),
  );
  await lab.server('source')[how]();
}

async function answersAgain(): Promise<void> {
  await lab.server('source').start();
  await whenUp(stage.connections);
  await stage.look();
}

/** What makes equality void since the last look, after one more. */
async function since(work: () => Promise<void>): Promise<string | null> {
  const era = stage.history.era('shop');
  await work();
  await stage.look();
  return stage.since(era);
}

it('nothing is void after the source was restarted or has crashed and lost nothing, nor after its log was rotated and purged', async () => {
  const reason = await since(async () => {
    for (const how of ['stop', 'kill'] as const) {
      await write(2);
      await stage.look();
      await end(how);
      await stage.look();
      await answersAgain();
    }
    await runOn(lab, 'source', 'FLUSH BINARY LOGS');
    await write(1);
    await lab.catchUp();
    const [[{ File }]] = (await lab.withAdmin('source', (root) => root.query('SHOW MASTER STATUS'))) as unknown as [
      [{ File: string }],
    ];
    await runOn(lab, 'source', `PURGE BINARY LOGS TO '${File}'`);
  });
  expect(reason).toBeNull();
});

it('equality is void when the source was put back to a snapshot of its disk, and has written as many transactions since', async () => {
  const files = lab.place.home.filesFolder('source');
  const copy = join(folder, 'snapshot');
  const putBack = async (from: string, to: string): Promise<void> => {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, preserveTimestamps: true });
  };
  await lab.server('source').stop();
  await putBack(files, copy);
  await answersAgain();
  await write(3, 1);
  await lab.catchUp();

  const reason = await since(async () => {
    await stage.look();
    // A replica that came back before the source had written past what it holds would stop: its number is not there yet.
    await runOn(lab, 'target', 'STOP SLAVE IO_THREAD');
    await end('kill');
    await putBack(copy, files);
    await lab.server('source').start();
    rows -= 3;
    await write(5, 2);
    await runOn(lab, 'target', 'START SLAVE IO_THREAD');
    await lab.catchUp();
    await whenUp(stage.connections);
  });
  // The same keys on both sides, and nothing that replication would have stopped at.
  const sums = await Promise.all(
    (['source', 'target'] as const).map((role) =>
      lab.withAdmin(role, async (root) => {
        const [[row]] = (await root.query('SELECT COUNT(*) AS n, SUM(v) AS v FROM shop.numbers')) as unknown as [
          [{ n: number; v: string }],
        ];
        return [row.n, Number(row.v)];
      }),
    ),
  );
  expect(sums).toEqual([
    [rows, 10],
    [rows, 7],
  ]);
  expect(reason).toContain('does not hold any more what it held up to');
});

it('equality is void when the log of the source was begun anew, and its numbers are past what they were', async () => {
  await lab.catchUp();
  const [[{ sequence }]] = (await lab.withAdmin('source', (root) =>
    root.query("SELECT SUBSTRING_INDEX(@@gtid_binlog_pos, '-', -1) AS sequence"),
  )) as unknown as [[{ sequence: string }]];
  const reason = await since(async () => {
    await runOn(lab, 'target', 'STOP SLAVE');
    await runOn(lab, 'source', 'RESET MASTER');
    await write(Number(sequence) + 1);
  });
  expect(reason).toContain('does not hold any more what it held up to');
});
