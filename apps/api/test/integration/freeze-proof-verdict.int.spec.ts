// What a freeze proof says after its lights, on a real pair: by the answer of readiness, and by what is known of the source now.
import type { ReadinessCheck, Readiness } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { lightsOf, startSafe, type FreezingProduct } from '../support/freeze-stage.js';
import { labPair } from '../support/lab-pair.js';
import { answers, proveAll, verifyAll } from '../support/proved-product.js';
import { runOn, runUnlogged } from '../support/run-on.js';

let lab: Lab;
let it7: FreezingProduct;

beforeAll(async () => {
  lab = await labPair();
  it7 = await startSafe(lab);
});

afterEach(async () => {
  await it7?.send('DELETE');
  await thaw();
  await lab.catchUp();
});

afterAll(async () => {
  await it7?.product.end();
});

const freeze = (): Promise<void> => runOn(lab, 'source', 'SET GLOBAL read_only = ON');
const thaw = (): Promise<void> => runOn(lab, 'source', 'SET GLOBAL read_only = OFF');

async function frozen(): Promise<void> {
  await it7.begin({ tables: ['shop.coupons'] });
  await it7.once('the sentinel is written', ({ lights }) => lights[0]?.state === 'green');
  await freeze();
}

const strayCheck = async (): Promise<ReadinessCheck | undefined> =>
  (await it7.product.get<Readiness>('/api/migrations/shop/readiness')).checks.find(
    ({ check }) => check === 'stray-writes',
  );

it('says nothing of stray writes before the first proof, nor of RDS of a pair that is not there', async () => {
  const { checks } = await it7.product.get<Readiness>('/api/migrations/shop/readiness');
  expect(checks.filter(({ check }) => ['stray-writes', 'rds-encrypted'].includes(check))).toEqual([]);
  expect(checks.length).toBeGreaterThan(20);
});

it('tells to switch where all is green and the answer is safe, also while the source stands still', async () => {
  await frozen();
  const proof = await it7.ended();
  expect(proof).toMatchObject({ state: 'passed', verdict: { answer: 'safe' } });
  const looked = await it7.once('it was looked at after it', ({ after }) => after?.checkedAt != null);
  expect(looked).toMatchObject({ standing: 'holds', nextStep: expect.stringContaining('switch the application') });
  await eventually('the check passes', async () => (await strayCheck())?.outcome === 'pass');
});

it('does not tell to switch while a row differs in a table that was not written last', async () => {
  await runUnlogged(lab, 'target', "UPDATE suppliers SET name = CONCAT(name, '!') WHERE id = 1");
  try {
    expect(await verifyAll(it7.product, lab)).toMatchObject({ verdict: 'diverged' });
    await answers(it7.product, 'not-safe');
    await frozen();
    const proof = await it7.ended();
    expect(proof).toMatchObject({ state: 'passed', standing: 'withheld', statement: null });
    expect(proof.nextStep).toMatch(/^Do not switch: the answer is Not safe, because table shop\.suppliers differs/);
    expect(proof.verdict?.against.join(' ')).toContain('shop.suppliers');
    expect(proof.conclusion).not.toContain('nothing is lost');
  } finally {
    await runUnlogged(lab, 'target', "UPDATE suppliers SET name = TRIM(TRAILING '!' FROM name) WHERE id = 1");
  }
  await it7.send('DELETE');
  await thaw();
  await proveAll(it7.product, lab);
});

it('stays green where the binary log of the source is rotated meanwhile', async () => {
  await frozen();
  await it7.once('light 3 is green', ({ lights }) => lights[2]?.state === 'green');
  await runOn(lab, 'source', 'FLUSH BINARY LOGS');
  const proof = await it7.ended();
  expect([proof.state, lightsOf(proof)['source-still']]).toEqual(['passed', 'green']);
});

