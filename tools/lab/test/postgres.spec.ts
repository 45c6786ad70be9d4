import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openAnyLab,
  openLab,
  postgresBreakNames,
  removeLab,
  roles,
  shopSizes,
  shopTables,
  startAnyLab,
  startLab,
  startPostgresLab,
  type PostgresBreakName,
  type PostgresLab,
} from '../src/index.js';
import { until } from '../src/deadline.js';
import { rowsOf } from '../src/engines/postgres/admin.js';
import { dataDirectoryOption, serverPaths } from '../src/engines/postgres/server/server-paths.js';
import { readState } from '../src/lab-state.js';
import { processesStartedWith } from '../src/server/process-table.js';
import { ask, askOne, asCutover, differingTables, digests } from './postgres-sides.js';

jest.setTimeout(300_000);

const rows = 5000;
let parent: string;
let home: string;
let lab: PostgresLab;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-postgres-'));
  home = join(parent, 'lab');
  lab = await startPostgresLab({ home, rows });
});

afterAll(async () => {
  await lab?.stop();
  await rm(parent, { recursive: true, force: true });
});

async function expectWhole(): Promise<void> {
  expect((await lab.status()).breaks).toEqual([]);
  await lab.catchUp();
  expect(await differingTables(lab)).toEqual([]);
  expect(await statesOfTables()).toEqual(['r']);
}

/** The different states that the tables of the subscription are in. */
async function statesOfTables(): Promise<unknown[]> {
  return (await ask(lab, 'target', 'SELECT DISTINCT srsubstate::text AS state FROM pg_subscription_rel')).map(
    ({ state }) => state,
  );
}

function apply(): Promise<Record<string, unknown>[]> {
  return ask(lab, 'target', 'SELECT pid, received_lsn FROM pg_stat_subscription WHERE relid IS NULL');
}

function slots(): Promise<Record<string, unknown>[]> {
  return ask(lab, 'source', 'SELECT slot_name, active, wal_status FROM pg_replication_slots');
}

describe('a PostgreSQL lab that is up', () => {
  it('has copied the shop, of the size asked for, and nothing else', async () => {
    const source = await digests(lab, 'source');
    expect(Object.keys(source).sort()).toEqual([...shopTables].sort());
    expect(await digests(lab, 'target')).toEqual(source);
    for (const table of shopTables) {
      expect(`${table} ${String(source[table]?.split(' ')[0])}`).toBe(`${table} ${shopSizes(rows)[table]}`);
    }
  });

  it('has no row that refers to nothing, and the same indexes, keys, views, triggers and routines on both sides', async () => {
    const objects = `SELECT
      (SELECT count(*) FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname = 'public' AND contype = 'f' AND convalidated) AS foreign_keys,
      (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public') AS indexes,
      (SELECT count(*) FROM pg_views WHERE schemaname = 'public') AS views,
      (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal) AS triggers,
      (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public') AS routines`;
    const expected = [{ foreign_keys: '21', indexes: '42', views: '2', triggers: '1', routines: '3' }];
    expect([await ask(lab, 'source', objects), await ask(lab, 'target', objects)]).toEqual([expected, expected]);
  });

  it('applies on the target what is committed on the source, once', async () => {
    await lab.withAdmin('source', (source) =>
      source.query("UPDATE orders SET status = 'open', note = 'späte 🎁' WHERE id = 1"),
    );
    await lab.catchUp();
    expect(await askOne(lab, 'target', 'SELECT note FROM orders WHERE id = 1')).toBe('späte 🎁');
    // The trigger has written on the source; it must not write on the target too.
    expect(await differingTables(lab)).toEqual([]);
  });

  it('replicates over TLS, with the password in no catalog', async () => {
    expect(
      await ask(
        lab,
        'source',
        "SELECT r.usename, s.ssl FROM pg_stat_replication r JOIN pg_stat_ssl s USING (pid) WHERE r.application_name = 'shop_subscription'",
      ),
    ).toEqual([{ usename: 'replicator', ssl: true }]);
    const { replicationPassword } = lab.place.state;
    const connection = await askOne(lab, 'target', 'SELECT subconninfo FROM pg_subscription');
    expect(connection).toContain("sslmode='verify-full'");
    expect(connection).not.toContain(replicationPassword);
  });

  it('keeps its secrets from others', () => {
    expect(statSync(join(home, 'lab.json')).mode & 0o777).toBe(0o600);
    for (const role of roles) expect(statSync(join(lab.place.state.socketFolder, role)).mode & 0o777).toBe(0o700);
  });

  it('is found again, with servers that have died restarted', async () => {
    const pids = roles.map((role) => lab.server(role).pid());
    expect((await startPostgresLab({ home })).endpoints).toEqual(lab.endpoints);
    expect(roles.map((role) => lab.server(role).pid())).toEqual(pids);
    await Promise.all(roles.map((role) => lab.server(role).kill()));
    expect(roles.map((role) => lab.server(role).isRunning())).toEqual([false, false]);
    expect((await startPostgresLab({ home })).endpoints).toEqual(lab.endpoints);
    expect((await lab.status()).replication).toMatchObject({ isEnabled: true, isWorkerRunning: true });
    await expectWhole();
  });

  it('is not taken for a lab of MariaDB', async () => {
    await expect(openLab(home)).rejects.toThrow('is one of engine postgres, not mariadb');
    await expect(startLab({ home })).rejects.toThrow('is one of engine postgres, not mariadb');
    expect((await openAnyLab(home)).engine.title).toBe('PostgreSQL');
  });
});

