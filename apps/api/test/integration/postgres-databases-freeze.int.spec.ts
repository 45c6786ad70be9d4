// The freeze proof of all databases of a migration: begun together, folded into one answer, ended together.
import { setTimeout as pause } from 'node:timers/promises';
import {
  freezeProofAnswerSchema,
  freezeProofGroupAnswerSchema,
  freezeProofGroupSchema,
  type FreezeProof,
  type FreezeProofGroup,
  type MigrationDetail,
  type MigrationGroup,
  notificationSchema,
  type Notification,
  type SignedReport,
} from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { attestDisk } from '../support/attest-disk.js';
import { eventually } from '../support/eventually.js';
import { sentinelTable } from '../support/freeze-stage.js';
import { watchOtherDatabase } from '../support/other-database.js';
import { freezeDatabases, notGreen, seesOrigins, type FreezeDatabases } from '../support/postgres-databases.js';
import { openHttpSink, type HttpSink } from '../support/http-sink.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';

const parts = ['shop.shop', 'shop.other'] as const;
const path = '/api/groups/shop/freeze-proof';

let lab: PostgresLab;
let databases: FreezeDatabases;
let product: Product;
let hook: HttpSink;

/** What the channel was told of the proofs of this run; of none: of all. */
const told = (run?: string): Notification[] =>
  hook.requests
    .map(({ body }) => notificationSchema.parse(JSON.parse(body)))
    .filter(({ freezeProof }) => freezeProof !== null && (run === undefined || freezeProof.id === run));
const metrics = async (): Promise<string> => (await product.send('GET', '/metrics')).text();

const answer = async () => freezeProofGroupAnswerSchema.parse(await product.get(path));
/** Requests within a minute are limited. */
const pollMs = 250;

const folded = async (): Promise<FreezeProofGroup> => {
  await pause(pollMs);
  const { proof } = await answer();
  if (proof === null) throw new Error('None was begun');
  return proof;
};
const one = async (part: string): Promise<FreezeProof | null> => {
  await pause(pollMs / 5);
  return freezeProofAnswerSchema.parse(await product.get(`/api/migrations/${part}/readiness/freeze-proof`)).proof;
};
const lightsOf = (proof: FreezeProofGroup) =>
  Object.fromEntries(proof.databases.map(({ database, light }) => [database, light]));

async function begin(waitSeconds = 120): Promise<FreezeProofGroup> {
  // So many requests of an operator within a minute are limited.
  const begun = await eventually('it is let in', async () => {
    const answered = await product.send('POST', path, { waitSeconds });
    if (answered.status !== 429) return answered;
    await pause(5_000);
    return null;
  });
  if (begun.status !== 202) throw new Error(`${begun.status} ${await begun.text()}`);
  return freezeProofGroupSchema.parse(await begun.json());
}
async function end(): Promise<FreezeProofGroup> {
  const ended = await product.send('DELETE', path);
  if (ended.status !== 200) throw new Error(`${ended.status} ${await ended.text()}`);
  return freezeProofGroupSchema.parse(await ended.json());
}

/** The fold once it is as asked for. Fails at once where a database came to something else, with what its lights say. */
async function once(what: string, is: (proof: FreezeProofGroup) => boolean): Promise<FreezeProofGroup> {
  let last: FreezeProofGroup | null = null;
  try {
    return await eventually(
      what,
      async () => {
        last = await folded();
        return is(last) && last;
      },
      150_000,
    );
  } catch (error) {
    const said = await Promise.all(parts.map(one));
    const lights = said.map((proof) => proof && [proof.standing, proof.conclusion, ...notGreen(proof)]);
    throw new Error(`${String(error)} ${JSON.stringify({ last, lights }, null, 1)}`, { cause: error });
  }
}
const waits = ({ databases: all }: FreezeProofGroup): boolean =>
  all.every(({ statement }) => statement?.includes('default_transaction_read_only') === true);
