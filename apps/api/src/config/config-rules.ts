import { isRecord } from './config-path.js';
import { isLoopback } from './loopback.js';
import { isSystemSchema } from './system-schemas.js';

/** A fault between keys; the path is relative to the value the rule was given. */
export interface RuleFault {
  path: (string | number)[];
  message: string;
}

// These rules run beside the schema, also when it found faults (so that all are reported at once); hence `unknown`.

/** Exactly one of password and passwordFile. */
export function passwordFaults(endpoint: Record<string, unknown>): RuleFault[] {
  const hasPassword = endpoint.password !== undefined;
  const hasFile = endpoint.passwordFile !== undefined;
  if (!hasPassword && !hasFile)
    return [{ path: ['password'], message: 'is missing: set password (best as ${VARIABLE}) or passwordFile' }];
  if (hasPassword && hasFile) return [{ path: ['passwordFile'], message: 'give password or passwordFile, not both' }];
  return [];
}

/** Source and target must be two servers, and something must be watched that can be migrated. */
export function migrationFaults(migration: Record<string, unknown>): RuleFault[] {
  const faults: RuleFault[] = [];
  const { source, target } = migration;
  if (isRecord(source) && isRecord(target) && addressOf(source) !== null && addressOf(source) === addressOf(target))
    faults.push({
      path: ['target', 'host'],
      message: 'is the same server as the source (same host and port); name the encrypted server here',
    });
  if (isEmptyList(migration.databases) && isEmptyList(migration.tables))
    faults.push({ path: ['databases'], message: 'name at least one database (databases) or table (tables)' });
  return [...faults, ...systemSchemaFaults('databases', migration), ...systemSchemaFaults('tables', migration)];
}

function systemSchemaFaults(key: 'databases' | 'tables', migration: Record<string, unknown>): RuleFault[] {
  const named: unknown = migration[key];
  if (!Array.isArray(named)) return [];
  return named.flatMap((name: unknown, index) => {
    const database = typeof name === 'string' ? name.split('.', 1)[0] : undefined;
    if (database === undefined || !isSystemSchema(database)) return [];
    const message = `${database} is a system schema, which every server keeps for itself: it cannot be migrated; name the databases of the application, and create accounts and grants on the target by hand`;
    return [{ path: [key, index], message }];
  });
}

function isEmptyList(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** null: not readable, which is the schema's to say. */
function addressOf(endpoint: Record<string, unknown>): string | null {
  const port = endpoint.port ?? 3306;
  if (typeof endpoint.host !== 'string' || typeof port !== 'number') return null;
  const host = isLoopback(endpoint.host) ? 'localhost' : endpoint.host.toLowerCase().replace(/\.$/, '');
  return `${host}:${port}`;
}

/** The same value twice under `key` in a list of objects. */
export function repeatedFaults(list: unknown, key: string): RuleFault[] {
  if (!Array.isArray(list)) return [];
  const seen = new Set<unknown>();
  return list.flatMap((item: unknown, index) => {
    const value = isRecord(item) ? item[key] : undefined;
    if (typeof value !== 'string') return [];
    if (seen.has(value)) return [{ path: [index, key], message: 'is used twice; names must be unique' }];
    seen.add(value);
    return [];
  });
}

/** Whoever can reach the port can read and command us, so the world may reach it only with a login. */
export function exposureFaults(config: Record<string, unknown>): RuleFault[] {
  const host = isRecord(config.server) ? config.server.host : undefined;
  const users = isRecord(config.auth) ? config.auth.users : undefined;
  if (typeof host !== 'string' || isLoopback(host) || !isEmptyList(users)) return [];
  return [
    {
      path: ['server', 'host'],
      message:
        'is reachable from other machines, but auth.users is empty; add a user (npm run cutover -- hash-password) or use 127.0.0.1',
    },
  ];
}
