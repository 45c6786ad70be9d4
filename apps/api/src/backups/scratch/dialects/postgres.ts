import { join } from 'node:path';
import type { ScratchDialect } from '../scratch-dialect.js';

const passwordFile = 'password';

/** What it holds is thrown away, so that nothing waits for a disk. */
const settings = {
  listen_addresses: '127.0.0.1',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
};

export const postgresScratch: ScratchDialect = {
  programs: ['postgres'],
  packages: 'postgresql',
  files: ({ password }) => ({ [passwordFile]: `${password}\n` }),
  install: ({ programs, folder, username }) => [
    join(programs, 'initdb'),
    `--pgdata=${join(folder, 'data')}`,
    `--username=${username}`,
    `--pwfile=${join(folder, passwordFile)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--no-sync',
  ],
  serve: ({ programs, folder, port }) => [
    join(programs, 'postgres'),
    '-D',
    join(folder, 'data'),
    '-p',
    String(port),
    '-k',
    folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ],
};
