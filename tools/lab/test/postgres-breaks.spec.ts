// Every break of a PostgreSQL lab: what shows on the servers, and that nothing is left of it once it is mended.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openAnyLab,
  postgresBreakNames,
  startPostgresLab,
  type PostgresBreakName,
  type PostgresLab,
} from '../src/index.js';
import { until } from '../src/deadline.js';
import { ask, askOne, asCutover, differingTables } from './postgres-sides.js';

jest.setTimeout(300_000);

let parent: string;
let home: string;
let lab: PostgresLab;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-postgres-breaks-'));
  home = join(parent, 'lab');
  lab = await startPostgresLab({ home, rows: 2000 });
});

afterAll(async () => {
  await lab?.stop();
  await rm(parent, { recursive: true, force: true });
});

const slots = () => ask(lab, 'source', 'SELECT slot_name, active, wal_status FROM pg_replication_slots');
const replication = async () => (await lab.status()).replication;
const logIn = (role: 'source' | 'target'): Promise<string> =>
  asCutover(lab, role, () => Promise.resolve('welcome')).catch(
    (error: unknown) => (error as { code?: string }).code ?? 'no code',
  );

const coupon = `INSERT INTO coupons (code, discount_percent, valid) VALUES ('WRITTEN-MEANWHILE', 5, '[2025-01-01,)')`;
const write = (sql: string) => lab.withAdmin('source', (source) => source.query(sql));

/** Writes a row to the source, which does not come while the target stands still. */
async function expectNothingComes(...alsoDiffering: readonly string[]): Promise<void> {
  await write(coupon);
  expect(await differingTables(lab)).toEqual(['coupons', ...alsoDiffering].sort());
}

/** Writes a row to the source, which comes: the tables named here differ for another reason. */
async function expectItFollows(...differing: readonly string[]): Promise<void> {
  await write(coupon);
  await lab.catchUp();
  expect(await differingTables(lab)).toEqual(differing);
}

/** A worker comes back within a second or two unless something keeps it away. */
const restartMs = 4000;

/** What shows on the servers while something is broken. */
const effects: Record<PostgresBreakName, () => Promise<void>> = {
  'subscription-disabled': async () => {
    expect(await replication()).toMatchObject({ isEnabled: false, isWorkerRunning: false });
    expect(await slots()).toEqual([{ slot_name: 'shop_subscription', active: false, wal_status: 'reserved' }]);
    await expectNothingComes();
  },
  'worker-killed': async () => {
    await new Promise((resume) => setTimeout(resume, restartMs));
    expect(await replication()).toMatchObject({ isEnabled: true, isWorkerRunning: false });
    expect(await slots()).toEqual([{ slot_name: 'shop_subscription', active: false, wal_status: 'reserved' }]);
    await expectNothingComes();
  },
  'apply-error': async () => {
    const errors = 'SELECT apply_error_count::int FROM pg_stat_subscription_stats';
    const before = Number(await askOne(lab, 'target', errors));
    expect(before).toBeGreaterThan(0);
    const failsAgain = async (): Promise<true | undefined> =>
      Number(await askOne(lab, 'target', errors)) > before ? true : undefined;
    await until('the worker to fail again', failsAgain, { timeoutMs: 60_000 });
    expect(await slots()).toMatchObject([{ slot_name: 'shop_subscription', wal_status: 'reserved' }]);
    expect(await replication()).toMatchObject({ isEnabled: true });
    // What comes after the row that is refused waits behind it.
    await expectNothingComes('suppliers');
  },
  'slot-dropped': async () => {
    expect(await slots()).toEqual([]);
    expect(await replication()).toMatchObject({ isEnabled: true, slot: 'missing' });
    await expectNothingComes();
  },
  'slot-lost': async () => {
    expect(await slots()).toMatchObject([{ slot_name: 'shop_subscription', active: false, wal_status: 'lost' }]);
    expect(await askOne(lab, 'source', 'SHOW max_slot_wal_keep_size')).toBe('1MB');
    expect(await replication()).toMatchObject({ isEnabled: true, slot: { walStatus: 'lost' } });
    await expectNothingComes();
  },
  'publisher-down': async () => {
    expect([await logIn('source'), await logIn('target')]).toEqual(['ECONNREFUSED', 'welcome']);
    expect(await replication()).toMatchObject({ isEnabled: true, slot: 'unknown' });
    await expect(write(coupon)).rejects.toMatchObject({
      advice: 'Start it with "npm run lab -- mend publisher-down".',
    });
  },
  'subscriber-down': async () => {
    expect([await logIn('source'), await logIn('target')]).toEqual(['welcome', 'ECONNREFUSED']);
    expect(await replication()).toBeNull();
    await write(coupon);
  },
  'wrong-password': async () => {
    expect([await logIn('source'), await logIn('target')]).toEqual(['welcome', '28P01']);
    await expectItFollows();
  },
  'table-not-published': async () => {
    expect(await replication()).toMatchObject({ tables: 17, tablesInSync: 17 });
    await write("UPDATE product_images SET mime_type = 'image/gif' WHERE id = 2");
    await expectItFollows('product_images');
    await write("UPDATE product_images SET mime_type = 'image/png' WHERE id = 2");
  },
  'replica-identity-missing': async () => {
    await expect(write('UPDATE cart_items SET quantity = quantity')).rejects.toThrow(
      'does not have a replica identity',
    );
    await expectItFollows();
  },
  'sequence-behind': async () => {
    expect(await askOne(lab, 'target', "SELECT nextval('product_images_id_seq')")).toBe('1');
    await expectItFollows();
  },
  'schema-changed': async () => {
    const columns = "SELECT count(*)::int FROM information_schema.columns WHERE table_name = 'suppliers'";
    expect([await askOne(lab, 'source', columns), await askOne(lab, 'target', columns)]).toEqual([7, 6]);
    // A column more shows in the text of every row.
    await expectItFollows('suppliers');
  },
  'row-changed': () => expectItFollows('customers'),
  'row-missing': () => expectItFollows('reviews'),
  'row-extra': async () => {
    await expectItFollows('coupons');
    expect(await askOne(lab, 'target', "SELECT description FROM coupons WHERE code = 'NEVER-ON-SOURCE'")).toBe(
      'only on the target',
    );
  },
  'long-transaction': async () => {
    expect(await openTransactions()).toBe(1);
    await expectItFollows();
  },
};

