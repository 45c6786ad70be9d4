import { join } from 'node:path';
import type { LabHome } from '../lab-home.js';
import type { Role } from '../roles.js';

export interface ServerSettings {
  readonly home: LabHome;
  readonly role: Role;
  readonly port: number;
  readonly serverId: number;
  readonly socket: string;
  /** Rows of the largest table: small labs get small buffers, since many of them run beside each other. */
  readonly rows: number;
  readonly runsAsRoot: boolean;
}

/** The whole configuration of one server; nothing of the machine's own configuration is read. */
export function renderDefaultsFile(settings: ServerSettings): string {
  const options = [
    ...sharedOptions(settings),
    ...(settings.role === 'target' ? targetOptions(settings) : ['event-scheduler = ON']),
  ];
  return ['[mariadbd]', ...options, ''].join('\n');
}

/** The file with the key that the target encrypts with. */
export function encryptionKeyFile(home: LabHome): string {
  return join(home.serverFolder('target'), 'encryption.key');
}

function sharedOptions({ home, role, port, serverId, socket, rows, runsAsRoot }: ServerSettings): readonly string[] {
  const folder = home.serverFolder(role);
  const isSmall = rows <= 100_000;
  return [
    ...(runsAsRoot ? ['user = root'] : []),
    `datadir = ${join(folder, 'files')}`,
    `tmpdir = ${join(folder, 'tmp')}`,
    `socket = ${socket}`,
    `pid-file = ${join(folder, 'server.pid')}`,
    `log-error = ${home.errorLog(role)}`,
    'bind-address = 127.0.0.1',
    `port = ${port}`,
    `server-id = ${serverId}`,
    'gtid-domain-id = 0',
    'gtid-strict-mode = ON',
    'log-bin = binlog',
    'log-bin-index = binlog.index',
    'relay-log = relay',
    'relay-log-recovery = ON',
    'binlog-format = ROW',
    'log-slave-updates = ON',
    'slave-net-timeout = 20',
    'skip-name-resolve = ON',
    'max-connections = 200',
    'character-set-server = utf8mb4',
    'collation-server = utf8mb4_unicode_ci',
    `ssl-ca = ${home.ca}`,
    `ssl-cert = ${home.serverCert(role)}`,
    `ssl-key = ${home.serverKey(role)}`,
    'require-secure-transport = ON',
    // A lab may lose its last second in a power cut; in exchange it starts and loads several times faster.
    'innodb-flush-log-at-trx-commit = 2',
    'sync-binlog = 0',
    `innodb-buffer-pool-size = ${isSmall ? '64M' : '256M'}`,
    `innodb-log-file-size = ${isSmall ? '32M' : '256M'}`,
  ];
}

function targetOptions({ home }: ServerSettings): readonly string[] {
  return [
    'read-only = ON',
    'event-scheduler = OFF',
    'plugin-load-add = file_key_management',
    `file-key-management-filename = ${encryptionKeyFile(home)}`,
    'innodb-encrypt-tables = ON',
    'innodb-encrypt-log = ON',
    'innodb-encrypt-temporary-tables = ON',
    'innodb-encryption-threads = 2',
    'encrypt-binlog = ON',
    'encrypt-tmp-files = ON',
    'encrypt-tmp-disk-tables = ON',
    'aria-encrypt-tables = ON',
  ];
}
