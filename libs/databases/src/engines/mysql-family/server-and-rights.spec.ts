import { isSameServer, type ServerIdentity } from '../../session/server-connection.js';
import { binlogReadPrivilege, quoteAccount, replicaReadPrivilege } from './privilege-names.js';
import { trialsOf } from './rights-probe.js';
import { flavorOf, identityOf, versionNumberOf } from './server-identity.js';

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
