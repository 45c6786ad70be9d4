import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabHome } from '../../../lab-home.js';
import { processesStartedWith, workingFolderOf } from '../../../server/process-table.js';
import { runProgram } from '../../../server/programs.js';
import { quoteString } from '../quote.js';
import { renderDefaultsFile } from '../server/defaults-file.js';
import type { Dialect } from './dialect.js';

/**
 * `mariadb-install-db` is a shell script that takes paths apart at their blanks. It is run in the data directory, into which
 * the server changes too, with a defaults file in which all paths are relative to that.
 */
const installDefaultsFile = '../install.cnf';
const installOption = `--defaults-file=${installDefaultsFile}`;
const fromFilesFolder = { home: new LabHome('../..'), socket: '../install.sock' };

/** Where accounts, their rights and the definers of routines stand: they are compared, too. */
const accountTables = [
  ...['global_priv', 'db', 'tables_priv', 'columns_priv', 'procs_priv', 'proxies_priv', 'roles_mapping', 'proc'],
];

/** A smaller shop is encrypted in a few seconds whatever is set. */
const watchableRows = 500_000;

/**
 * Encrypts a shop of whatever size in two to three minutes, which can be watched. The server slows down for pages that it
 * must read alone, so that they must not all be in memory.
 */
function slowPace(rows: number): readonly string[] {
  return [
    `SET GLOBAL innodb_buffer_pool_size = ${32 * 1024 * 1024}`,
    `SET GLOBAL innodb_encryption_rotation_iops = ${Math.round(75 * Math.max(1, rows / 1_000_000))}`,
  ];
}

/** MariaDB 10.5 or later. */
export const mariadbDialect: Dialect = {
  serverProgram: 'mariadbd',

  async installSystemTables(settings) {
    const { home, role, software, runsAsRoot } = settings;
    const key = randomBytes(32).toString('hex');
    if (role === 'target') await writeFile(home.encryptionKey, `1;${key}\n`, { mode: 0o600 });
    const folder = home.filesFolder(role);
    await mkdir(folder, { mode: 0o700 });
    await writeFile(
      join(folder, installDefaultsFile),
      renderDefaultsFile({ ...settings, ...fromFilesFolder }, mariadbDialect),
    );
    await runProgram(
      'mariadb-install-db',
      [
        installOption,
        ...(software.root === null ? [] : [`--basedir=${software.root}/usr`]),
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
        '--skip-name-resolve',
        ...(runsAsRoot ? ['--user=root'] : []),
      ],
      { timeoutMs: 60_000, root: software.root, cwd: folder },
    );
    await rm(join(folder, installDefaultsFile));
  },

  findInstallers: ({ home }, role) =>
    ['mariadb-install-db', 'mariadbd']
      .flatMap((program) => processesStartedWith(program, installOption))
      .filter((pid) => workingFolderOf(pid) === home.filesFolder(role)),

  options: ({ home, role, software }) => [
    ...(software.root === null
      ? []
      : [
          `basedir = ${software.root}/usr`,
          `lc-messages-dir = ${messagesFolder(software.root)}`,
          `plugin-dir = ${software.root}/usr/lib/mysql/plugin`,
        ]),
    'gtid-domain-id = 0',
    'gtid-strict-mode = ON',
    'binlog-format = ROW',
    'log-slave-updates = ON',
    'slave-net-timeout = 20',
    ...(role === 'source'
      ? []
      : [
          'plugin-load-add = file_key_management',
          `file-key-management-filename = ${home.encryptionKey}`,
          'innodb-encrypt-tables = ON',
          'innodb-encrypt-log = ON',
          'innodb-encrypt-temporary-tables = ON',
          'innodb-encryption-threads = 2',
          'encrypt-binlog = ON',
          'encrypt-tmp-files = ON',
          'encrypt-tmp-disk-tables = ON',
          'aria-encrypt-tables = ON',
        ]),
  ],

  secureRoot: (password) => [
    "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost')",
    'FLUSH PRIVILEGES',
    `SET PASSWORD = PASSWORD(${quoteString(password)})`,
  ],

  grants: (role, read, account) => [
    read,
    ...(role === 'source'
      ? [`GRANT BINLOG MONITOR, PROCESS, RELOAD ON *.* TO ${account}`]
      : [
          `GRANT SLAVE MONITOR, BINLOG MONITOR, PROCESS, SHOW VIEW ON *.* TO ${account}`,
          `GRANT SELECT ON mysql.gtid_slave_pos TO ${account}`,
          `GRANT SELECT ON mysql.event TO ${account}`,
        ]),
    ...accountTables.map((table) => `GRANT SELECT ON mysql.${table} TO ${account}`),
  ],

  encryptServerTables: [],

  beginPlain: ['SET GLOBAL innodb_encryption_threads = 0', 'SET GLOBAL innodb_encrypt_tables = OFF'],
  encryptSlowly: (rows) => [
    ...(rows < watchableRows ? [] : slowPace(rows)),
    'SET GLOBAL innodb_encrypt_tables = ON',
    'SET GLOBAL innodb_encryption_threads = 1',
  ],

  hasSaltedPasswords: false,
  resetBinaryLog: 'RESET MASTER',
  sourceGtidStatement: 'SELECT @@GLOBAL.gtid_binlog_pos AS gtid',

  followFromStart: ({ port, account, password, tls }) => [
    "SET GLOBAL gtid_slave_pos = ''",
    `CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${port},
       MASTER_USER = ${quoteString(account)}, MASTER_PASSWORD = ${quoteString(password)},
       MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 5,
       MASTER_SSL = 1, MASTER_SSL_CA = ${quoteString(tls.ca)}, MASTER_SSL_CERT = ${quoteString(tls.cert)},
       MASTER_SSL_KEY = ${quoteString(tls.key)}, MASTER_SSL_VERIFY_SERVER_CERT = 1`,
  ],

  startReplication: 'START SLAVE',
  replicationStatusStatement: 'SHOW ALL SLAVES STATUS',

  readReplicationStatus(row) {
    const secondsBehind = row['Seconds_Behind_Master'];
    return {
      isReceiving: row['Slave_IO_Running'] === 'Yes',
      isApplying: row['Slave_SQL_Running'] === 'Yes',
      secondsBehind: secondsBehind === null ? undefined : Number(secondsBehind),
      delaySeconds: Number(row['SQL_Delay']),
      receiverError: String(row['Last_IO_Error'] ?? ''),
      applierError: String(row['Last_SQL_Error'] ?? ''),
    };
  },

  waitStatement: 'SELECT MASTER_GTID_WAIT(?, ?) AS outcome',
  statementLimit: (seconds) => `SET SESSION max_statement_time = ${seconds}`,
  translate: (sql) => sql,
};

/** Debian has moved them from 11 on. Without them a server speaks English alone, and refuses any other `lc_messages`. */
function messagesFolder(root: string): string {
  const [older, newer] = [`${root}/usr/share/mysql`, `${root}/usr/share/mariadb`];
  return existsSync(newer) ? newer : older;
}
