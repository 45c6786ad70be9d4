import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import {
  grantsFor,
  makeTemplate,
  openLab,
  removeLab,
  roles,
  shopSizes,
  shopTables,
  startLab,
  type Lab,
  type Role,
} from '../src/index.js';
import { readState } from '../src/lab-state.js';
import { rowsOf } from '../src/engines/mysql-family/admin.js';
import { ask, askOne, checksums } from './sides.js';

jest.setTimeout(300_000);

const rows = 20_000;
let parent: string;
let home: string;
let lab: Lab;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-'));
  // Long enough that a unix socket would not fit inside.
  home = join(parent, 'a-folder-name-that-leaves-no-room-for-a-socket'.repeat(2));
  lab = await startLab({ home, rows });
});

afterAll(async () => {
  await lab?.stop();
  await rm(parent, { recursive: true, force: true });
});

async function asCutover<T>(role: Role, work: (connection: Connection) => Promise<T>): Promise<T> {
  const { host, port, user, password, database, tls } = lab.endpoints[role];
  const ssl = { ca: readFileSync(tls.ca), cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
  const connection = await createConnection({ host, port, user, password, database, ssl });
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

describe('a lab that is up', () => {
  it('holds the same shop on both sides, of the size asked for', async () => {
    const [source, target] = await Promise.all(roles.map((role) => checksums(lab, role)));
    expect(Object.keys(source ?? {})).toHaveLength(shopTables.length);
    expect(target).toEqual(source);
    expect(await askOne(lab, 'target', 'SELECT COUNT(*) FROM order_items')).toBe(shopSizes(rows).order_items);
    for (const table of shopTables) {
      const expected = shopSizes(rows)[table] + (table === 'audit_log' ? 1 : 0);
      expect(`${table} ${String(await askOne(lab, 'source', `SELECT COUNT(*) FROM ${table}`))}`).toBe(
        `${table} ${expected}`,
      );
    }
  });

  it('has no row that refers to nothing', async () => {
    const keys = await ask(
      lab,
      'source',
      `SELECT k.table_name AS child, k.column_name AS reference, k.referenced_table_name AS parent, k.referenced_column_name AS id
       FROM information_schema.key_column_usage k WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL`,
    );
    expect(keys.length).toBeGreaterThan(15);
    for (const { child, reference, parent: table, id } of keys) {
      const orphans = `SELECT COUNT(*) FROM ${String(child)} c LEFT JOIN ${String(table)} p ON p.${String(id)} = c.${String(reference)}
        WHERE c.${String(reference)} IS NOT NULL AND p.${String(id)} IS NULL`;
      expect(`${String(child)}.${String(reference)} ${String(await askOne(lab, 'source', orphans))}`).toBe(
        `${String(child)}.${String(reference)} 0`,
      );
    }
  });

  it('has a view, a trigger, routines and an event on both sides, and events run on the source alone', async () => {
    for (const role of roles) {
      const count = (table: string, column: string): Promise<unknown> =>
        askOne(lab, role, `SELECT COUNT(*) FROM information_schema.${table} WHERE ${column} = 'shop'`);
      expect(await count('views', 'table_schema')).toBe(2);
      expect(await count('triggers', 'trigger_schema')).toBe(1);
      expect(await count('routines', 'routine_schema')).toBe(2);
      expect(await count('events', 'event_schema')).toBe(1);
    }
    expect(await askOne(lab, 'source', 'SELECT @@event_scheduler')).toBe('ON');
    expect(await askOne(lab, 'target', 'SELECT @@event_scheduler')).toBe('OFF');
  });

  it('applies on the target what is committed on the source', async () => {
    await lab.withAdmin('source', (source) =>
      source.query("UPDATE orders SET status = 'returned', note = 'späte 🎁' WHERE id = 1"),
    );
    await lab.catchUp();
    expect(await askOne(lab, 'target', 'SELECT note FROM orders WHERE id = 1')).toBe('späte 🎁');
    expect((await checksums(lab, 'target'))['shop.audit_log']).toBe((await checksums(lab, 'source'))['shop.audit_log']);
  });

  it('encrypts everything on the target and nothing on the source', async () => {
    const plain = `SELECT COUNT(*) FROM information_schema.INNODB_SYS_TABLESPACES s
      LEFT JOIN information_schema.INNODB_TABLESPACES_ENCRYPTION e ON e.SPACE = s.SPACE AND e.ENCRYPTION_SCHEME = 1
      WHERE s.NAME LIKE 'shop/%' AND e.SPACE IS NULL`;
    expect(await askOne(lab, 'target', plain)).toBe(0);
    expect(await askOne(lab, 'source', plain)).toBe(shopTables.length);
    for (const variable of ['innodb_encrypt_log', 'encrypt_binlog', 'encrypt_tmp_files', 'aria_encrypt_tables']) {
      expect(`${variable} ${String(await askOne(lab, 'target', `SELECT @@${variable}`))}`).toBe(`${variable} 1`);
    }
    const reads = (role: Role): Promise<boolean> =>
      lab.withAdmin(role, async (root) => {
        // The file holds what was written last only after its pages were flushed, and a server takes its time for that.
        await root.query('FLUSH TABLES customers FOR EXPORT');
        return readFileSync(join(home, role, 'files/shop/customers.ibd')).includes('customer17@example.com');
      });
    expect({ source: await reads('source'), target: await reads('target') }).toEqual({ source: true, target: false });
  });

  it('replicates over TLS to a target that refuses writes', async () => {
    expect(await askOne(lab, 'target', 'SELECT @@read_only')).toBe(1);
    const [channel] = await ask(lab, 'target', 'SHOW ALL SLAVES STATUS');
    expect(channel).toMatchObject({
      Master_SSL_Allowed: 'Yes',
      Master_SSL_Verify_Server_Cert: 'Yes',
      Using_Gtid: 'Slave_Pos',
    });
  });

  it('keeps its secrets from others', () => {
    expect(statSync(join(home, 'lab.json')).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });
});

/** What a GRANT statement grants, in one spelling. */
function rightsIn(statement: string): string {
  const [, rights = '', object = ''] = /^GRANT (.*) ON (.*) TO /.exec(statement.replaceAll('`', '')) ?? [];
  return `${rights.split(', ').sort().join(', ')} ON ${object}`;
}

describe('the cutover account', () => {
  it('has exactly the rights that grantsFor names', async () => {
    for (const role of roles) {
      const granted = (await ask(lab, role, "SHOW GRANTS FOR cutover@'%'")).map((row) => String(Object.values(row)[0]));
      expect(granted[0]).toContain('REQUIRE SSL');
      expect(granted.map(rightsIn).sort()).toEqual(grantsFor(role, 'shop').map(rightsIn).sort());
    }
  });

  it.each([
    ['source', 'SHOW MASTER STATUS'],
    ['source', 'SHOW BINARY LOGS'],
    ['source', 'SELECT @@gtid_binlog_pos'],
    ['source', 'CHECKSUM TABLE orders'],
    ['source', "SELECT table_name FROM information_schema.tables WHERE table_schema = 'shop'"],
    ['source', 'START TRANSACTION WITH CONSISTENT SNAPSHOT'],
    ['source', "SHOW STATUS LIKE 'binlog_snapshot%'"],
    ['target', 'SHOW ALL SLAVES STATUS'],
    ['target', 'SELECT @@gtid_slave_pos'],
    ['target', 'SELECT * FROM mysql.gtid_slave_pos'],
    ['target', 'CHECKSUM TABLE orders'],
    ['target', 'START TRANSACTION WITH CONSISTENT SNAPSHOT'],
  ] as const)('may on the %s: %s', async (role, sql) => {
    const [result] = await asCutover(role, (connection) => connection.query(sql));
    if (Array.isArray(result)) expect(result.length).toBeGreaterThan(0);
  });

  it.each(roles)('may not write to the %s', async (role) => {
    const write = asCutover(role, (connection) => connection.query('DELETE FROM reviews WHERE id = 1'));
    await expect(write).rejects.toThrow(/denied|read-only/);
  });

  it.each(roles)('is refused without TLS by the %s', async (role) => {
    const { host, port, user, password } = lab.endpoints[role];
    await expect(createConnection({ host, port, user, password })).rejects.toThrow();
  });
});

describe('labs from a template', () => {
  it('each hold its shop and replicate, beside each other, and are gone without touching it', async () => {
    const template = join(parent, 'template');
    await makeTemplate({ home: template, rows: 1000 });
    const others = await Promise.all(['a', 'b'].map((name) => startLab({ home: join(parent, name), template })));
    try {
      for (const other of others) {
        const note = `of ${other.endpoints.source.port}`;
        await other.withAdmin('source', (source) => source.query('UPDATE orders SET note = ? WHERE id = 1', [note]));
        await other.catchUp();
        expect(await askOne(other, 'target', 'SELECT note FROM orders WHERE id = 1')).toBe(note);
        expect(await checksums(other, 'target')).toEqual(await checksums(other, 'source'));
        expect(await askOne(other, 'source', 'SELECT COUNT(*) FROM order_items')).toBe(1000);
        expect((await other.status()).replication).toMatchObject({ isReceiving: true, isApplying: true });
      }
      const ports = others.flatMap(({ endpoints }) => roles.map((role) => endpoints[role].port));
      expect(new Set(ports).size).toBe(4);
    } finally {
      await Promise.all(others.map((other) => other.stop()));
    }
    expect((await readState(join(template, 'lab.json')))?.isTemplate).toBe(true);
    await expect(openLab(template)).rejects.toThrow('never finished');
    expect(await removeLab(template)).toBe(true);
    expect(existsSync(template)).toBe(false);
  });

  it('are refused of a folder that is none', async () => {
    await expect(startLab({ home: join(parent, 'c'), template: home })).rejects.toThrow('holds no template');
  });
});

describe('up and down', () => {
  it('finds a lab that is up already, and restarts servers that have died', async () => {
    const pids = roles.map((role) => lab.server(role).pid());
    expect((await startLab({ home, rows })).endpoints).toEqual(lab.endpoints);
    expect(roles.map((role) => lab.server(role).pid())).toEqual(pids);

    await Promise.all(roles.map((role) => lab.server(role).kill()));
    const again = await startLab({ home, rows });
    expect(again.endpoints).toEqual(lab.endpoints);
    expect((await again.status()).replication).toMatchObject({ isReceiving: true, isApplying: true });
  });

  it('leaves a folder alone that is not a lab', async () => {
    const foreign = join(parent, 'foreign');
    await mkdir(foreign);
    await writeFile(join(foreign, 'letters.txt'), 'mine');
    await expect(startLab({ home: foreign, rows })).rejects.toThrow('is not empty');
    await expect(openLab(foreign)).rejects.toThrow('no lab');
    expect(readFileSync(join(foreign, 'letters.txt'), 'utf8')).toBe('mine');
  });

  it('shows the end of the error log when a server does not start', async () => {
    const other = await startLab({ home: join(parent, 'other'), rows: 1000 });
    await other.server('target').stop();
    await rm(join(other.home, 'target', 'encryption.key'));
    await expect(other.server('target').start()).rejects.toThrow(/error\.log:\n.*(ERROR|Aborting)/s);
    await other.stop();
    expect(existsSync(other.home)).toBe(false);
  });

  it('leaves no process and no file', async () => {
    const state = await readState(join(home, 'lab.json'));
    await lab.stop();
    expect(roles.map((role) => lab.server(role).isRunning())).toEqual([false, false]);
    expect(existsSync(home)).toBe(false);
    expect(state?.socketFolder.startsWith(home)).toBe(false);
    expect(existsSync(state?.socketFolder ?? home)).toBe(false);
    lab = await startLab({ home, rows: 1000 });
    expect(await lab.withAdmin('source', (source) => rowsOf(source, 'SELECT COUNT(*) AS n FROM orders'))).toEqual([
      { n: 250 },
    ]);
  });
});