it('does not pass where the source is thawed after light 3, though nobody writes', async () => {
  await lab.withAdmin('target', async (root) => {
    // The target takes no row, so the proof waits for it at light 4: nothing passes before the source is thawed.
    await root.query('FLUSH TABLES WITH READ LOCK');
    await frozen();
    await it7.once('light 3 is green', ({ lights }) => lights[2]?.state === 'green');
    await thaw();
    await root.query('UNLOCK TABLES');
  });
  const proof = await it7.ended();
  expect(proof.state).toBe('failed');
  expect(lightsOf(proof)['source-frozen']).toMatch(/^red: The source is not frozen any more/);
});

it('counts a write on the old source though the log of then is purged', async () => {
  await frozen();
  expect((await it7.ended()).state).toBe('passed');
  await it7.once('a good look', ({ after }) => after?.strayWrites.transactions === '0');
  await lab.withAdmin('source', async (root) => {
    await root.query('FLUSH BINARY LOGS');
    const [rows] = await root.query('SHOW MASTER STATUS');
    // A file that the target still reads from is kept without a word.
    await eventually('the log of then is purged', async () => {
      await root.query('PURGE BINARY LOGS TO ?', [(rows as { File: string }[])[0]?.File]);
      const [files] = await root.query('SHOW BINARY LOGS');
      return (files as object[]).length === 1;
    });
    await root.query('UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY LIMIT 1');
  });
  const proof = await it7.once('the write is seen', ({ standing }) => standing === 'broken');
  expect(proof.after?.strayWrites).toMatchObject({ transactions: '1', reason: expect.stringContaining('log') });
});

it('does not know what it can no longer read, nor tells anybody to switch by it', async () => {
  await frozen();
  expect((await it7.ended()).state).toBe('passed');
  const good = await it7.once('a good look', ({ after }) => after?.strayWrites.transactions === '0');
  await runUnlogged(lab, 'source', "ALTER USER 'cutover'@'%' ACCOUNT LOCK");
  try {
    await lab.withAdmin('source', (root) => root.query('KILL USER cutover'));
    const proof = await it7.once('it does not know', ({ standing }) => standing === 'unknown');
    expect(proof.nextStep).toMatch(/^Do not switch yet/);
    expect(proof.after?.strayWrites).toMatchObject({ transactions: null, lastKnown: { transactions: '0' } });
    expect(Date.parse(proof.after?.checkedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(good.after?.checkedAt ?? ''));
    await eventually('the check does not know', async () => (await strayCheck())?.outcome === 'unknown');
  } finally {
    await runUnlogged(lab, 'source', "ALTER USER 'cutover'@'%' ACCOUNT UNLOCK");
  }
  await it7.once('it knows again', ({ standing }) => standing === 'holds');
});

it('holds no more once another server answers as the target, whatever that has', async () => {
  await frozen();
  expect((await it7.ended()).state).toBe('passed');
  await it7.once('it holds', ({ standing }) => standing === 'holds');
  const answersAs = (serverId: string): Promise<void> =>
    lab.withAdmin('target', async (root) => {
      await root.query(`SET GLOBAL server_id = ${serverId}`);
      await root.query('KILL USER cutover');
    });
  const [{ id: own }] = await lab.withAdmin('target', async (root) => {
    const [rows] = await root.query('SELECT @@server_id AS id');
    return rows as [{ id: number }];
  });
  await answersAs(`${own + 1000}`);
  try {
    const proof = await it7.once('another one answers', ({ standing }) => standing === 'other-server');
    expect(proof.conclusion).toContain('another server answers as the target');
    expect(proof.nextStep).toMatch(/^Do not switch on this proof/);
  } finally {
    await answersAs(`${own}`);
  }
  await it7.once('the same one answers', ({ standing }) => standing !== 'other-server');
});

it('is over once its watch was stopped', async () => {
  await frozen();
  expect((await it7.ended()).state).toBe('passed');
  await it7.send('DELETE');
  await thaw();
  const proof = await it7.proof();
  expect(proof).toMatchObject({
    standing: 'unwatched',
    conclusion: expect.stringMatching(/^Over: the proof passed at/),
  });
});
