// What sessions stand in the way of a cutover, on real servers; and what of the target stands in the way of it.
import {
  eventSchedulerAnswerSchema,
  rollbackPathAnswerSchema,
  sessionsAnswerSchema,
  type FindingList,
  type HoldUpKind,
  type MigrationDetail,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventSchedulerDialects } from '../../src/event-scheduler/dialects/registry.js';
import { rollbackPathDialects } from '../../src/rollback-path/dialects/registry.js';
import { sessionsDialects } from '../../src/sessions/dialects/registry.js';
import { rollbackPairOf } from '../support/rollback-pair.js';
import { eventually } from '../support/eventually.js';
import { heldSessions, type HeldSessions } from '../support/held-sessions.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { startProduct, type Product } from '../support/product.js';
import { runOn } from '../support/run-on.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;

beforeAll(async () => {
  lab = await labPair();
});

describe('sessions of a server', () => {
  let held: HeldSessions;
  const read = () => held.read();
  const session = () => held.session();
  const foundOf = (kind: HoldUpKind) => held.foundOf(kind);
  const kinds = async (): Promise<string[]> => (await read()).holdUps.map(({ kind }) => kind);

  beforeAll(async () => {
    held = await heldSessions(lab);
  });
  afterEach(() => held.release());
  afterAll(() => held.end());

  it('finds nothing on a quiet server, and may see everything', async () =>
    expect(await read()).toEqual({ holdUps: [], unknown: [] }));

  it('names a transaction that is open for long and idle, who has it, and how it is ended; not a young one', async () => {
    const [holder, young] = [await session(), await session()];
    await holder.query('START TRANSACTION');
    await holder.query('INSERT INTO held.t VALUES (1)');
    const found = await eventually('it lasts', async () => {
      await young.query('ROLLBACK');
      await young.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      return (await read()).holdUps[0];
    });
    expect(found).toMatchObject({
      ...{ kind: 'transaction', account: 'root@localhost', isIdle: true, doing: null },
      end: `KILL ${holder.threadId}`,
    });
    expect(found.forSeconds).toBeGreaterThanOrEqual(30);
    expect(await kinds()).toEqual(['transaction']);
    await holder.query('ROLLBACK');
    await eventually('it is gone', async () => (await kinds()).length === 0);
  });

  it('names DDL that waits for a metadata lock, without the values in it', async () => {
    const [holder, changer] = [await session(), await session()];
    await holder.query('START TRANSACTION');
    await holder.query('SELECT * FROM held.t');
    const change = changer.query("ALTER TABLE held.t ADD d VARCHAR(20) DEFAULT 'secret'").catch(() => undefined);
    const found = await eventually('it waits', foundOf('lock-wait'));
    expect(found).toMatchObject({
      end: `KILL ${changer.threadId}`,
      doing: 'ALTER TABLE held.t ADD d VARCHAR(?) DEFAULT ?',
    });
    // Ended by the statement that is told; else it would go on when the lock is free.
    await runOn(lab, 'source', String(found.end));
    await change;
  });

  it('names whoever waits behind FLUSH TABLES WITH READ LOCK as a backup, though its holder is idle', async () => {
    const [holder, writer] = [await session(), await session()];
    await holder.query('FLUSH TABLES WITH READ LOCK');
    const write = writer.query('DELETE FROM held.t').catch(() => undefined);
    await eventually('it waits', foundOf('backup'));
    await holder.query('UNLOCK TABLES');
    await write;
    await eventually('it is gone', async () => (await kinds()).length === 0);
  });

  it('names a prepared transaction as XA ROLLBACK wants it, after its session has gone', async () => {
    const preparing = await session();
    for (const statement of ["XA START 'g''1', 'b'", 'INSERT INTO held.t VALUES (2)', "XA END 'g''1', 'b'"])
      await preparing.query(statement);
    await preparing.query("XA PREPARE 'g''1', 'b'");
    await preparing.end();
    const found = await eventually('it is left', foundOf('prepared'));
    expect(found).toMatchObject({ name: "XA X'672731',X'62'" });
    await runOn(lab, 'source', 'SET SESSION sql_log_bin = 0', String(found.end));
    await eventually('it is gone', async () => (await kinds()).length === 0);
  });

  it('is unknown to an account without PROCESS, and says the right', async () => {
    const rights = { source: ['SELECT ON shop.*', 'BINLOG MONITOR ON *.*'], target: ['SELECT ON shop.*'] };
    const account = await createAccount(lab, 'narrow', rights);
    const narrow = await whenUp(startConnections(configOf(lab, { source: account.source, target: account.target })));
    try {
      const { holdUps, unknown } = await sessionsDialects.mariadb!.read(narrow.get('shop', 'source'), {});
      expect(holdUps).toEqual([]);
      expect(unknown.map(({ kind }) => kind)).toEqual(['transaction', 'lock-wait', 'backup', 'ddl']);
      expect(unknown[0]?.grant).toBe("SET SESSION sql_log_bin = 0; GRANT PROCESS ON *.* TO 'narrow'@'%';");
      // The setting needs no right; which events there are does.
      const scheduler = await eventSchedulerDialects.mariadb.read(narrow.get('shop', 'target'), {});
      expect(scheduler).toMatchObject({ setting: 'OFF', enabled: null, reason: null });
      expect(scheduler.grant).toContain('GRANT SELECT ON mysql.event TO');
    } finally {
      await narrow.onApplicationShutdown();
      await account.drop();
    }
  });

  it('finds the way back of the lab open: its log, and the account that the source could follow it by', async () => {
    const rights = ['SELECT ON shop.*', 'SELECT ON mysql.global_priv'];
    const account = await createAccount(lab, 'seer_of_accounts', { source: rights, target: rights });
    const seer = await whenUp(startConnections(configOf(lab, { source: account.source, target: account.target })));
    try {
      const told = await rollbackPathDialects.mariadb.read(rollbackPairOf(seer), {});
      expect(told).toMatchObject({
        settings: { log_bin: 'ON', log_slave_updates: 'ON', binlog_format: 'ROW', binlog_row_image: 'FULL' },
        ...{ keptForEver: true, grant: null, reason: null },
        accounts: { total: 1, named: ['replicator@%'] },
      });
    } finally {
      await seer.onApplicationShutdown();
      await account.drop();
    }
  });
});

