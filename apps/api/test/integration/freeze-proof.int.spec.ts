// The freeze proof on a real pair under load, where the operator freezes the source.
import { setTimeout as pause } from 'node:timers/promises';
import { freezeProofAnswerSchema, type AlertPage } from '@cutover/contracts';
import type { Lab, Load } from '@cutover/lab';
import type { Connection } from 'mysql2/promise';
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
let it7: FreezingProduct;

beforeAll(async () => {
  lab = await labPair();
  stage = await freezeStage(lab);
  load = lab.startLoad({ rate: 50 });
  await eventually('the load writes', () => load.commits() > 20);
  it7 = await stage.start();
});

afterEach(async () => {
  await stage.thaw();
  // Ends the watch of a proof that passed, whatever the test has done.
  await it7?.send('DELETE');
});

afterAll(async () => {
  await it7?.product.end();
  await load.stop();
  await stage.end();
});

/** Starts a proof, and freezes the source once its sentinel is written. */
async function proveFrozen(): Promise<void> {
  await it7.begin();
  await it7.once('the sentinel is written', ({ lights }) => lights[0]?.state === 'green');
  await stage.freeze();
}

it('says before the first proof what it would do, and refuses what cannot be done', async () => {
  const { product, send } = it7;
  expect(freezeProofAnswerSchema.parse(await product.get('/api/migrations/shop/readiness/freeze-proof'))).toEqual({
    ...{ migration: 'shop', proof: null, obstacle: null, allowFreeze: false, budgetSeconds: 120 },
    ...{ sentinelTable: 'cutover.sentinel', freezeStatement: 'SET GLOBAL read_only = ON;' },
    thawStatement: 'SET GLOBAL read_only = OFF;',
  });
  const refusal = async (answer: Promise<Response>) => {
    const { status, body } = await answer.then(async (got) => ({
      status: got.status,
      body: (await got.json()) as { code: string },
    }));
    return [status, body.code];
  };
  expect(await refusal(send('DELETE'))).toEqual([404, 'PROOF_UNKNOWN']);
  expect(await refusal(send('POST', { freeze: true }))).toEqual([409, 'FREEZE_NOT_ALLOWED']);
  expect(await refusal(send('POST', { tables: ['shop.nope'] }))).toEqual([400, 'TABLE_UNKNOWN']);
  expect(await refusal(send('POST', { waitSeconds: -1 }))).toEqual([400, 'INPUT_INVALID']);
  expect(await refusal(product.send('GET', '/api/migrations/nope/readiness/freeze-proof'))).toEqual([
    404,
    'MIGRATION_UNKNOWN',
  ]);
});

it('is green in all seven lights when the operator freezes a source that is being written', async () => {
  await it7.begin();
  const waiting = await it7.once(
    'it waits for the freeze',
    ({ lights }) => lights[1]?.statement !== null && lights[0]?.state === 'green',
  );
  expect(waiting).toMatchObject({
    statement: 'SET GLOBAL read_only = ON;',
    budget: { elapsedMs: null, isRunning: false },
  });
  await stage.freeze();
  const proof = await it7.ended();
  expect(lightsOf(proof)).toEqual(allGreen);
  expect(proof).toMatchObject({
    ...{ state: 'passed', startedBy: 'local', freeze: { by: 'operator', isHeld: false } },
    budget: { seconds: 120, isRunning: true },
  });
  expect(proof.budget.elapsedMs).toBeGreaterThan(0);
  expect(proof.captured?.position).toBe(proof.source?.position);
  const hot = proof.lights.find(({ id }) => id === 'hot-tables');
  expect(hot?.evidence[0]?.value).toContain(`at ${proof.source?.position}`);
  expect(hot?.evidence[0]?.hint).toContain('last written');
});

it('can be repeated, and each proof writes and finds a sentinel of its own', async () => {
  const tokens: string[] = [];
  for (let times = 0; times < 2; times++) {
    await proveFrozen();
    const proof = await it7.ended();
    expect(lightsOf(proof)).toEqual(allGreen);
    tokens.push(String(proof.lights[4]?.evidence[0]?.value));
    expect((await it7.send('POST', {})).status).toBe(202);
    expect((await it7.send('POST', {})).status).toBe(409);
    expect(((await (await it7.send('DELETE')).json()) as { state: string }).state).toBe('cancelled');
    await stage.thaw();
  }
  expect(new Set(tokens).size).toBe(2);
});

it('is red in light 3 where nobody has frozen the source, and names the tables that are written', async () => {
  await it7.begin({ waitSeconds: 0 });
  const proof = await it7.ended();
  expect(proof.state).toBe('failed');
  expect(lightsOf(proof)).toMatchObject({
    'sentinel-written': 'green',
    'source-frozen': expect.stringMatching(/^red: The source was not frozen \(read_only = OFF\)/),
    'source-still': expect.stringMatching(/^red: The source was written: its position moved from .* Written: shop\./),
    'target-reached': expect.stringMatching(/^waiting: Not looked at/),
  });
  expect(proof).toMatchObject({ statement: 'SET GLOBAL read_only = ON;', captured: null, after: null });
});

