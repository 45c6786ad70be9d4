import { holdUpOf, kindOf, preparedOf } from './classify-session.js';
import type { SessionRow } from './statements.js';

const row = (change: Partial<SessionRow>): SessionRow => ({
  ...{ id: '7', user: 'app', host: '10.0.0.3:5123', command: 'Query', seconds: '9', state: null, info: null },
  ...change,
});

it.each<[Partial<SessionRow>, string | null]>([
  [{ state: 'Waiting for table metadata lock', info: 'ALTER TABLE t ADD c INT' }, 'lock-wait'],
  [{ state: 'Waiting for table metadata lock', seconds: '2' }, null],
  [{ state: 'Waiting for backup lock', info: 'UPDATE t SET v = 1' }, 'backup'],
  [{ state: 'Waiting for global read lock', info: 'UPDATE t SET v = 1' }, 'backup'],
  [{ info: 'BACKUP STAGE BLOCK_COMMIT' }, 'backup'],
  [{ info: 'FLUSH NO_WRITE_TO_BINLOG TABLES WITH READ LOCK' }, 'backup'],
  [{ info: 'LOCK INSTANCE FOR BACKUP' }, 'backup'],
  [{ info: 'SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`' }, 'backup'],
  [{ info: 'FLUSH STATUS' }, null],
  [{ info: 'LOCK TABLES t READ' }, null],
  [{ info: '/* app */ alter table t add c int' }, 'ddl'],
  [{ info: 'CREATE OR REPLACE UNIQUE INDEX i ON t (c)' }, 'ddl'],
  [{ info: 'CREATE TABLE t (c INT)' }, 'ddl'],
  [{ info: 'TRUNCATE t' }, 'ddl'],
  [{ info: 'CREATE TEMPORARY TABLE t (c INT)' }, null],
  [{ info: 'DROP TEMPORARY TABLE t' }, null],
  [{ info: 'ALTER USER u ACCOUNT LOCK' }, null],
  [{ info: 'SELECT 1' }, null],
])('takes %j for %s', (change, kind) => expect(kindOf(row(change))).toBe(kind));

it('names who, without the port, and the statement without its values', () => {
  expect(holdUpOf('transaction', row({ command: 'Sleep' }), { rds: false })).toEqual({
    ...{ kind: 'transaction', name: 'session 7', account: 'app@10.0.0.3', forSeconds: 9, isIdle: true },
    ...{ doing: null, behind: null, end: 'KILL 7' },
  });
  expect(
    holdUpOf('ddl', row({ user: 'system user', host: '', info: "ALTER TABLE t ADD c INT DEFAULT '5'" }), {
      rds: false,
    }),
  ).toMatchObject({
    ...{ account: 'replication', doing: 'ALTER TABLE t ADD c INT DEFAULT ?', end: null },
  });
});

it('ends a session of Amazon RDS by the procedure that may', () =>
  expect(holdUpOf('transaction', row({}), { rds: true }).end).toBe('CALL mysql.rds_kill(7)'));

it('names a prepared transaction as XA ROLLBACK wants it', () => {
  const told = { formatID: '1', gtrid_length: '3', bqual_length: '2' };
  expect(preparedOf('mariadb', { ...told, data: "X'672778',X'620a'" }).end).toBe("XA ROLLBACK X'672778',X'620a'");
  expect(preparedOf('mysql', { ...told, data: '0x672778620A' }).end).toBe("XA ROLLBACK X'672778',X'620A',1");
});