describe('the cutover account', () => {
  it.each(roles)('may read states, positions and rows on the %s', async (role) => {
    await asCutover(lab, role, async (client) => {
      for (const sql of [
        'SELECT * FROM pg_replication_slots',
        'SELECT * FROM pg_stat_subscription',
        'SELECT * FROM pg_stat_subscription_stats',
        'SELECT subname, subenabled, subslotname, subpublications FROM pg_subscription',
        'SELECT srsubstate FROM pg_subscription_rel',
        'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), pg_current_wal_lsn())',
        ...shopTables.map((table) => `SELECT * FROM ${table} LIMIT 1`),
      ])
        await client.query(sql);
    });
  });

  it('sees how far the subscriber is, which accounts without pg_monitor do not', async () => {
    await lab.withAdmin('source', (source) => source.query('UPDATE coupons SET valid = valid'));
    await lab.catchUp();
    await asCutover(lab, 'source', async (client) => {
      const [row] = await rowsOf(client, 'SELECT state, sent_lsn, replay_lsn, reply_time FROM pg_stat_replication');
      expect(row).toEqual({
        state: 'streaming',
        sent_lsn: expect.stringContaining('/'),
        replay_lsn: expect.stringContaining('/'),
        reply_time: expect.any(Date),
      });
      // Null while nothing is written: the column must be there.
      await client.query('SELECT replay_lag FROM pg_stat_replication');
    });
  });

  it.each([
    ['where a subscription logs in', 'SELECT subconninfo FROM pg_subscription'],
    ['how far replication origins are', 'SELECT * FROM pg_replication_origin_status'],
    ['where a sequence stands', 'SELECT last_value FROM orders_id_seq'],
  ])('may not read %s', async (_, sql) => {
    const reading = asCutover(lab, 'target', (client) => client.query(sql));
    await expect(reading).rejects.toThrow('permission denied');
  });

  it.each(roles)('has pg_monitor and SELECT on the %s, and nothing else', async (role) => {
    expect(
      await ask(
        lab,
        role,
        `SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
                ARRAY(SELECT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = r.oid) AS roles,
                ARRAY(SELECT DISTINCT privilege_type::text FROM information_schema.role_table_grants WHERE grantee = 'cutover') AS rights,
                has_database_privilege('cutover', 'shop', 'CREATE, TEMP') OR has_schema_privilege('cutover', 'public', 'CREATE') AS creates
         FROM pg_roles r WHERE rolname = 'cutover'`,
      ),
    ).toEqual([
      {
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
        roles: ['pg_monitor'],
        rights: ['SELECT'],
        creates: false,
      },
    ]);
    const write = asCutover(lab, role, (client) => client.query('DELETE FROM reviews WHERE id = 1'));
    await expect(write).rejects.toThrow('permission denied');
  });

  it.each(roles)('is refused without TLS, or with another password, by the %s', async (role) => {
    const work = (): Promise<void> => Promise.resolve();
    await expect(asCutover(lab, role, work, { ssl: false })).rejects.toThrow('no encryption');
    await expect(asCutover(lab, role, work, { password: 'wrong' })).rejects.toThrow('password authentication failed');
  });

  it('has a password that is kept as scram-sha-256', async () => {
    const kinds = "SELECT DISTINCT split_part(rolpassword, '$', 1) AS kind FROM pg_authid WHERE rolcanlogin";
    expect(await ask(lab, 'source', kinds)).toEqual([{ kind: 'SCRAM-SHA-256' }]);
  });
});

