import { engineSchema, roles, type Engine } from '@cutover/contracts';
import { isRecord } from './config-path.js';
import { isLoopback } from './loopback.js';
import { databasesFaults } from './databases-rule.js';
import { defaultEngine, engineTerms, type EngineTerms } from './engine-terms.js';

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

/** Source and target must be two servers, something must be watched that can be migrated, and keys must fit the engine. */
export function migrationFaults(migration: Record<string, unknown>): RuleFault[] {
  const { source, target } = migration;
  const terms = engineTerms[engineOf(migration)];
  const faults: RuleFault[] = [];
  const address = isRecord(source) ? addressOf(source, terms) : null;
  if (address !== null && isRecord(target) && addressOf(target, terms) === address)
    faults.push({
      path: ['target', 'host'],
      message: 'is the same server as the source (same host and port); name the encrypted server here',
    });
  const { wholeKey } = terms;
  if (isEmptyList(migration[wholeKey]) && isEmptyList(migration.tables))
    faults.push({
      path: [wholeKey],
      message: `name at least one ${wholeKey.slice(0, -1)} (${wholeKey}) or table (tables)`,
    });
  return [
    ...faults,
    ...keyFaults(migration, terms),
    ...heartbeatFaults(migration),
    ...(terms.bindsToDatabase && migration.databases !== undefined ? databasesFaults(migration) : []),
    ...systemSchemaFaults(wholeKey, migration, terms),
    ...systemSchemaFaults('tables', migration, terms),
  ];
}

/** The schema says what is wrong with an engine that is none. */
function engineOf({ engine }: Record<string, unknown>): Engine {
  return engineSchema.safeParse(engine).data ?? defaultEngine;
}

/** Keys that this engine needs, or does not have. */
function keyFaults(migration: Record<string, unknown>, { bindsToDatabase }: EngineTerms): RuleFault[] {
  const engine = engineOf(migration);
  const faults: RuleFault[] = [];
  if (!bindsToDatabase && migration.schemas !== undefined)
    faults.push({ path: ['schemas'], message: `is no key of engine ${engine}: name databases` });
  for (const role of roles) {
    const side = migration[role];
    if (!isRecord(side)) continue;
    if (bindsToDatabase && side.database === undefined && migration.databases === undefined)
      faults.push({
        path: [role, 'database'],
        message: `is missing: with engine ${engine} name the database to connect to, or several under databases of the migration`,
      });
    if (!bindsToDatabase && side.database !== undefined)
      faults.push({
        path: [role, 'database'],
        message: `is no key of engine ${engine}: name databases of the migration`,
      });
    if (side.maxConnections !== undefined && !bindsToDatabase)
      faults.push({ path: [role, 'maxConnections'], message: `is no key of engine ${engine}: remove it` });
    if (role === 'source' && side.walDiskGiB !== undefined && engine !== 'postgres')
      faults.push({
        path: [role, 'walDiskGiB'],
        message: `is no key of engine ${engine}: remove it; it is for the log that slots of postgres keep`,
      });
  }
  return faults;
}

/** Written in statements of MariaDB and MySQL alone. */
function heartbeatFaults(migration: Record<string, unknown>): RuleFault[] {
  const { heartbeat } = migration;
  if (engineOf(migration) !== 'postgres' || !isRecord(heartbeat) || heartbeat.enabled !== true) return [];
  const message = 'is not built for engine postgres yet: remove it; the lag is measured by LSN without it';
  return [{ path: ['heartbeat', 'enabled'], message }];
}

function systemSchemaFaults(
  key: string,
  migration: Record<string, unknown>,
  { wholeKey, systemSchemas }: EngineTerms,
): RuleFault[] {
  const named: unknown = migration[key];
  if (!Array.isArray(named)) return [];
  return named.flatMap((name: unknown, index) => {
    const schema = typeof name === 'string' ? schemaIn(name, key, migration, wholeKey) : undefined;
    if (schema === undefined || !systemSchemas.includes(schema.toLowerCase())) return [];
    const message = `${schema} is a system schema, which every server keeps for itself: it cannot be migrated; name the ${wholeKey} of the application, and create accounts and grants on the target by hand`;
    return [{ path: [key, index], message }];
  });
}

/** What stands where the engine has its schema: behind the database where the migration names several. */
function schemaIn(
  name: string,
  key: string,
  migration: Record<string, unknown>,
  wholeKey: EngineTerms['wholeKey'],
): string | undefined {
  const words = name.split('.');
  const namesDatabases = wholeKey === 'schemas' && migration.databases !== undefined;
  const hasDatabase = namesDatabases && (key === 'tables' || words.length > 1);
  return words[hasDatabase ? 1 : 0];
}

function isEmptyList(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** null: not readable, which is the schema's to say. */
function addressOf(endpoint: Record<string, unknown>, { defaultPort }: EngineTerms): string | null {
  const port = endpoint.port ?? defaultPort;
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

/** Nothing to do: no migration to watch, and no server to back up. */
export function purposeFaults({ migrations, backups }: Record<string, unknown>): RuleFault[] {
  const servers = isRecord(backups) ? backups['servers'] : undefined;
  if (!isEmptyList(migrations) || !isEmptyList(servers)) return [];
  return [
    { path: ['migrations'], message: 'is missing: name a migration to watch, or servers to back up (backups.servers)' },
  ];
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
