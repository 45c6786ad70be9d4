// What is encrypted on the disks of a real MariaDB pair: plain source, encrypted target.
import type { Lab } from '@cutover/lab';
import { otherTablesStatement } from '../../src/encryption/dialects/mariadb/statements.js';
import { encryptionDialects } from '../../src/encryption/dialects/registry.js';
import type { EncryptionReader, ToldEncryption, ToldTablespace } from '../../src/encryption/encryption-dialect.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;

const admin = (...statements: string[]) =>
  lab.withoutBinaryLog('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });

beforeAll(async () => {
  lab = await labPair();
});

describe('what the target tells', () => {
  let connections: ConnectionsService;
  let reader: EncryptionReader;
  let nowMs = 0;

  const read = (): Promise<ToldEncryption> => reader.read({}, (nowMs += 60_001));
  const tablespaces = async (): Promise<ToldTablespace[]> => {
    const { tablespaces: told } = await read();
    if (told.value === null) throw new Error(told.reason);
    return told.value;
  };
  const named = async (table: string): Promise<ToldTablespace | undefined> =>
    (await tablespaces()).find((each) => each.table === table);

  beforeAll(async () => {
    connections = await whenUp(startConnections(configOf(lab)));
    reader = encryptionDialects['mariadb']!.readerOf(connections.get('shop', 'target'));
  });
  afterAll(() => connections.onApplicationShutdown());

  it('says of the sound pair that all of the target is encrypted, the system tablespace too, and nothing of the source', async () => {
    const target = await tablespaces();
    expect(target.filter(({ state }) => state !== 'done')).toEqual([]);
    expect(target.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['innodb_system', 'shop/orders', 'mysql/gtid_slave_pos']),
    );
    expect(
      target.every(({ keyVersion, encryptedBytes, sizeBytes }) => keyVersion === 1 && encryptedBytes === sizeBytes),
    ).toBe(true);
    const source = await encryptionDialects['mariadb']!.readerOf(connections.get('shop', 'source')).read({}, 0);
    expect(new Set(source.tablespaces.value?.map(({ state }) => state))).toEqual(new Set(['plain']));
    expect(source.keys?.provider).toBeNull();
    expect(source.standstill?.cause).toBe('no-key');
    expect(source.logs.value?.every(({ isEncrypted }) => isEncrypted === false)).toBe(true);
  });

  it('sees what the server’s own list of encryption leaves out: a plain table that no thread has begun with', () =>
    whileBroken(lab, 'encryption-threads-zero', async () => {
      const rows = await lab.withAdmin('target', async (root) => {
        const [found] = await root.query(
          "SELECT * FROM information_schema.INNODB_TABLESPACES_ENCRYPTION WHERE NAME = 'shop/product_images'",
        );
        return found;
      });
      expect(rows).toEqual([]);
      expect(await named('shop.product_images')).toMatchObject({ state: 'plain', encryptedBytes: 0, action: null });
      expect((await read()).standstill?.cause).toBe('no-threads');
    }));

  it('names what is never encrypted, with the statement that encrypts it', async () => {
    await admin(
      'CREATE DATABASE elsewhere',
      'CREATE TABLE elsewhere.`it is, plain` (id INT PRIMARY KEY, c TEXT, FULLTEXT (c)) ENCRYPTED=NO',
      'CREATE TABLE elsewhere.parts (id INT PRIMARY KEY) ENCRYPTED=NO PARTITION BY HASH (id) PARTITIONS 2',
      'CREATE TABLE shop.old_style (id INT) ENGINE=MyISAM ROW_FORMAT=FIXED',
    );
    try {
      const found = (await tablespaces()).filter(({ state }) => state === 'never');
      const actionOf = (table: string) =>
        found.find((each) => each.table === table)?.action?.replace('SET SESSION sql_log_bin = 0; ', '');
      expect(actionOf('elsewhere.it is, plain')).toBe('ALTER TABLE `elsewhere`.`it is, plain` ENCRYPTED=YES;');
      expect(found.filter(({ table }) => table === 'elsewhere.parts')).toHaveLength(2);
      expect(actionOf('shop.old_style')).toBe('ALTER TABLE `shop`.`old_style` ENGINE=InnoDB ROW_FORMAT=DEFAULT;');
      // What it says does what it says.
      await admin(
        ...['elsewhere.it is, plain', 'elsewhere.parts', 'shop.old_style'].map((table) => actionOf(table) ?? ''),
      );
      const isLeft = async () => (await tablespaces()).filter(({ state }) => state !== 'done').map(({ name }) => name);
      await eventually('all are encrypted', async () => (await isLeft()).length === 0);
    } finally {
      await admin('DROP DATABASE elsewhere', 'DROP TABLE shop.old_style');
    }
  });

  it('takes no Aria table for encrypted because of a setting, and says the Aria log', async () => {
    await admin(
      'CREATE DATABASE elsewhere',
      'CREATE TABLE elsewhere.dynamic (a VARCHAR(60)) ENGINE=Aria TRANSACTIONAL=0 ROW_FORMAT=DYNAMIC',
      'CREATE TABLE elsewhere.fixed (a CHAR(60)) ENGINE=Aria TRANSACTIONAL=0 ROW_FORMAT=FIXED',
      'SET GLOBAL aria_encrypt_tables = OFF',
      'CREATE TABLE elsewhere.paged (a VARCHAR(60)) ENGINE=Aria',
      'SET GLOBAL aria_encrypt_tables = ON',
      'CREATE TABLE elsewhere.in_memory (a INT) ENGINE=MEMORY',
    );
    try {
      const found = (await tablespaces()).filter(({ state }) => state !== 'done');
      expect(found.map(({ table, state }) => `${table} ${state}`).sort()).toEqual([
        ...['elsewhere.dynamic never', 'elsewhere.fixed never', 'elsewhere.paged unknown'],
      ]);
      await admin(...found.map(({ action }) => action?.replace('SET SESSION sql_log_bin = 0; ', '') ?? ''));
      const isLeft = async () => (await tablespaces()).filter(({ state }) => state !== 'done').map(({ name }) => name);
      await eventually('all are encrypted', async () => (await isLeft()).length === 0);
      // Tables of the server itself are Aria tables on every MariaDB: said, and no reason never to be safe.
      const part = (await read()).parts.find((each) => each.part === 'aria-log');
      expect(part).toMatchObject({ state: 'plain', isRequired: false });
    } finally {
      await admin('DROP DATABASE elsewhere');
    }
  });

  it('opens no table to read what tables there are', async () => {
    const opened = (): Promise<number> =>
      lab.withAdmin('target', async (root) => {
        const [rows] = await root.query("SHOW GLOBAL STATUS LIKE 'Opened_tables'");
        return Number((rows as { Value: string }[])[0]?.Value);
      });
    await read();
    await admin('FLUSH TABLES');
    const before = await opened();
    for (let round = 0; round < 3; round += 1) await read();
    // What the server opens for itself meanwhile, and replication.
    expect((await opened()) - before).toBeLessThan(15);
    const [plan] = await connections.get('shop', 'target').query<{ Extra: string }>(`EXPLAIN ${otherTablesStatement}`);
    expect(plan?.Extra).toMatch(/Open_frm_only/);
  });

  it('names a tablespace of a running ALTER TABLE as such, and suggests nothing for it', async () => {
    await admin(
      'CREATE DATABASE elsewhere',
      'CREATE TABLE elsewhere.altered (id INT PRIMARY KEY, filling CHAR(250) NOT NULL) ENCRYPTED=NO',
      "INSERT INTO elsewhere.altered SELECT seq, REPEAT('x', 250) FROM seq_1_to_150000",
    );
    const altering = admin(
      'ALTER TABLE elsewhere.altered FORCE, ALGORITHM=COPY',
      'ALTER TABLE elsewhere.altered FORCE',
    );
    try {
      const running = await eventually('it is seen', async () =>
        (await tablespaces()).find(({ name }) => name.includes('/#sql')),
      );
      expect(running).toMatchObject({ table: null, action: null });
      expect(running.state).not.toBe('never');
      expect(running.note).toContain('DDL');
    } finally {
      await altering;
      await admin('DROP DATABASE elsewhere');
    }
  });

  it('follows a tablespace page by page while it is being encrypted', async () => {
    const [rows] = await lab.withAdmin('target', (root) => root.query('SELECT @@innodb_buffer_pool_size AS bytes'));
    const [pool] = rows as { bytes: number }[];
    await admin(
      'SET GLOBAL innodb_encryption_threads = 0',
      'SET GLOBAL innodb_encrypt_tables = OFF',
      // Only pages that are read from the disk count for the pace: they must not all be in memory.
      `SET GLOBAL innodb_buffer_pool_size = ${8 * 1024 * 1024}`,
      'CREATE DATABASE elsewhere',
      'CREATE TABLE elsewhere.big (id INT PRIMARY KEY, filling CHAR(250) NOT NULL)',
      "INSERT INTO elsewhere.big SELECT seq, REPEAT('x', 250) FROM seq_1_to_100000",
      'SET GLOBAL innodb_encrypt_tables = ON',
      'SET GLOBAL innodb_encryption_rotation_iops = 20',
      'SET GLOBAL innodb_encryption_threads = 1',
    );
    try {
      const big = await eventually('it is on its way', async () => {
        const found = await named('elsewhere.big');
        return found?.state === 'rotating' && (found.encryptedBytes ?? 0) > 0 ? found : undefined;
      });
      expect(big.encryptedBytes).toBeLessThan(big.sizeBytes ?? 0);
      await admin('SET GLOBAL innodb_encryption_rotation_iops = 10000');
      await eventually('it is done', async () => (await named('elsewhere.big'))?.state === 'done');
    } finally {
      await admin(
        'SET GLOBAL innodb_encryption_rotation_iops = 100',
        'SET GLOBAL innodb_encryption_threads = 2',
        `SET GLOBAL innodb_buffer_pool_size = ${pool?.bytes}`,
        'DROP DATABASE elsewhere',
      );
    }
  });

  it('says that it may not see tables outside InnoDB, with the right that shows them; and sees them with it', async () => {
    const rights = ['SELECT ON shop.*', 'SLAVE MONITOR, BINLOG MONITOR, PROCESS ON *.*'];
    const { target, drop } = await createAccount(lab, 'narrow', { source: rights, target: rights });
    let own = await whenUp(startConnections(configOf(lab, { target })));
    const grant = "GRANT SHOW VIEW ON *.* TO 'narrow'@'%';";
    const readAs = async () => {
      const told = await encryptionDialects['mariadb']!.readerOf(own.get('shop', 'target')).read({}, 0);
      return { told, hidden: told.parts.find(({ part }) => part === 'hidden-tables') };
    };
    await admin('CREATE DATABASE elsewhere', 'CREATE TABLE elsewhere.unseen (id INT) ENGINE=MyISAM');
    try {
      const { told, hidden } = await readAs();
      expect(told.tablespaces.value?.some(({ name }) => name === 'elsewhere/unseen')).toBe(false);
      expect(hidden).toMatchObject({
        state: 'unknown',
        isRequired: true,
        statement: `SET SESSION sql_log_bin = 0; ${grant}`,
      });
      await admin(grant);
      // A session that was opened before does not see more for it, whatever SHOW GRANTS says.
      expect((await readAs()).hidden).toBeDefined();
      await own.onApplicationShutdown();
      own = await whenUp(startConnections(configOf(lab, { target })));
      const after = await readAs();
      expect(after.hidden).toBeUndefined();
      expect(after.told.tablespaces.value?.filter(({ state }) => state !== 'done').map(({ name }) => name)).toEqual([
        'elsewhere/unseen',
      ]);
    } finally {
      await admin('DROP DATABASE elsewhere');
      await own.onApplicationShutdown();
      await drop();
    }
  });

  it('is unknown to an account without the rights, with the GRANT of each', async () => {
    const rights = ['SELECT ON shop.*', 'SLAVE MONITOR ON *.*'];
    const { target, drop } = await createAccount(lab, 'narrow', { source: rights, target: rights });
    const own = await whenUp(startConnections(configOf(lab, { target })));
    try {
      const told = await encryptionDialects['mariadb']!.readerOf(own.get('shop', 'target')).read({}, 0);
      expect(told.tablespaces).toMatchObject({
        value: null,
        grant: "SET SESSION sql_log_bin = 0; GRANT PROCESS ON *.* TO 'narrow'@'%';",
      });
      expect(told.logs).toMatchObject({
        value: null,
        grant: "SET SESSION sql_log_bin = 0; GRANT BINLOG MONITOR ON *.* TO 'narrow'@'%';",
      });
      expect(told.parts.find(({ part }) => part === 'redo-log')?.state).toBe('encrypted');
    } finally {
      await own.onApplicationShutdown();
      await drop();
    }
  });
});
