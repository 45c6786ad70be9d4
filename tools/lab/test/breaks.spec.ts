import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { readFileSync } from 'node:fs';
import { breakNames, ownTestLab, type BreakName, type Lab, type Role } from '../src/index.js';
import { ask, checksums } from './sides.js';

jest.setTimeout(300_000);

let parent: string;
let lab: Lab;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-breaks-'));
  lab = await ownTestLab(join(parent, 'lab'));
});

afterAll(async () => {
  await lab?.stop();
  await rm(parent, { recursive: true, force: true });
});

async function replication(): Promise<string> {
  const { replication: state } = await lab.status();
  return `${state?.isReceiving ? 'receives' : 'deaf'} ${state?.isApplying ? 'applies' : 'stuck'}`;
}

async function differingTables(): Promise<string[]> {
  const [source, target] = await Promise.all([checksums(lab, 'source'), checksums(lab, 'target')]);
  return Object.keys(source).filter((table) => source[table] !== target[table]);
}

async function logIn(role: Role): Promise<string> {
  const { host, port, user, password, tls } = lab.endpoints[role];
  try {
    const ssl = { ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
    const connection = await createConnection({ host, port, user, password, ssl, connectTimeout: 3000 });
    await connection.end();
    return 'welcome';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  }
}

/** 1: encrypted, 0: not to be, undefined: not begun with. */
async function encryptionScheme(table: string): Promise<number | undefined> {
  return lab.withAdmin('target', async (target) => {
    const [rows] = await target.query(
      'SELECT ENCRYPTION_SCHEME AS scheme FROM information_schema.INNODB_TABLESPACES_ENCRYPTION WHERE NAME = ? AND MIN_KEY_VERSION = ENCRYPTION_SCHEME',
      [`shop/${table}`],
    );
    return (rows as { scheme: number }[])[0]?.scheme;
  });
}

async function valueOn(role: Role, sql: string): Promise<unknown> {
  return lab.withAdmin(role, async (server) => {
    const [rows] = await server.query<RowDataPacket[]>(sql);
    return Object.values(rows[0] ?? {})[0];
  });
}

const variable = async (role: Role, name: string): Promise<string> =>
  String(await valueOn(role, `SELECT @@GLOBAL.${name}`));

/** Server ids, other than that of the source, in the target's own log. */
async function ownTransactions(): Promise<number> {
  const own = await variable('target', 'server_id');
  const states = (await variable('target', 'gtid_binlog_state')).split(',');
  return states.filter((gtid) => gtid.split('-')[1] === own).length;
}

/** The list is read anew only 100 ms after somebody last read it. */
const openTransactions = async (): Promise<number> => {
  await pause(200);
  return Number(
    await valueOn('source', 'SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_rows_locked > 0'),
  );
};

const onBoth = (sql: string): Promise<unknown[]> => Promise.all([valueOn('source', sql), valueOn('target', sql)]);
const indexes =
  "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = 'shop' AND index_name = 'audit_log_time'";
const collation =
  "SELECT collation_name FROM information_schema.columns WHERE table_schema = 'shop' AND table_name = 'suppliers' AND column_name = 'name'";
const counter =
  "SELECT auto_increment FROM information_schema.tables WHERE table_schema = 'shop' AND table_name = 'product_images'";

/** What shows on the servers while something is broken. */
const effects: Record<BreakName, () => Promise<void>> = {
  'replica-stopped': async () => expect(await replication()).toBe('deaf stuck'),
  'replica-broken': async () => {
    expect(await replication()).toBe('receives stuck');
    expect((await lab.status()).replication?.applierError).toContain('Duplicate entry');
    expect(await differingTables()).toEqual(['shop.suppliers']);
  },
  'receiver-dead': async () => {
    expect(await replication()).toBe('deaf applies');
    expect((await lab.status()).replication?.receiverError).not.toBe('');
  },
  lag: async () => {
    expect(await replication()).toBe('receives applies');
    expect((await lab.status()).replication?.delaySeconds).toBe(3600);
    expect(await differingTables()).toEqual(['shop.audit_log']);
  },
  'row-changed': async () => expect(await differingTables()).toEqual(['shop.customers']),
  'row-missing': async () => expect(await differingTables()).toEqual(['shop.reviews']),
  'row-extra': async () => expect(await differingTables()).toEqual(['shop.coupons']),
  'index-missing': async () => {
    expect(await onBoth(indexes)).toEqual([1, 0]);
    expect(await differingTables()).toEqual([]);
  },
  'collation-changed': async () => {
    const [source, target] = await onBoth(collation);
    expect(target).toBe('utf8mb4_bin');
    expect(source).not.toBe(target);
    expect(await differingTables()).toEqual([]);
  },
  'auto-increment-behind': async () => {
    const [source, target] = await onBoth(counter);
    expect(Number(source) - Number(target)).toBe(1_000_000);
    expect(await differingTables()).toEqual([]);
  },
  'table-dropped': async () => expect(await differingTables()).toEqual(['shop.product_images']),
  'grant-missing': async () => {
    const grants = (role: Role) => ask(lab, role, "SHOW GRANTS FOR shop_app@'%'").then((rows) => JSON.stringify(rows));
    expect(await grants('source')).toContain('DELETE');
    expect(await grants('target')).not.toContain('DELETE');
  },
  'wrong-password': async () => {
    expect(await logIn('target')).toBe('ER_ACCESS_DENIED_ERROR');
    expect(await logIn('source')).toBe('welcome');
  },
  'source-down': async () => {
    expect(await logIn('source')).toBe('ECONNREFUSED');
    expect(await replication()).toBe('deaf applies');
  },
  'target-down': async () => {
    expect(await logIn('target')).toBe('ECONNREFUSED');
    expect((await lab.status()).replication).toBeNull();
  },
  // The server's list leaves out what no thread has begun with.
  'encryption-threads-zero': async () => expect(await encryptionScheme('product_images')).toBeUndefined(),
  'plain-table': async () => expect(await encryptionScheme('reviews')).toBe(0),
  'event-scheduler-on': async () => expect(await variable('target', 'event_scheduler')).toBe('ON'),
  'stray-write-on-target': async () => {
    expect(await differingTables()).toEqual(['shop.coupons']);
    expect(await ownTransactions()).toBe(1);
    expect(await variable('target', 'read_only')).toBe('0');
  },
  'long-transaction': async () => expect(await openTransactions()).toBe(1),
  'binlog-retention-short': async () => expect(await variable('source', 'binlog_expire_logs_seconds')).toBe('3600'),
};

async function expectWhole(): Promise<void> {
  expect(await replication()).toBe('receives applies');
  await lab.catchUp(10_000);
  expect(await differingTables()).toEqual([]);
  expect([await logIn('source'), await logIn('target')]).toEqual(['welcome', 'welcome']);
  expect((await lab.status()).breaks).toEqual([]);
  expect([await encryptionScheme('product_images'), await encryptionScheme('reviews')]).toEqual([1, 1]);
  expect([await variable('target', 'event_scheduler'), await variable('target', 'read_only')]).toEqual(['OFF', '1']);
  expect([await ownTransactions(), await openTransactions()]).toEqual([0, 0]);
}

describe.each(breakNames)('%s', (name) => {
  it('shows on the servers, and leaves no trace once mended', async () => {
    await lab.break(name);
    expect((await lab.status()).breaks).toMatchObject([{ name }]);
    await effects[name]();
    expect(await lab.mend(name)).toBe(true);
    await expectWhole();
  });
});

it('lets every break of rows and tables stand beside the others', async () => {
  const together: BreakName[] = ['row-changed', 'row-missing', 'row-extra', 'table-dropped', 'replica-stopped'];
  for (const name of together) await lab.break(name);
  expect((await differingTables()).sort()).toEqual([
    'shop.coupons',
    'shop.customers',
    'shop.product_images',
    'shop.reviews',
  ]);
  for (const name of together) await lab.mend(name);
  await expectWhole();
});

it('keeps replication stopped when another break of it is mended first', async () => {
  await lab.break('replica-broken');
  await lab.break('replica-stopped');
  await lab.mend('replica-broken');
  expect(await replication()).toBe('deaf stuck');
  await lab.mend('replica-stopped');
  await expectWhole();
});

it('does not record a break that cannot be', async () => {
  await lab.break('target-down');
  await expect(lab.break('lag')).rejects.toThrow('The target server does not run');
  expect((await lab.status()).breaks).toHaveLength(1);
  await lab.mend('target-down');
  await expectWhole();
});

it('refuses to break twice, and has nothing to mend twice', async () => {
  await lab.break('row-extra');
  await expect(lab.break('row-extra')).rejects.toThrow('row-extra is broken already');
  expect(await lab.mend('row-extra')).toBe(true);
  expect(await lab.mend('row-extra')).toBe(false);
});

it('puts a row back under orders that refer to it', async () => {
  const order = `INSERT INTO orders (customer_id, address_id, status, total, placed_at) VALUES (17, 1, 'open', 1, NOW(6))`;
  let isOver = false;
  const ordering = lab.withAdmin('source', async (source) => {
    while (!isOver) await source.query(order);
  });
  try {
    for (let round = 0; round < 30; round++) {
      await lab.break('row-changed');
      await lab.mend('row-changed');
    }
  } finally {
    isOver = true;
    await ordering;
  }
  await lab.catchUp();
  await expectWhole();
});

it('writes only to the hot tables under load, through a crash of the source', async () => {
  const before = await checksums(lab, 'source');
  const load = lab.startLoad({ rate: 200 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await lab.server('source').kill();
  await lab.server('source').start();
  const afterCrash = load.commits();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await load.stop();
  expect(afterCrash).toBeGreaterThan(150);
  expect(load.commits()).toBeGreaterThan(afterCrash + 100);
  const after = await checksums(lab, 'source');
  const written = Object.keys(before).filter((table) => before[table] !== after[table]);
  expect(written.sort()).toEqual(
    ['audit_log', 'order_items', 'orders', 'payments', 'stock'].map((table) => `shop.${table}`),
  );
  await lab.catchUp();
  await expectWhole();
});