/** Transactions that have written something on the source. */
const openTransactions = () =>
  askOne(lab, 'source', 'SELECT count(*)::int FROM pg_stat_activity WHERE backend_xid IS NOT NULL');

/** How far the target's sequences are ahead where they are least so. */
async function leastAhead(): Promise<number> {
  const last =
    "SELECT coalesce(last_value, 0) AS last FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename";
  const [source, target] = [await ask(lab, 'source', last), await ask(lab, 'target', last)];
  return Math.min(...source.map((row, place) => Number(target[place]?.['last']) - Number(row['last'])));
}

async function expectWhole(): Promise<void> {
  expect((await lab.status()).breaks).toEqual([]);
  await lab.catchUp();
  expect(await differingTables(lab)).toEqual([]);
  expect(await replication()).toMatchObject({ isEnabled: true, isWorkerRunning: true, tables: 18, tablesInSync: 18 });
  expect(await slots()).toEqual([{ slot_name: 'shop_subscription', active: true, wal_status: 'reserved' }]);
  expect([await logIn('source'), await logIn('target'), await openTransactions()]).toEqual(['welcome', 'welcome', 0]);
  expect(await leastAhead()).toBeGreaterThan(10_000);
  for (const role of ['source', 'target'] as const) {
    // Of ALTER SYSTEM nothing stays behind.
    expect(await ask(lab, role, "SELECT name FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf'")).toEqual([]);
  }
}

describe.each(postgresBreakNames)('%s', (name) => {
  it('shows on the servers, and is healed by its mend with all that was written meanwhile', async () => {
    await lab.break(name);
    expect((await lab.status()).breaks).toMatchObject([{ name }]);
    await effects[name]();
    expect(await lab.mend(name)).toBe(true);
    await expectWhole();
    await write("DELETE FROM coupons WHERE code = 'WRITTEN-MEANWHILE'");
    await expectWhole();
  });
});

it('lets a disabled subscription stay disabled while the slot is built anew', async () => {
  await lab.break('subscription-disabled');
  await lab.break('slot-dropped');
  await lab.mend('slot-dropped');
  expect(await replication()).toMatchObject({ isEnabled: false, isWorkerRunning: false });
  await lab.mend('subscription-disabled');
  await expectWhole();
});

it('keeps a worker away on a target that is started again', async () => {
  await lab.break('worker-killed');
  await lab.break('subscriber-down');
  await lab.mend('subscriber-down');
  expect(await replication()).toMatchObject({ isEnabled: true, isWorkerRunning: false });
  await lab.mend('worker-killed');
  await expectWhole();
});

it('lets every break of rows stand beside a standstill', async () => {
  const together: PostgresBreakName[] = ['publisher-down', 'row-extra', 'subscription-disabled'];
  for (const name of together) await lab.break(name);
  for (const name of together) await lab.mend(name);
  await expectWhole();
});

it('refuses to copy everything anew while a row is in the way on purpose, and mends it after that', async () => {
  await lab.break('slot-dropped');
  await lab.break('apply-error');
  await expect(lab.mend('slot-dropped')).rejects.toMatchObject({
    message: 'slot-dropped cannot be mended while apply-error is in force.',
    advice: 'Mend that first: "npm run lab -- mend apply-error".',
  });
  await lab.mend('apply-error');
  await lab.mend('slot-dropped');
  await expectWhole();
});

it('does not break, nor record, what could not be mended beside another break', async () => {
  await lab.break('row-changed');
  await expect(lab.break('slot-lost')).rejects.toThrow('slot-lost cannot be broken while row-changed is in force.');
  expect((await lab.status()).breaks).toMatchObject([{ name: 'row-changed' }]);
  await lab.mend('row-changed');
  await expectWhole();
});

it('names its own breaks when asked for one of another engine', async () => {
  const any = await openAnyLab(home);
  const refusal = await any.break('replica-stopped').catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    message: 'replica-stopped is no break of a PostgreSQL lab.',
    advice: `It has: ${postgresBreakNames.join(', ')}.`,
  });
  expect((await lab.status()).breaks).toEqual([]);
});

it('copies everything anew under load', async () => {
  const load = lab.startLoad({ rate: 50 });
  await lab.break('slot-lost');
  await lab.mend('slot-lost');
  await load.stop();
  expect(load.commits()).toBeGreaterThan(10);
  await expectWhole();
});
