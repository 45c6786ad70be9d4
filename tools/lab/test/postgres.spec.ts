import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openAnyLab,
  openLab,
  removeLab,
  roles,
  shopSizes,
  shopTables,
  startAnyLab,
  startLab,
  startPostgresLab,
  type PostgresLab,
} from '../src/index.js';
import { until } from '../src/deadline.js';
import { rowsOf } from '../src/engines/postgres/admin.js';
import { readState } from '../src/lab-state.js';
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

  it('has sequences on the target that stay ahead of the source under load', async () => {
    const next =
      "SELECT sequencename AS name, coalesce(last_value, 0) AS last FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1";
    const [source, target] = [await ask(lab, 'source', next), await ask(lab, 'target', next)];
    expect(source).toHaveLength(13);
    expect(target.map(({ name }) => name)).toEqual(source.map(({ name }) => name));
    for (const [place, { name, last }] of source.entries())
      expect(`${String(name)} ${Number(target[place]?.['last']) - Number(last) >= 10_000}`).toBe(
        `${String(name)} true`,
      );
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

it('writes only to the hot tables under load, through a crash of the source', async () => {
  const before = await digests(lab, 'source');
  const load = lab.startLoad({ rate: 100 });
  const reach = (commits: number): Promise<true> =>
    until(`${commits} commits`, async () => (load.commits() >= commits ? true : undefined), { timeoutMs: 120_000 });
  await reach(150);
  await lab.server('source').kill();
  await lab.server('source').start();
  await reach(load.commits() + 150);
  const rollbacks = "SELECT xact_rollback::int FROM pg_stat_database WHERE datname = 'shop'";
  const earlier = Number(await askOne(lab, 'source', rollbacks));
  const rollsBack = async (): Promise<true | undefined> =>
    Number(await askOne(lab, 'source', rollbacks)) > earlier ? true : undefined;
  await until('a transaction that is rolled back', rollsBack, { timeoutMs: 120_000 });
  await load.stop();
  const after = await digests(lab, 'source');
  expect(
    Object.keys(before)
      .filter((table) => before[table] !== after[table])
      .sort(),
  ).toEqual(['audit_log', 'order_items', 'orders', 'payments', 'stock']);
  await expectWhole();
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