async function whenSafe(): Promise<void> {
  let last: MigrationGroup | null = null;
  try {
    await eventually(
      'both are safe',
      async () => {
        await pause(pollMs);
        last = await product.get<MigrationGroup>('/api/groups/shop');
        return last.answer === 'safe';
      },
      // The first comparison of all tables is within it; only a failed test waits so long.
      200_000,
    );
  } catch (error) {
    throw new Error(`${String(error)} ${JSON.stringify(last)}`, { cause: error });
  }
}

async function proveAll(): Promise<FreezeProofGroup> {
  await whenSafe();
  await begin();
  await once('both wait for the freeze', waits);
  await databases.freeze('shop');
  await databases.freeze('other');
  return once('all are proved', ({ light }) => light === 'green');
}

beforeAll(async () => {
  lab = await postgresPair();
  const other = await watchOtherDatabase(lab);
  const seesPasswords = 'GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO cutover';
  for (const role of ['source', 'target'] as const) await other.run(role, seesPasswords);
  databases = await freezeDatabases(lab, other);
  hook = await openHttpSink();
  // A channel of one database alone: the proof of all is of that one too.
  const channel = {
    name: 'hook',
    type: 'webhook',
    url: hook.url,
    secret: 'a-secret-of-the-webhook',
    migrations: ['shop.other'],
  };
  product = await startProduct(lab, {
    sections: {
      readiness: { soakMinutes: 0, freezeBudgetSeconds: 90, freezeProof: { sentinelTable } },
      alerts: { holdSeconds: 1, resolveSamples: 2, channels: [channel] },
    },
    migration: { databases: [lab.database, other.database], schemas: ['public'] },
    sides: { database: undefined },
  });
  for (const part of parts) await attestDisk(product, part);
});
afterEach(async () => {
  await product.send('DELETE', path);
  for (const database of ['shop', 'other'] as const) await databases.thaw(database);
});
afterAll(async () => {
  await product?.end();
  await hook?.end();
  await databases?.end();
});

it('is none before it is begun, and of no other migration', async () => {
  expect(await answer()).toEqual({ group: 'shop', proof: null });
  expect((await product.send('DELETE', path)).status).toBe(404);
  const unknown = await product.send('POST', '/api/groups/crm/freeze-proof');
  expect(await unknown.json()).toMatchObject({ code: 'GROUP_UNKNOWN' });
});

it('waits for the freeze of every database, is green when all are proved, and red with a write in one of them', async () => {
  await whenSafe();
  expect(await begin()).toMatchObject({ light: 'running', isRunning: true, isWatched: false });
  const waiting = await once('both wait for the freeze', waits);
  expect(waiting.nextStep).toMatch(/^In (shop and other|other and shop): Freeze the source/);

  await databases.freeze('shop');
  const half = await once('one is proved', (proof) => lightsOf(proof)['shop'] === 'green');
  expect(half).toMatchObject({ light: 'running', conclusion: 'Under way: 1 of 2 databases proved.' });
  expect(half.nextStep).toMatch(/^In other: Freeze the source/);
  // Nobody is told to switch by the proof of one.
  const alone = await one('shop.shop');
  expect(alone?.standing).toBe('holds');
  expect(alone?.conclusion).toContain('for the database shop alone, one of 2 of shop');
  expect(`${alone?.conclusion} ${alone?.nextStep}`).not.toContain('switch now');

  await databases.freeze('other');
  const proved = await once('all are proved', ({ light }) => light === 'green');
  expect(lightsOf(proved)).toEqual({ shop: 'green', other: 'green' });
  expect(proved.conclusion).toBe('All 2 databases of shop are frozen and proved: nothing is lost if you switch now.');
  expect(proved.statement).toContain('RESET default_transaction_read_only');
  // There was a moment at which both stood still: each was looked at after the last of them was proved.
  const proofs = await Promise.all(parts.map(one));
  const lastProvedAt = proofs
    .map((proof) => proof!.finishedAt!)
    .sort()
    .at(-1)!;
  for (const proof of proofs) expect(proof!.after!.frozenSeenAt! >= lastProvedAt).toBe(true);
  expect(await metrics()).toContain('cutover_group_freeze_proof_holds{group="shop"} 1');
  // One message, whatever the number of databases, and no word that would be read too late.
  const [passed, ...more] = await eventually('the channel heard of it', () => told().length > 0 && told());
  expect(more).toEqual([]);
  expect(passed).toMatchObject({
    ...{
      migration: 'shop',
      headline: expect.stringMatching(/^FREEZE PROOF PASSED · shop · All 2 databases were frozen/),
    },
    freezeProof: { id: proved.run, state: 'passed', greenLights: 7, databases: { count: 2, proved: 2 } },
  });
  expect(passed!.text).not.toContain('switch now');

  await databases.run('other', 'source', "BEGIN READ WRITE; UPDATE notes SET body = 'late' WHERE id = 1; COMMIT");
  const broken = await once('the write is seen', ({ light }) => light === 'red');
  expect(lightsOf(broken)).toMatchObject({ other: 'red' });
  expect(broken.databases[0]).toMatchObject({ database: 'other', standing: 'broken' });
  expect(broken.conclusion).toBe('Do not switch: other stands in the way, of 2 databases.');
  expect(broken.nextStep).toContain('The proof to start is that of all databases');
  expect(broken.leftFrozen.sort()).toEqual(['other', 'shop']);
  expect(await metrics()).toContain('cutover_group_freeze_proof_holds{group="shop"} 0');
  const [, second] = await eventually('the channel heard of it', () => told().length > 1 && told());
  expect(second?.headline).toMatch(/^FREEZE PROOF HOLDS NO MORE · shop · Do not switch: other stands in the way/);
});

