import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quoteString } from '../quote.js';
import { runProgram } from '../../../server/programs.js';
import type { Dialect } from './dialect.js';

/** Needs a keyring: the program's own manifest must say `read_local_manifest`, and the component's file `read_local_config`. */
const encryption = [
  'default-table-encryption',
  'innodb-redo-log-encrypt',
  'innodb-undo-log-encrypt',
  'binlog-encryption',
];

/** Where accounts and their rights stand: they are compared, too. */
const accountTables = [
  ...['user', 'db', 'tables_priv', 'columns_priv', 'procs_priv', 'proxies_priv', 'global_grants', 'role_edges'],
  'default_roles',
];

/** MySQL 8.4 or later. */
export const mysqlDialect: Dialect = {
  serverProgram: 'mysqld',

  async installSystemTables({ home, role, software: { root } }) {
    // Before there is a key nothing can be encrypted.
    const plain = encryption.map((option) => `--skip-${option}`);
    const options = [
      `--defaults-file=${home.defaultsFile(role)}`,
      '--initialize-insecure',
      ...(role === 'target' ? plain : []),
    ];
    await runProgram('mysqld', options, { timeoutMs: 120_000, root });
    if (role === 'source') return;
    const files = home.filesFolder(role);
    const key = { path: home.encryptionKey, read_only: false };
    await writeFile(home.encryptionKey, '', { mode: 0o600 });
    await writeFile(join(files, 'mysqld.my'), JSON.stringify({ components: 'file://component_keyring_file' }));
    await writeFile(join(files, 'component_keyring_file.cnf'), JSON.stringify(key));
  },

  // The program that makes the files is found as the server itself.
  findInstallers: () => [],

  options: ({ role, software }) => [
    ...(software.root === null
      ? []
      : [
          `basedir = ${software.root}/usr`,
          `lc-messages-dir = ${software.root}/usr/share/mysql`,
          `character-sets-dir = ${software.root}/usr/share/mysql/charsets`,
          `plugin-dir = ${software.root}/usr/lib/mysql/plugin`,
        ]),
    'gtid-mode = ON',
    'enforce-gtid-consistency = ON',
    'log-replica-updates = ON',
    'replica-net-timeout = 20',
    'log-bin-trust-function-creators = ON',
    'mysqlx = OFF',
    'secure-file-priv = NULL',
    ...(role === 'target' ? encryption.map((option) => `${option} = ON`) : []),
  ],

  secureRoot: (password) => [`ALTER USER root@localhost IDENTIFIED BY ${quoteString(password)}`],

  grants: (role, read, account) => [
    read,
    ...(role === 'target' ? [`GRANT SHOW VIEW ON *.* TO ${account}`] : []),
    `GRANT REPLICATION CLIENT, ${role === 'source' ? 'RELOAD, ' : ''}PROCESS, SHOW_ROUTINE, XA_RECOVER_ADMIN ON *.* TO ${account}`,
    ...accountTables.map((table) => `GRANT SELECT ON mysql.${table} TO ${account}`),
  ],

  // They were made before there was a key.
  encryptServerTables: ["ALTER TABLESPACE mysql ENCRYPTION = 'Y'", "ALTER TABLE sys.sys_config ENCRYPTION = 'Y'"],

  // A statement encrypts a whole table here: there is nothing to watch.
  beginPlain: [],
  encryptSlowly: () => [],

  hasSaltedPasswords: true,
  resetBinaryLog: 'RESET BINARY LOGS AND GTIDS',
  sourceGtidStatement: 'SELECT @@GLOBAL.gtid_executed AS gtid',

  followFromStart: ({ port, account, password, tls }) => [
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = ${port},
       SOURCE_USER = ${quoteString(account)}, SOURCE_PASSWORD = ${quoteString(password)},
       SOURCE_AUTO_POSITION = 1, SOURCE_CONNECT_RETRY = 1, SOURCE_HEARTBEAT_PERIOD = 5,
       SOURCE_SSL = 1, SOURCE_SSL_CA = ${quoteString(tls.ca)}, SOURCE_SSL_CERT = ${quoteString(tls.cert)},
       SOURCE_SSL_KEY = ${quoteString(tls.key)}, SOURCE_SSL_VERIFY_SERVER_CERT = 1`,
  ],

  startReplication: 'START REPLICA',
  replicationStatusStatement: 'SHOW REPLICA STATUS',

  readReplicationStatus(row) {
    const secondsBehind = row['Seconds_Behind_Source'];
    return {
      isReceiving: row['Replica_IO_Running'] === 'Yes',
      isApplying: row['Replica_SQL_Running'] === 'Yes',
      secondsBehind: secondsBehind === null ? undefined : Number(secondsBehind),
      delaySeconds: Number(row['SQL_Delay']),
      receiverError: String(row['Last_IO_Error'] ?? ''),
      applierError: String(row['Last_SQL_Error'] ?? ''),
    };
  },

  waitStatement: 'SELECT WAIT_FOR_EXECUTED_GTID_SET(?, ?) AS outcome',
  // Counts for SELECT alone.
  statementLimit: (seconds) => `SET SESSION max_execution_time = ${seconds * 1000}`,

  /** Rows of the sequence engine are counted instead, MySQL 9.6 has lost the older hashes, and an address is text. */
  translate: (sql) =>
    withoutOldHashes(sql.replace(sequence, counted)).replace(/\bclient_address INET6\b/, 'client_address VARCHAR(39)'),
};

const sequence = /\bseq_(\d+)_to_(\d+)\b/gi;

function counted(name: string, first: string, last: string): string {
  return (
    `(WITH RECURSIVE counted (seq) AS (SELECT CAST(${first} AS SIGNED) UNION ALL SELECT seq + 1 FROM counted WHERE seq < ${last}) ` +
    `SELECT /*+ SET_VAR(cte_max_recursion_depth = 4294967295) */ seq FROM counted) AS ${name}`
  );
}

/** Two levels of parentheses in the argument are enough for us. */
const oldHash = /\b(MD5|SHA1)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/i;

function withoutOldHashes(sql: string): string {
  const hash = (_: string, name: string, value: string): string =>
    `LEFT(SHA2(${value}, 256), ${name.toUpperCase() === 'MD5' ? 32 : 40})`;
  const without = sql.replace(oldHash, hash);
  return without === sql ? sql : withoutOldHashes(without);
}