/** What shows on the servers while something is broken, with one row written to the source since. */
const effects: Record<PostgresBreakName, () => Promise<void>> = {
  'subscription-disabled': async () => {
    // A disabled subscription keeps its line, without a worker.
    expect(await apply()).toEqual([{ pid: null, received_lsn: null }]);
    expect(await slots()).toEqual([{ slot_name: 'shop_subscription', active: false, wal_status: 'reserved' }]);
    expect(await askOne(lab, 'target', 'SELECT subenabled FROM pg_subscription')).toBe(false);
    expect(await differingTables(lab)).toEqual(['coupons']);
  },
  'apply-error': async () => {
    const errors = 'SELECT apply_error_count::int FROM pg_stat_subscription_stats';
    const before = Number(await askOne(lab, 'target', errors));
    expect(before).toBeGreaterThan(0);
    const failsAgain = async (): Promise<true | undefined> =>
      Number(await askOne(lab, 'target', errors)) > before ? true : undefined;
    await until('the worker to fail again', failsAgain, { timeoutMs: 60_000 });
    expect(await slots()).toMatchObject([{ slot_name: 'shop_subscription', wal_status: 'reserved' }]);
    expect(await askOne(lab, 'target', 'SELECT subenabled FROM pg_subscription')).toBe(true);
    // What comes after the row that is refused waits behind it.
    expect(await differingTables(lab)).toEqual(['coupons', 'suppliers']);
  },
  'slot-dropped': async () => {
    expect(await slots()).toEqual([]);
    expect((await lab.status()).replication).toMatchObject({ isEnabled: true, slot: 'missing' });
    expect(await differingTables(lab)).toEqual(['coupons']);
  },
};

const coupon = `INSERT INTO coupons (code, discount_percent, valid) VALUES ('WRITTEN-MEANWHILE', 5, '[2025-01-01,)')`;

describe.each(postgresBreakNames)('%s', (name) => {
  it('shows on the servers, and is healed by its mend with all that was written meanwhile', async () => {
    await lab.break(name);
    expect((await lab.status()).breaks).toMatchObject([{ name }]);
    await lab.withAdmin('source', (source) => source.query(coupon));
    await effects[name]();
    expect(await lab.mend(name)).toBe(true);
    await expectWhole();
    await lab.withAdmin('source', (source) => source.query("DELETE FROM coupons WHERE code = 'WRITTEN-MEANWHILE'"));
    await expectWhole();
    expect(await slots()).toEqual([{ slot_name: 'shop_subscription', active: true, wal_status: 'reserved' }]);
  });
});

