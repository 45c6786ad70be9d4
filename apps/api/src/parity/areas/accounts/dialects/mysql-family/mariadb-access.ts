/**
 * Names of the bits in `access` of mysql.global_priv, lowest first. Source: sql/privilege.h of MariaDB; the names are those of
 * SHOW GRANTS.
 */
const names = [
  ...[
    'SELECT',
    'INSERT',
    'UPDATE',
    'DELETE',
    'CREATE',
    'DROP',
    'RELOAD',
    'SHUTDOWN',
    'PROCESS',
    'FILE',
    'GRANT OPTION',
  ],
  ...['REFERENCES', 'INDEX', 'ALTER', 'SHOW DATABASES', 'SUPER', 'CREATE TEMPORARY TABLES', 'LOCK TABLES', 'EXECUTE'],
  ...[
    'REPLICATION SLAVE',
    'BINLOG MONITOR',
    'CREATE VIEW',
    'SHOW VIEW',
    'CREATE ROUTINE',
    'ALTER ROUTINE',
    'CREATE USER',
  ],
  ...['EVENT', 'TRIGGER', 'CREATE TABLESPACE', 'DELETE HISTORY', 'SET USER', 'FEDERATED ADMIN', 'CONNECTION ADMIN'],
  ...['READ_ONLY ADMIN', 'REPLICATION SLAVE ADMIN', 'REPLICATION MASTER ADMIN', 'BINLOG ADMIN', 'BINLOG REPLAY'],
  ...['SLAVE MONITOR', 'SHOW CREATE ROUTINE'],
];

/** How the first account of a server is written: everything that its version has. */
const everything = 2n ** 64n - 1n;

const heldBy = (access: bigint): Set<string> =>
  new Set(names.filter((_, bit) => (access & (1n << BigInt(bit))) !== 0n));

/**
 * Pure: privileges of a mask, as the version that reads it understands one that `writtenBy` wrote (101106; 0: an unknown, early
 * one). Source: sql/sql_acl.cc of MariaDB, where each version adds what an older one meant by a wider privilege.
 */
export function privilegesOfAccess(access: string, writtenBy: number, known: ReadonlySet<string>): Set<string> {
  const mask = BigInt(access);
  if (mask === everything) return new Set(known);
  const held = heldBy(mask);
  const add = (when: boolean, ...more: string[]): void => {
    if (when) for (const each of more) held.add(each);
  };
  const isEarly = writtenBy < 100502;
  add(writtenBy < 101100 && held.has('SUPER'), 'READ_ONLY ADMIN');
  add(isEarly && held.has('SUPER') && held.has('REPLICATION SLAVE'), 'REPLICATION MASTER ADMIN');
  add(isEarly && held.has('SUPER'), ...['SET USER', 'FEDERATED ADMIN', 'CONNECTION ADMIN', 'READ_ONLY ADMIN']);
  add(isEarly && held.has('SUPER'), ...['REPLICATION SLAVE ADMIN', 'BINLOG ADMIN', 'BINLOG REPLAY']);
  add(isEarly && (held.has('BINLOG MONITOR') || held.has('REPLICATION SLAVE')), 'SLAVE MONITOR');
  add(!isEarly && writtenBy < 100508 && held.has('REPLICATION SLAVE ADMIN'), 'SLAVE MONITOR');
  return held;
}
