import { join } from 'node:path';
import type { ScratchDialect } from '../scratch-dialect.js';

const initFile = 'account.sql';
const loopback = '127.0.0.1';

/** What it holds is thrown away, so that nothing waits for a disk. */
const careless = ['--innodb-flush-log-at-trx-commit=0', '--skip-innodb-doublewrite', '--sync-frm=0'];

export const mariadbScratch: ScratchDialect = {
  programs: ['mariadbd'],
  packages: 'mariadb-server',
  // Runs before it listens. Of the accounts that an installation makes several need no password (root@127.0.0.1, root@::1 and
  // that of the host name), and any user of this machine could log in by them: they go, whatever they are called. mariadb.sys is
  // locked, and the system views need it.
  files: ({ username, password }) => ({
    [initFile]: [
      `CREATE USER '${username}'@'${loopback}' IDENTIFIED BY '${password}';`,
      `GRANT ALL ON *.* TO '${username}'@'${loopback}' WITH GRANT OPTION;`,
      `DELETE FROM mysql.global_priv WHERE User NOT IN ('${username}', 'mariadb.sys');`,
      'FLUSH PRIVILEGES;',
      '',
    ].join('\n'),
  }),
  install: ({ folder }) => [
    'mariadb-install-db',
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--skip-name-resolve',
  ],
  serve: ({ programs, folder, port }) => [
    join(programs, 'mariadbd'),
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--socket=${join(folder, 'server.sock')}`,
    `--pid-file=${join(folder, 'server.pid')}`,
    `--tmpdir=${folder}`,
    `--init-file=${join(folder, initFile)}`,
    // Statements of a dump can neither read nor write files elsewhere (INTO OUTFILE, LOAD_FILE).
    `--secure-file-priv=${folder}`,
    `--bind-address=${loopback}`,
    `--port=${port}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    // What a dump holds must fit: see max-allowed-packet of the dump.
    '--max-allowed-packet=1G',
    // Events of the backup must not run here. DISABLED would refuse to make them.
    '--event-scheduler=OFF',
    ...careless,
  ],
};