it('lets a disabled subscription stay disabled while the slot is built anew', async () => {
  await lab.break('subscription-disabled');
  await lab.break('slot-dropped');
  await lab.mend('slot-dropped');
  expect((await lab.status()).replication).toMatchObject({ isEnabled: false, isWorkerRunning: false });
  await lab.mend('subscription-disabled');
  await expectWhole();
});

it('refuses to copy everything anew while a row is in the way on purpose, and mends it after that', async () => {
  await lab.break('apply-error');
  await lab.break('slot-dropped');
  await expect(lab.mend('slot-dropped')).rejects.toThrow('copied anew');
  await lab.mend('apply-error');
  await lab.mend('slot-dropped');
  await expectWhole();
});

it('names its own breaks when asked for one of another engine', async () => {
  const any = await openAnyLab(home);
  const refusal = await any.break('row-extra').catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    message: 'row-extra is no break of a PostgreSQL lab.',
    advice: 'It has: subscription-disabled, apply-error, slot-dropped.',
  });
  expect((await lab.status()).breaks).toEqual([]);
});

it('writes only to the hot tables under load, through a crash of the source', async () => {
  const before = await digests(lab, 'source');
  const load = lab.startLoad({ rate: 100 });
  const reach = (commits: number): Promise<true> =>
    until(`${commits} commits`, async () => (load.commits() >= commits ? true : undefined), { timeoutMs: 120_000 });
  await reach(150);
  await lab.server('source').kill();
  await lab.server('source').start();
  await reach(load.commits() + 150);
  await load.stop();
  const after = await digests(lab, 'source');
  expect(
    Object.keys(before)
      .filter((table) => before[table] !== after[table])
      .sort(),
  ).toEqual(['audit_log', 'order_items', 'orders', 'payments', 'stock']);
  await expectWhole();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('ends a start that is under way, with the programs that make its files', async () => {
  const early = join(parent, 'early');
  const starting = startPostgresLab({ home: early, rows }).catch((error: unknown) => error);
  const installers = async (): Promise<readonly number[]> => {
    const state = await readState(join(early, 'lab.json'));
    return roles.flatMap((role) =>
      state ? processesStartedWith('initdb', dataDirectoryOption(serverPaths(state, role))) : [],
    );
  };
  const bothInstall = async (): Promise<true | undefined> =>
    (await installers()).length === roles.length ? true : undefined;
  await until('initdb to run on both sides', bothInstall, { timeoutMs: 60_000, pauseMs: 5 });
  const pids = await installers();
  const state = await readState(join(early, 'lab.json'));
  expect(await removeLab(early)).toBe(true);
  expect(await starting).toMatchObject({ message: expect.stringContaining('initdb failed') });
  // One that was ended is there until whoever inherited it has taken note.
  await until('initdb to be gone', async () => (pids.some(isAlive) ? undefined : true), { timeoutMs: 10_000 });
  expect([existsSync(early), existsSync(state?.socketFolder ?? early)]).toEqual([false, false]);
});

it('leaves no process and no file when taken down', async () => {
  const state = await readState(join(home, 'lab.json'));
  const pids = roles.map((role) => lab.server(role).pid());
  expect(pids).toEqual([expect.any(Number), expect.any(Number)]);
  expect(await removeLab(home)).toBe(true);
  for (const pid of pids) expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  expect(existsSync(home)).toBe(false);
  expect(existsSync(state?.socketFolder ?? home)).toBe(false);
  expect(await removeLab(home)).toBe(false);
});

it('is MariaDB still where no engine is named', async () => {
  const plain = await startAnyLab(undefined, { home: join(parent, 'plain'), rows: 1000 });
  try {
    expect(plain.engine.title).toBe('MariaDB');
    expect((await plain.status()).replication).toMatchObject({ isReceiving: true, isApplying: true });
  } finally {
    await plain.stop();
  }
});
