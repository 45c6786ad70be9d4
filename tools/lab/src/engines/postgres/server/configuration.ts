import { join } from 'node:path';
import type { LabState } from '../../../lab-state.js';
import type { Role } from '../../../roles.js';
import { serverPaths } from './server-paths.js';

/** `postgresql.conf`; nothing of the machine's own configuration is read. */
export function renderConfiguration(state: LabState, role: Role): string {
  const paths = serverPaths(state, role);
  const isSmall = state.rows <= 100_000;
  const settings: Readonly<Record<string, string | number>> = {
    data_directory: paths.files,
    hba_file: paths.authentication,
    ident_file: join(paths.files, 'pg_ident.conf'),
    listen_addresses: '127.0.0.1',
    port: state.ports[role],
    unix_socket_directories: paths.folder,
    unix_socket_permissions: '0700',
    max_connections: 100,
    max_prepared_transactions: 20,
    password_encryption: 'scram-sha-256',
    ssl: 'on',
    ssl_ca_file: paths.tls.ca,
    ssl_cert_file: paths.tls.cert,
    ssl_key_file: paths.tls.key,
    wal_level: 'logical',
    max_wal_senders: 20,
    max_replication_slots: 20,
    max_worker_processes: 20,
    max_logical_replication_workers: 10,
    // A worker that has failed is started again after this time; the default of 5 s would make every mend slow.
    wal_retrieve_retry_interval: '1s',
    wal_receiver_status_interval: '1s',
    // A lab does not outlive a power cut; in exchange it starts and loads several times faster.
    fsync: 'off',
    full_page_writes: 'off',
    // The default wants a writable /dev/shm, which not every container or chroot has.
    dynamic_shared_memory_type: 'mmap',
    shared_buffers: isSmall ? '32MB' : '256MB',
    max_wal_size: isSmall ? '256MB' : '1GB',
    maintenance_work_mem: isSmall ? '16MB' : '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoteSetting(String(value))}`);
  return [...lines, ''].join('\n');
}

/** Unlike in SQL a backslash escapes here. */
function quoteSetting(value: string): string {
  return `'${value.replaceAll(/['\\]/g, '\\$&')}'`;
}

/** `pg_hba.conf`: a password everywhere, and over TCP nothing without TLS. */
export function renderAuthentication(): string {
  return ['local all all scram-sha-256', 'hostssl all all 127.0.0.1/32 scram-sha-256', ''].join('\n');
}
