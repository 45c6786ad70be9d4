// The freeze proof on a real pair under load, where Cutover may freeze the source itself.
import type { Lab, Load } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import {
  allGreen,
  freezeStage,
  freezingProduct,
  lightsOf,
  type FreezeStage,
  type FreezingProduct,
} from '../support/freeze-stage.js';
import { labPair } from '../support/lab-pair.js';
import { runOn } from '../support/run-on.js';

let lab: Lab;
let stage: FreezeStage;
let load: Load;
const opened: FreezingProduct[] = [];

beforeAll(async () => {
  lab = await labPair();
  stage = await freezeStage(lab);
  load = lab.startLoad({ rate: 50 });
  await eventually('the load writes', () => load.commits() > 20);
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.product.end();
  await stage.thaw();
});

afterAll(async () => {
  await load?.stop();
  await stage?.end();
});

async function open(options: Parameters<FreezeStage['start']>[0]): Promise<FreezingProduct> {
  const started = await stage.start({ allowFreeze: true, ...options });
  opened.push(started);
  return started;
}

/** Whether the source takes writes of the load. */
async function takesWrites(): Promise<void> {
  const before = load.commits();
  await eventually('the source takes writes', () => load.commits() > before + 4);
}

/** A lock on the source stands: what was written a moment ago is the last. */
async function takesNone(): Promise<void> {
  await lab.withAdmin('source', async (root) => {
    await root.query('SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1');
    await expect(root.query('UPDATE coupons SET valid_from = valid_from LIMIT 1')).rejects.toThrow(/lock|Lock/);
  });
}

it('freezes, proves all seven, holds the source until its operator has frozen it, and lets go on request', async () => {
  const { begin, ended, once, send } = await open({});
  await begin();
  const proof = await ended();
  expect(lightsOf(proof)).toEqual(allGreen);
  expect(proof).toMatchObject({ state: 'passed', freeze: { by: 'cutover', isHeld: true, released: null } });
  expect(proof.conclusion).toContain('All seven lights are green');
  await takesNone();
  // The operator's own freeze does not wait for our lock.
  await stage.freeze();
  expect((await send('DELETE')).status).toBe(200);
  const after = await once('it is released', ({ freeze }) => !freeze.isHeld);
  expect(after).toMatchObject({ freeze: { released: 'the watch was ended on request' }, after: { isWatched: false } });
  await stage.thaw();
  await takesWrites();
});

it('lets go at the end of the budget, whatever it waits for, and says that the proof failed', async () => {
  const { begin, ended } = await open({ budgetSeconds: 15 });
  // The receiver goes on, and nothing says that replication is stopped: it waits for the whole budget.
  await lab.withAdmin('target', async (root) => {
    await root.query('LOCK TABLES cutover.sentinel WRITE');
    await begin();
    const proof = await ended();
    expect(lightsOf(proof)).toMatchObject({
      'source-frozen': expect.stringMatching(/^(green|red: The lock on the source had gone)/),
      'target-reached': expect.stringMatching(/^red: The target did not reach .* within the freeze budget of 15 s/),
    });
    expect(proof).toMatchObject({ state: 'failed', freeze: { isHeld: false } });
    expect(proof.freeze.released).toMatch(/budget of 15 s is over|proof has ended/);
    await takesWrites();
    await root.query('UNLOCK TABLES');
  });
  await lab.catchUp();
});

it('lets go at the end of the budget after it passed, and says what is left of the proof', async () => {
  const { begin, once } = await open({ budgetSeconds: 40 });
  await begin({ tables: ['shop.coupons'] });
  const over = await once('the budget is over', ({ freeze }) => freeze.released !== null);
  expect(over).toMatchObject({ state: 'passed', freeze: { released: 'the freeze budget of 40 s is over' } });
  await takesWrites();
  const stray = await once('the writes are seen', ({ after }) => after?.strayWrites.firstSeenAt != null);
  expect(stray.conclusion).toContain('does not hold any more');
  expect(stray.after?.isSourceFrozen).toBe(false);
});

