import { join } from 'node:path';
import type { ScratchDialect } from '../scratch-dialect.js';

const initFile = 'account.sql';
const loopback = '127.0.0.1';

/** What it holds is thrown away, so that nothing waits for a disk. */
const careless = ['--innodb-flush-log-at-trx-commit=0'];

export const mariadbScratch: ScratchDialect = {
  programs: ['mariadbd'],
  packages: 'mariadb-server',
  // Runs before it listens: nobody can log in by an account without a password.
  files: ({ username, password }) => ({
    [initFile]: [
      `CREATE USER '${username}'@'${loopback}' IDENTIFIED BY '${password}';`,
      `GRANT ALL ON *.* TO '${username}'@'${loopback}' WITH GRANT OPTION;`,
      `SET PASSWORD FOR 'root'@'localhost' = PASSWORD('${password}');`,
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