it('fails with a write in one database while the others are proved', async () => {
  await whenSafe();
  await begin();
  await once('both wait for the freeze', waits);
  await databases.freeze('shop');
  await databases.freeze('other');
  await eventually('the other one is frozen', async () => (await one('shop.other'))?.lights[1]?.state === 'green');
  await databases.run('other', 'source', "BEGIN READ WRITE; UPDATE notes SET body = 'within' WHERE id = 1; COMMIT");
  const failed = await once('all have ended', ({ isRunning, light }) => !isRunning && light === 'red');
  expect(failed.databases[0]).toMatchObject({ database: 'other', light: 'red', state: 'failed' });
  const [message] = await eventually('the channel heard of it', () => told(failed.run).length > 0 && told(failed.run));
  expect(message?.headline).toMatch(/^FREEZE PROOF FAILED · shop · Do not switch: other stands in the way/);
});

it('begins in no database where it cannot in one, and says in which and why', async () => {
  await whenSafe();
  const before = await Promise.all(parts.map(one));
  const allow = (isAllowed: boolean) =>
    databases.run('shop', 'source', `ALTER DATABASE other ALLOW_CONNECTIONS ${isAllowed}`);
  await allow(false);
  try {
    await databases.run(
      'shop',
      'source',
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'other'",
    );
    await eventually('the database is away', async () => {
      await pause(pollMs);
      const { connectionStatus } = await product.get<MigrationDetail>('/api/migrations/shop.other');
      return connectionStatus.source.state === 'down';
    });
    const refused = await product.send('POST', path, {});
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      code: 'SIDE_DOWN',
      message: expect.stringMatching(/^No proof was started, of no database\. other: The source does not answer/),
    });
    expect((await Promise.all(parts.map(one))).map((proof) => proof?.id)).toEqual(before.map((proof) => proof?.id));
  } finally {
    await allow(true);
  }
});

it('is refused while one of them is being proved alone, and is none of the same freeze with one begun apart', async () => {
  await proveAll();
  const apart = await product.send('POST', '/api/migrations/shop.other/readiness/freeze-proof', { waitSeconds: 60 });
  expect(apart.status).toBe(202);
  const refused = await product.send('POST', path, {});
  expect(await refused.json()).toMatchObject({
    code: 'PROOF_ACTIVE',
    message: expect.stringContaining('other: A freeze proof is under way'),
  });
  await eventually('it holds by itself', async () => (await one('shop.other'))?.standing === 'holds');
  expect(await folded()).toMatchObject({
    light: 'unknown',
    databases: [
      { database: 'other', light: 'unknown' },
      { database: 'shop', light: 'green' },
    ],
  });
});