it('is red in light 4 where replication stops in the middle, and says so long before the budget is over', async () => {
  await it7.begin();
  await it7.once('the sentinel is written', ({ lights }) => lights[0]?.state === 'green');
  // The applier alone: what the source wrote since is received, and does not arrive.
  await runOn(lab, 'target', 'STOP SLAVE SQL_THREAD');
  const before = load.commits();
  await eventually('the source is written', () => load.commits() > before + 5);
  await stage.freeze();
  try {
    const proof = await it7.ended();
    expect(lightsOf(proof)).toMatchObject({
      'source-still': 'green',
      'target-reached': expect.stringMatching(/^red: Replication on the target was stopped/),
      'sentinel-seen': expect.stringMatching(/^waiting/),
    });
    expect(proof).toMatchObject({ state: 'failed', statement: 'START REPLICA;' });
  } finally {
    await runOn(lab, 'target', 'START SLAVE');
    await stage.thaw();
    await lab.catchUp();
  }
});

it('waits for an administrator who stays connected, and sees one who writes in spite of read_only', async () => {
  await lab.withAdmin('source', async (root: Connection) => {
    await proveFrozen();
    const held = await it7.once(
      'it names who is connected',
      ({ lights }) => lights[1]?.message.includes('root@localhost') === true,
    );
    expect(held.lights[1]).toMatchObject({ state: 'running', statement: expect.stringMatching(/^KILL \d+;$/) });
    await it7.send('DELETE');
    // Nobody waits for him: the light is red, and what he writes is seen in the next one.
    await it7.begin({ waitSeconds: 0 });
    await it7.once('the position is read', ({ lights }) => lights[2]?.state === 'running');
    const ended = it7.ended();
    let isOver = false;
    void ended.finally(() => (isOver = true));
    while (!isOver) {
      await root.query('UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1');
      await pause(50);
    }
    await ended;
  });
  const proof = await it7.ended();
  expect(proof.state).toBe('failed');
  expect(lightsOf(proof)).toMatchObject({
    'source-frozen': expect.stringContaining('root@localhost could write in spite of it'),
    'source-still': expect.stringMatching(/^red: .* Written: shop\.coupons/),
  });
  expect(proof.lights[2]?.action).toContain('in spite of the freeze');
});

it('sees stray writes on the old source, and what a roll back would lose, and keeps both over kill -9', async () => {
  await proveFrozen();
  expect((await it7.ended()).state).toBe('passed');
  const quiet = await it7.once('both sides were looked at', ({ after }) => after?.strayWrites.transactions === '0');
  expect(quiet.after).toMatchObject({
    isWatched: true,
    isSourceFrozen: true,
    rollbackLoss: { transactions: '0', logBytes: '0' },
  });

  await runOn(lab, 'source', 'UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1');
  const strayed = await it7.once('the stray write is seen', ({ after }) => after?.strayWrites.transactions === '1');
  expect(strayed.after?.strayWrites).toMatchObject({ tables: ['shop.coupons'], isAllTables: true });
  expect(strayed.conclusion).toContain('does not hold any more: the old source took 1 transaction');
  await eventually('the alert fires', async () =>
    (await it7.product.get<AlertPage>('/api/alerts?state=firing')).alerts.some(
      ({ type, severity }) => type === 'stray_writes' && severity === 'CRITICAL',
    ),
  );

  await lab.catchUp();
  await runOn(lab, 'target', 'SET GLOBAL read_only = OFF', 'SET GLOBAL gtid_strict_mode = OFF');
  try {
    await runOn(
      lab,
      'target',
      "UPDATE suppliers SET name = CONCAT(name, '!') WHERE id = 1",
      "UPDATE suppliers SET name = TRIM(TRAILING '!' FROM name) WHERE id = 1",
    );
    const lost = await it7.once('the roll back is counted', ({ after }) => after?.rollbackLoss.firstSeenAt !== null);
    expect(lost.after?.rollbackLoss).toMatchObject({ tables: ['shop.suppliers'], isAllTables: true });
    expect(Number(lost.after?.rollbackLoss.logBytes)).toBeGreaterThan(0);

    // Another proof could only capture the position too late.
    const refused = await it7.send('POST', {});
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'TARGET_WRITTEN']);
    await it7.product.kill();
    it7 = freezingProduct(await it7.product.restart());
    expect(await it7.proof()).toMatchObject({
      id: lost.id,
      state: 'passed',
      after: { strayWrites: { firstSeenAt: strayed.after?.strayWrites.firstSeenAt } },
    });

    // Whoever ends the watch and tries all the same gets no captured position.
    await it7.send('DELETE');
    await it7.begin();
    const late = await it7.ended();
    expect(lightsOf(late)).toMatchObject({
      'target-captured': expect.stringMatching(/^red: The target had taken writes of its own/),
    });
    expect(late).toMatchObject({ state: 'failed', captured: null });
  } finally {
    await runOn(
      lab,
      'target',
      'SET GLOBAL read_only = ON',
      'STOP SLAVE',
      'RESET MASTER',
      'START SLAVE',
      'SET GLOBAL gtid_strict_mode = ON',
    );
    await stage.thaw();
    await lab.catchUp();
  }
});
