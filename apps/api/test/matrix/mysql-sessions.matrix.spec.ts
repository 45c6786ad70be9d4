// What stands in the way of a cutover, on MySQL: its lists of sessions, prepared transactions and events differ from MariaDB's.
import type { HoldUpKind } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventSchedulerDialects } from '../../src/event-scheduler/dialects/registry.js';
import { schemaDialects } from '../../src/parity/areas/schema/dialects/registry.js';
import { rollbackPathDialects } from '../../src/rollback-path/dialects/registry.js';
import { sessionsDialects } from '../../src/sessions/dialects/registry.js';
import { rollbackPairOf } from '../support/rollback-pair.js';
import { selectionOf } from '../../src/tables/table-selection.js';
import { eventually } from '../support/eventually.js';
import { heldSessions, type HeldSessions } from '../support/held-sessions.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { runUnlogged } from '../support/run-on.js';
import { serverLine } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  let held: HeldSessions;
  const read = () => held.read();
  const session = () => held.session();
  const foundOf = (kind: HoldUpKind) => held.foundOf(kind);
  const isQuiet = async (): Promise<boolean> => (await read()).holdUps.length === 0;
  const admin = (...statements: string[]) => runUnlogged(lab, 'source', ...statements);

  beforeAll(async () => {
    lab = await labPair();
    held = await heldSessions(lab);
  });
  afterEach(() => held.release());
  afterAll(() => held.end());

  it('sees everything with the rights of the lab, and names nothing on a quiet server', async () =>
    expect(await read()).toEqual({ holdUps: [], unknown: [] }));

  it('names a transaction that is open for long, and DDL that waits behind it', async () => {
    const [holder, changer] = [await session(), await session()];
    await holder.query('START TRANSACTION');
    await holder.query('INSERT INTO held.t VALUES (1)');
    const change = changer.query("ALTER TABLE held.t ADD d VARCHAR(20) DEFAULT 'secret'").catch(() => undefined);
    const waiting = await eventually('it waits', foundOf('lock-wait'));
    expect(waiting.doing).toBe('ALTER TABLE held.t ADD d VARCHAR(?) DEFAULT ?');
    const open = await eventually('it lasts', foundOf('transaction'));
    expect(open).toMatchObject({ account: 'root@localhost', isIdle: true, end: `KILL ${holder.threadId}` });
    expect(open.forSeconds).toBeGreaterThanOrEqual(30);
    await admin(String(waiting.end));
    await change;
    await holder.query('ROLLBACK');
    await eventually('it is gone', isQuiet);
  });

  it('names whoever waits behind FLUSH TABLES WITH READ LOCK', async () => {
    const [holder, writer] = [await session(), await session()];
    await holder.query('FLUSH TABLES WITH READ LOCK');
    const write = writer.query('DELETE FROM held.t').catch(() => undefined);
    await eventually('it waits', foundOf('backup'));
    await holder.query('UNLOCK TABLES');
    await write;
    await eventually('it is gone', isQuiet);
  });

  it('names a prepared transaction as XA ROLLBACK wants it', async () => {
    const preparing = await session();
    for (const statement of ["XA START 'g''1', 'b'", 'INSERT INTO held.t VALUES (2)', "XA END 'g''1', 'b'"])
      await preparing.query(statement);
    await preparing.query("XA PREPARE 'g''1', 'b'");
    await preparing.end();
    const found = await eventually('it is left', foundOf('prepared'));
    expect(found.name).toBe("XA X'672731',X'62',1");
    await admin(String(found.end));
    await eventually('it is gone', isQuiet);
  });

  it('is unknown without the rights, and says them; which events run is not visible at all', async () => {
    const rights = ['SELECT ON shop.*', 'REPLICATION CLIENT ON *.*'];
    const account = await createAccount(lab, 'narrow', { source: rights, target: rights });
    const narrow = await whenUp(startConnections(configOf(lab, { source: account.source, target: account.target })));
    try {
      const { unknown } = await sessionsDialects.mysql!.read(narrow.get('shop', 'source'), {});
      expect(unknown.map(({ kind, grant }) => `${kind} ${grant}`)).toEqual([
        ...['transaction', 'lock-wait', 'backup', 'ddl'].map(
          (kind) => `${kind} SET SESSION sql_log_bin = 0; GRANT PROCESS ON *.* TO 'narrow'@'%';`,
        ),
        "prepared SET SESSION sql_log_bin = 0; GRANT XA_RECOVER_ADMIN ON *.* TO 'narrow'@'%';",
      ]);
      const target = narrow.get('shop', 'target');
      expect(await eventSchedulerDialects.mysql.read(target, {})).toMatchObject({ setting: 'OFF', enabled: null });
      const rollback = await rollbackPathDialects.mysql.read(rollbackPairOf(narrow), {});
      expect(rollback).toMatchObject({
        settings: { log_bin: 'ON', log_replica_updates: 'ON', binlog_row_image: 'FULL' },
        accounts: null,
      });
      expect(rollback.grant).toContain('GRANT SELECT ON mysql.user TO');
    } finally {
      await narrow.onApplicationShutdown();
      await account.drop();
    }
  });

  it('names the events and the accounts to an account that may see them', async () => {
    const rights = ['SELECT ON shop.*', 'EVENT ON *.*', 'SELECT ON mysql.user'];
    const account = await createAccount(lab, 'wide', { source: rights, target: rights });
    const wide = await whenUp(startConnections(configOf(lab, { source: account.source, target: account.target })));
    try {
      const target = wide.get('shop', 'target');
      const { enabled } = await eventSchedulerDialects.mysql.read(target, {});
      expect(enabled).toEqual({ total: 1, named: ['shop.audit_log_purged'] });
      const { accounts } = await rollbackPathDialects.mysql.read(rollbackPairOf(wide), {});
      expect(accounts).toEqual({ total: 1, named: ['replicator@%'] });
    } finally {
      await wide.onApplicationShutdown();
      await account.drop();
    }
  });

  it('does not take events for seen where the right to see them was revoked in part', async () => {
    const rights = ['SELECT ON *.*', 'EVENT ON *.*', 'PROCESS ON *.*'];
    const account = await createAccount(lab, 'lessened', { source: rights, target: rights });
    const onTarget = (...statements: string[]) => runUnlogged(lab, 'target', ...statements);
    await onTarget('SET GLOBAL partial_revokes = ON', "REVOKE SELECT, EVENT ON shop.* FROM 'lessened'@'%'");
    const lessened = await whenUp(startConnections(configOf(lab, { source: account.source, target: account.target })));
    try {
      const target = lessened.get('shop', 'target');
      expect(await eventSchedulerDialects.mysql.read(target, {})).toMatchObject({ enabled: null });
      const selection = selectionOf(configOf(lab).migrations[0]!);
      const { unread } = await schemaDialects.mysql.read(target, selection, {});
      const parts = ['shop', 'triggers of shop', 'events of shop', 'procedures and functions'];
      expect(unread.map(({ what }) => what)).toEqual(expect.arrayContaining(parts));
    } finally {
      await lessened.onApplicationShutdown();
      await account.drop();
      await onTarget('SET GLOBAL partial_revokes = OFF');
    }
  });
});