it('ends all with one request, those that were proved already too', async () => {
  await whenSafe();
  await begin();
  await once('both wait for the freeze', waits);
  await databases.freeze('shop');
  await once('one is proved', (proof) => lightsOf(proof)['shop'] === 'green');
  const ended = await end();
  expect(ended).toMatchObject({ light: 'unknown', isRunning: false, isWatched: false });
  const states = (await Promise.all(parts.map(one))).map((proof) => [proof?.state, proof?.standing]);
  expect(states).toEqual([
    ['passed', 'unwatched'],
    ['cancelled', null],
  ]);
  // Writers of the one that was frozen still wait, and nothing else says so.
  expect(ended.leftFrozen).toEqual(['shop']);
  expect((await one('shop.shop'))?.statement).toContain('RESET default_transaction_read_only');
  expect(told(ended.run)).toEqual([]);
  expect((await product.send('DELETE', path)).status).toBe(409);
});

it('does not count where one was thawed after its proof, though nothing was written', async () => {
  await proveAll();
  await databases.thaw('other');
  await once('the thaw is seen', ({ light }) => light === 'red');
  await databases.freeze('other');
  await eventually('it holds by itself', async () => (await one('shop.other'))?.standing === 'holds');
  const after = await folded();
  expect(after.light).toBe('red');
  expect(after.databases[0]).toMatchObject({
    database: 'other',
    conclusion: expect.stringContaining('not all of one freeze'),
  });
});

it('names the right that is missing where it cannot tell whether one was written, and holds again with it', async () => {
  await proveAll();
  await databases.run('shop', 'target', `REVOKE ${seesOrigins} FROM cutover`);
  try {
    // Numbers of transactions are of the whole server: one of the other database counts here too, until the target tells.
    await databases.run('other', 'source', 'BEGIN READ WRITE; SELECT pg_current_xact_id(); COMMIT');
    const unknown = await once('it cannot tell', ({ light }) => light === 'unknown');
    const [first] = unknown.databases;
    expect(first).toMatchObject({ database: 'shop', standing: 'unknown', statement: null });
    expect(first?.conclusion).toMatch(/run this on the target: GRANT EXECUTE ON FUNCTION .* TO "cutover";/);
    expect(first?.nextStep).toContain('leave the source frozen. Remove the reason');
  } finally {
    await databases.run('shop', 'target', `GRANT ${seesOrigins} TO cutover`);
  }
  await once('all hold again', ({ light }) => light === 'green');
});

it('says in the report of one database that it is of one, and how the others stand', async () => {
  await whenSafe();
  const { report } = await product.get<SignedReport>('/api/migrations/shop.other/readiness/report');
  expect(report.group).toMatchObject({ name: 'shop', database: 'other', count: 2, answer: 'safe' });
  expect(report.group?.databases.map(({ database }) => database).sort()).toEqual(['other', 'shop']);
});

it('is interrupted in all with the process, and stays proved over a restart', async () => {
  await whenSafe();
  await begin();
  await once('both wait for the freeze', waits);
  await databases.freeze('shop');
  await once('one is proved', (proof) => lightsOf(proof)['shop'] === 'green');
  await product.kill();
  product = await product.restart();
  const left = await folded();
  expect(left).toMatchObject({ light: 'unknown', isRunning: false });
  expect(left.databases.find(({ database }) => database === 'other')?.state).toBe('interrupted');
  await product.send('DELETE', path);
  await databases.thaw('shop');

  const { run } = await proveAll();
  await product.stop();
  product = await product.restart();
  const again = await once('all are seen to stand still again', ({ light }) => light === 'green');
  expect(again.run).toBe(run);
});