describe('in the product', () => {
  let product: Product;
  const finding = async (check: string, subject?: string) =>
    (await product.get<FindingList>('/api/migrations/shop/findings')).findings.find(
      (each) => each.check === check && (subject === undefined || each.subject === subject),
    );
  const detail = () => product.get<MigrationDetail>('/api/migrations/shop');
  const isOutcome = (check: string, outcome: string) => async () => (await finding(check))?.outcome === outcome;

  beforeAll(async () => {
    product = await startProduct(lab);
    await eventually('the untouched pair is safe', async () => (await detail()).verdict.answer === 'safe');
  });
  afterAll(() => product.end());

  it('answers on its routes, and shows a section of the page for each', async () => {
    // Each watcher looks for itself, and not all of them stand in the way of "safe".
    await eventually('sessions and the way back were looked at', async () => {
      const { sessions } = sessionsAnswerSchema.parse(await product.get('/api/migrations/shop/sessions'));
      const { rollbackPath } = rollbackPathAnswerSchema.parse(await product.get('/api/migrations/shop/rollback-path'));
      // One that looked before a server had answered knows nothing, and looks again.
      const isLookedAt = sessions?.source?.unknown.length === 0 && sessions.target?.unknown.length === 0;
      return isLookedAt && rollbackPath?.settings['log_bin'] === 'ON';
    });
    const { sessions } = sessionsAnswerSchema.parse(await product.get('/api/migrations/shop/sessions'));
    expect(sessions).toMatchObject({ source: { unknown: [] }, target: { unknown: [] } });
    const told = eventSchedulerAnswerSchema.parse(await product.get('/api/migrations/shop/event-scheduler'));
    expect(told.eventScheduler).toMatchObject({ setting: 'OFF', enabled: { named: ['shop.audit_log_purged'] } });
    const { rollbackPath } = rollbackPathAnswerSchema.parse(await product.get('/api/migrations/shop/rollback-path'));
    expect(rollbackPath).toMatchObject({
      settings: { log_bin: 'ON' },
      keptForEver: true,
      accounts: { named: ['replicator@%'] },
    });
    const { sections } = await detail();
    for (const [id, summary] of [
      ['sessions', 'Nothing in the way'],
      ['event-scheduler', 'Scheduler OFF'],
      ['rollback-path', 'Binary log of the target ON'],
    ])
      expect(sections.find((section) => section.id === id)).toMatchObject({ summary });
    for (const route of ['sessions', 'event-scheduler', 'rollback-path'])
      expect((await product.send('GET', `/api/migrations/nope/${route}`)).status).toBe(404);
  });

  it('names a table without a key, and is safe all the same', async () => {
    expect(await finding('version-pair')).toMatchObject({ outcome: 'pass' });
    expect(await finding('primary-key-missing')).toMatchObject({ outcome: 'pass' });
    await runOn(
      lab,
      'source',
      ...['CREATE TABLE shop.no_key (a INT, UNIQUE (a))', 'CREATE TABLE shop.other_key (a INT NOT NULL, UNIQUE (a))'],
    );
    try {
      await eventually('it is found', isOutcome('primary-key-missing', 'fail'));
      const found = await finding('primary-key-missing');
      expect(found).toMatchObject({ blocks: false, severity: 'INFO', subject: 'shop.no_key' });
      await eventually('it is safe', async () => (await detail()).verdict.answer === 'safe');
    } finally {
      await runOn(lab, 'source', 'DROP TABLE shop.no_key, shop.other_key');
    }
    await eventually('it is gone', isOutcome('primary-key-missing', 'pass'));
  });

  it('is not safe while replication passes over errors, and says how it is set back', async () => {
    await runOn(lab, 'target', "SET GLOBAL slave_exec_mode = 'IDEMPOTENT'");
    try {
      await eventually('it is found', isOutcome('errors-passed-over', 'fail'));
      const found = await finding('errors-passed-over');
      expect(found).toMatchObject({ blocks: true, severity: 'WARNING' });
      expect(found?.message).toContain('slave_exec_mode = IDEMPOTENT');
      expect((await detail()).verdict.answer).toBe('not-safe');
    } finally {
      await runOn(lab, 'target', "SET GLOBAL slave_exec_mode = 'STRICT'");
    }
    await eventually('it is taken back', isOutcome('errors-passed-over', 'pass'));
  });

  it('is not safe while the target applies late on purpose', async () => {
    await runOn(lab, 'target', 'STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 7200', 'START SLAVE');
    try {
      await eventually('it is found', isOutcome('replication-delayed', 'fail'));
      expect(await finding('replication-delayed')).toMatchObject({ blocks: true, subject: 'default channel' });
    } finally {
      await runOn(lab, 'target', 'STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 0', 'START SLAVE');
    }
    await eventually('it is taken away', isOutcome('replication-delayed', 'pass'));
    await lab.catchUp();
  });
});
