import type { ServerIdentity } from './server-connection.js';
import { afterFailure, afterSuccess, initialHealth } from './connection-health.js';
import { binlogReadPrivilege, quoteAccount, replicaReadPrivilege } from './privilege-names.js';
import { defaultRetryPlan, retryDelayMs } from './retry-delay.js';
import { trialsOf } from './rights-probe.js';
import { flavorOf, identityOf, isSameServer, versionNumberOf } from './server-identity.js';

const fault = { code: 'ECONNREFUSED', headline: 'no', message: 'no', action: 'look' };

describe('health', () => {
  const fail = (times: number, from = initialHealth('t0')) => {
    let health = from;
    for (let i = 1; i <= times; i++) health = afterFailure(health, `t${i}`, fault, defaultRetryPlan);
    return health;
  };

  it('is connecting for two failures and down at the third', () => {
    expect(fail(2)).toMatchObject({ state: 'connecting', since: 't0', failedAttempts: 2, lastFault: fault });
    expect(fail(3)).toMatchObject({ state: 'down', since: 't3' });
    expect(fail(9)).toMatchObject({ state: 'down', since: 't3', failedAttempts: 9 });
  });

  it('goes down at the first failure after it was up, and keeps the fault after recovery', () => {
    const up = afterSuccess(initialHealth('t0'), 't1', 2);
    expect(fail(1, up)).toMatchObject({ state: 'down', latencyMs: null, lastSeenAt: 't1' });
    expect(afterSuccess(fail(1, up), 't5', 3)).toMatchObject({
      state: 'up',
      since: 't5',
      lastFault: fault,
      failedAttempts: 0,
    });
    expect(afterSuccess(up, 't2', 4)).toMatchObject({ since: 't1', lastSeenAt: 't2', latencyMs: 4 });
  });
});

it('pauses 5 s, 10 s, then 15 s for ever, up to a fifth shorter', () => {
  expect([1, 2, 3, 4, 100_000].map((n) => retryDelayMs(defaultRetryPlan, n, 0))).toEqual([
    5_000, 10_000, 15_000, 15_000, 15_000,
  ]);
  expect(retryDelayMs(defaultRetryPlan, 1, 0.999)).toBeGreaterThanOrEqual(4_000);
});

describe('identity', () => {
  const row = {
    version: '10.11.6-MariaDB-log',
    comment: 'Debian',
    hostname: 'h',
    port: '3306',
    datadir: '/d',
    serverId: '1',
    account: 'cutover@%',
  };
  it('knows flavor and version', () => {
    expect(flavorOf(row)).toBe('mariadb');
    expect(flavorOf({ ...row, version: '8.0.36', comment: 'MySQL Community Server' })).toBe('mysql');
    expect([
      versionNumberOf(row.version),
      versionNumberOf('5.5.5-10.6.14-MariaDB'),
      versionNumberOf('8.4'),
      versionNumberOf('x'),
    ]).toEqual([101106, 100614, 80400, 0]);
  });

  it('calls two servers the same only when both are known and agree', () => {
    const a = identityOf(row, null);
    expect(isSameServer(a, identityOf({ ...row }, null))).toBe(true);
    expect(isSameServer(a, identityOf({ ...row, port: '3307' }, null))).toBe(false);
    expect(isSameServer(a, null)).toBe(false);
    expect(isSameServer(null, null)).toBe(false);
  });
});

describe('rights', () => {
  const server = (flavor: 'mariadb' | 'mysql', versionNumber: number): ServerIdentity => ({
    flavor,
    versionNumber,
    version: '',
    serverId: '',
    account: '',
    fingerprint: '',
  });

  it.each([
    ['mariadb', 100432, 'REPLICATION CLIENT', 'REPLICATION CLIENT'],
    ['mariadb', 100508, 'BINLOG MONITOR', 'REPLICATION SLAVE ADMIN'],
    ['mariadb', 101106, 'BINLOG MONITOR', 'SLAVE MONITOR'],
    ['mysql', 80400, 'REPLICATION CLIENT', 'REPLICATION CLIENT'],
  ] as const)('of %s %d are named %s and %s', (flavor, version, binlog, replica) => {
    expect(binlogReadPrivilege(server(flavor, version))).toBe(binlog);
    expect(replicaReadPrivilege(server(flavor, version))).toBe(replica);
  });

  it('are tried with statements the version knows', () => {
    const first = (s: ServerIdentity, role: 'source' | 'target', rds = false) =>
      trialsOf(s, { role, rds, databases: [], tables: [] })[0]?.statement;
    expect(first(server('mysql', 80400), 'source')).toBe('SHOW BINARY LOG STATUS');
    expect(first(server('mysql', 80100), 'source')).toBe('SHOW MASTER STATUS');
    expect(first(server('mysql', 80400), 'target')).toBe('SHOW REPLICA STATUS');
    expect(first(server('mariadb', 100611), 'target', true)).toBe('CALL mysql.rds_replica_status');
  });

  it('quote the account, whatever it is called', () => {
    expect(quoteAccount('cutover@%')).toBe("'cutover'@'%'");
    expect(quoteAccount("o'brien@corp@10.0.%")).toBe("'o''brien@corp'@'10.0.%'");
  });
});