it('writes no heartbeat while it proves, and none to the old source that is watched after it', async () => {
  const table = 'shop.cutover_heartbeat';
  await runOn(
    lab,
    'source',
    `CREATE TABLE ${table} (id TINYINT UNSIGNED NOT NULL PRIMARY KEY, beat BIGINT UNSIGNED NOT NULL, written_at DATETIME(6) NOT NULL)`,
    `GRANT INSERT, UPDATE ON ${table} TO prover`,
  );
  const beats = () =>
    lab.withAdmin('source', async (root) => {
      const [rows] = await root.query(`SELECT beat FROM ${table}`);
      return Number((rows as { beat: number }[])[0]?.beat ?? 0);
    });
  const grow = async (before: number) => (await beats()) > before;
  await lab.catchUp();
  const first = await open({ budgetSeconds: 30, migration: { heartbeat: { enabled: true, table } } });
  const { begin, once } = first;
  await eventually('it beats', () => grow(0));
  await begin({ tables: ['shop.coupons'] });
  const passed = await once('it is proved', ({ state }) => state === 'passed');
  const last = await beats();
  await once('the lock has ended', ({ freeze }) => freeze.released !== null);
  await takesWrites();
  for (let looks = 0, seen = passed.after?.checkedAt; looks < 3; looks++)
    ({ after: { checkedAt: seen } = { checkedAt: null } } = (await once(
      'another look',
      ({ after }) => after !== null && after.checkedAt !== seen,
    )) as { after: { checkedAt: string | null } });
  expect(await beats()).toBe(last);
  // Nor after a restart, before anything was looked at again.
  const seen = (await first.proof()).after?.checkedAt;
  await first.product.stop();
  const again = freezingProduct(await first.product.restart());
  opened.splice(0, 1, again);
  await again.once('a look of the new process', ({ after }) => after !== null && after.checkedAt !== seen);
  expect(await beats()).toBe(last);
  expect((await again.send('DELETE')).status).toBe(200);
  await eventually('it beats again', () => grow(last));
  await runOn(lab, 'source', `DROP TABLE ${table}`);
});

it('lets writers go on within seconds after kill -9 during the freeze, and never takes that proof for done', async () => {
  const first = await open({});
  await lab.withAdmin('target', async (root) => {
    await root.query('LOCK TABLES cutover.sentinel WRITE');
    await first.begin();
    await first.once('it waits for the target', ({ lights }) => lights[3]?.state === 'running');
    await takesNone();
    await first.product.kill();
    await takesWrites();
    await root.query('UNLOCK TABLES');
  });
  const again = freezingProduct(await first.product.restart());
  opened.splice(0, 1, again);
  const proof = await again.proof();
  expect(proof).toMatchObject({ state: 'interrupted', freeze: { isHeld: false }, captured: null, after: null });
  expect(proof.freeze.released).toContain('the lock went with its connection');
  expect(proof.conclusion).toContain('nothing is proved');
  await eventually('a new proof begins', async () => {
    const { status } = await again.send('POST', {});
    // A process that has just begun does not know the servers yet.
    expect([202, 503]).toContain(status);
    return status === 202;
  });
  await again.send('DELETE');
});

it('lets writers go on within seconds when its process hangs and the connection stays open', async () => {
  const { begin, once, product } = await open({});
  await begin();
  await once('it is frozen', ({ freeze }) => freeze.isHeld);
  process.kill(product.pid, 'SIGSTOP');
  try {
    await takesNone();
    await takesWrites();
  } finally {
    process.kill(product.pid, 'SIGCONT');
  }
  const proof = await once('it knows', ({ freeze }) => !freeze.isHeld);
  expect(proof.freeze.released).toContain('lost');
});

it('refuses while a long transaction is open, and does not freeze for a moment', async () => {
  const { begin, ended } = await open({});
  await lab.withAdmin('source', async (root) => {
    await root.query('START TRANSACTION');
    await root.query('UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1');
    await eventually('it is long', async () => {
      const [rows] = await root.query(
        "SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = CONNECTION_ID() AND trx_started < CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM') - INTERVAL 6 SECOND",
      );
      return (rows as unknown[]).length > 0;
    });
    await begin();
    const proof = await ended();
    expect(lightsOf(proof)).toMatchObject({
      'source-frozen': expect.stringMatching(
        /^red: The source is not frozen, because .* has a transaction open for \d+ s/,
      ),
      'source-still': expect.stringMatching(/^waiting/),
    });
    expect(proof).toMatchObject({ state: 'failed', statement: expect.stringMatching(/^KILL \d+;$/) });
    await root.query('ROLLBACK');
  });
});

it('gives up within seconds where a lock is in the way that it could not see before', async () => {
  const { begin, ended } = await open({});
  await lab.withAdmin('source', async (root) => {
    await root.query('LOCK TABLES shop.suppliers WRITE');
    await begin();
    const proof = await ended();
    expect(lightsOf(proof)).toMatchObject({
      'source-frozen': expect.stringContaining('could not be frozen within 2 s'),
    });
    await root.query('UNLOCK TABLES');
  });
  await takesWrites();
});

it('never freezes where that is not allowed', async () => {
  const { send } = await open({ allowFreeze: false });
  const answer = await send('POST', { freeze: true });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'FREEZE_NOT_ALLOWED']);
  await takesWrites();
});
