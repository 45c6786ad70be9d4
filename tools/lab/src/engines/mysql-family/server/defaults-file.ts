import { join } from 'node:path';
import type { Dialect } from '../dialects/dialect.js';
import type { ServerSettings } from './server-settings.js';

/** The whole configuration of one server; nothing of the machine's own configuration is read. */
export function renderDefaultsFile(settings: ServerSettings, { serverProgram, options }: Dialect): string {
  const side = settings.role === 'target' ? ['read-only = ON', 'event-scheduler = OFF'] : ['event-scheduler = ON'];
  const lines = [...sharedOptions(settings), ...side, ...options(settings)].map(quoteValue);
  return [`[${serverProgram}]`, ...lines, ''].join('\n');
}

/** A path may hold what means something in an option file: blanks, quotes, `#` and backslashes. */
function quoteValue(line: string): string {
  const [, name, value] = /^(\S+) = (.*)$/s.exec(line) ?? [];
  return value === undefined ? line : `${name} = "${value.replaceAll(/["\\]/g, '\\$&')}"`;
}

function sharedOptions({
  home,
  role,
  software,
  port,
  serverId,
  socket,
  rows,
  runsAsRoot,
}: ServerSettings): readonly string[] {
  const folder = home.serverFolder(role);
  const isSmall = rows <= 100_000;
  const redoSize = software.flavor === 'mysql' ? 'innodb-redo-log-capacity' : 'innodb-log-file-size';
  return [
    ...(runsAsRoot ? ['user = root'] : []),
    `datadir = ${home.filesFolder(role)}`,
    `tmpdir = ${join(folder, 'tmp')}`,
    `socket = ${socket}`,
    `pid-file = ${join(folder, 'server.pid')}`,
    `log-error = ${home.errorLog(role)}`,
    'bind-address = 127.0.0.1',
    `port = ${port}`,
    `server-id = ${serverId}`,
    'log-bin = binlog',
    'log-bin-index = binlog.index',
    'relay-log = relay',
    'relay-log-recovery = ON',
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
    `${redoSize} = ${isSmall ? '32M' : '256M'}`,
  ];
}
