import type { DumpDialect } from '../../dump-dialect.js';
import { mariadbAccounts } from './accounts.js';
import { hiddenFromAccount } from './hidden-from-account.js';
import { optionFile, withoutLoginPath } from './option-file.js';
import { SqlDumpContent } from './sql-dump-content.js';

/** What both clients are told. Binary values as hex survive every character set on the way. */
const shared = [
  ...['--single-transaction', '--quick', '--hex-blob'],
  ...['--default-character-set=utf8mb4', '--max-allowed-packet=1G', '--net-buffer-length=1M'],
];

const everything = ['--routines', '--triggers', '--events'];
const rowsAlone = ['--no-create-info', '--skip-triggers'];
/** Of MySQL: neither needs a right that reading rows does not. */
const ofMysql = ['--no-tablespaces', '--set-gtid-purged=COMMENTED'];

/**
 * `--master-data=2 --gtid` reads the position without a lock: MariaDB keeps it for each snapshot (`binlog_snapshot_gtid`).
 * The first argument must be the file of the login, and that alone: what another option file says must not count.
 */
export const mariadbDump: DumpDialect = {
  programs: ['mariadb-dump', 'mysqldump'],
  packages: 'mariadb-client',
  fileName: 'dump.sql',
  loginFile: ({ endpoint, password }) => optionFile(endpoint, password, 'mariadb'),
  command: ({ loginFile, database, tellsPosition }) => {
    // Without a binary log the client would refuse to dump at all.
    const position = tellsPosition ? ['--master-data=2', '--gtid'] : [];
    return {
      args: [`--defaults-file=${loginFile}`, ...shared, ...everything, ...position, '--', database],
      env: withoutLoginPath,
    };
  },
  silence: {
    // Servers let it wait for a lock for a day (MariaDB), or a year (MySQL).
    mostMs: 15 * 60_000,
    advice:
      'Most often it waits for a table that another session has locked. Run SHOW FULL PROCESSLIST on the server: the client stands there with "Waiting for table metadata lock"; the session that holds the table changes its definition, or sleeps in a transaction. Let that end, or KILL it, and back up again. If none is there, look at the connection to the server.',
  },
  holdSnapshot: null,
  rowsCommand: ({ loginFile, database }) => ({
    args: [`--defaults-file=${loginFile}`, ...shared, ...rowsAlone, '--', database],
    env: withoutLoginPath,
  }),
  content: () => new SqlDumpContent(),
  databases: {
    maintenance: undefined,
    list: `SELECT SCHEMA_NAME AS name,
                  CONCAT('CHARACTER SET ', DEFAULT_CHARACTER_SET_NAME, ' COLLATE ', DEFAULT_COLLATION_NAME) AS options
             FROM information_schema.SCHEMATA ORDER BY SCHEMA_NAME`,
  },
  // A definer that is not there is no obstacle: it may come later.
  roles: null,
  hiddenFromAccount: hiddenFromAccount('mariadb'),
  tellsPosition: 'SELECT @@log_bin AS tells',
  restoreCommand: 'mariadb --binary-mode DATABASE',
  restoreAdvice: null,
  accounts: mariadbAccounts,
};

/** `--source-data` would need FLUSH TABLES WITH READ LOCK on MySQL, which stops a production server: no position, then. */
export const mysqlDump: DumpDialect = {
  ...mariadbDump,
  programs: ['mysqldump'],
  packages: 'mysql-client of MySQL',
  hiddenFromAccount: hiddenFromAccount('mysql'),
  tellsPosition: null,
  restoreCommand: 'mysql --binary-mode DATABASE',
  restoreAdvice:
    'mysql also goes by ~/.mylogin.cnf (mysql_config_editor), which counts more than any option file: `mysql --print-defaults` says which server it goes to.',
  // Its client dumps tables of `mysql` alone, which no other version reads.
  accounts: null,
  loginFile: ({ endpoint, password }) => optionFile(endpoint, password, 'mysql'),
  command: ({ loginFile, database }) => ({
    args: [`--defaults-file=${loginFile}`, ...shared, ...everything, ...ofMysql, '--', database],
    env: withoutLoginPath,
  }),
  rowsCommand: ({ loginFile, database }) => ({
    args: [`--defaults-file=${loginFile}`, ...shared, ...rowsAlone, ...ofMysql, '--', database],
    env: withoutLoginPath,
  }),
};
