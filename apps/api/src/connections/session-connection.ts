import type { Role } from '@cutover/contracts';
import { ServerUnavailable, type EngineSession, type ServerConnection } from '@cutover/databases';
import type { MigrationConfig } from '../config/config.schema.js';
import { initialHealth } from './connection-health.js';
import { databasesOf } from './shared-readings.js';

/**
 * One session as the watchers know a server, for a command that asks once and ends. Nothing is tried again, and no second session is
 * opened: `openSession` rejects.
 */
export function connectionOver(session: EngineSession, migration: MigrationConfig, role: Role): ServerConnection {
  const { host, port, rds, database = null } = migration[role];
  const refuseSession = (): Promise<never> =>
    Promise.reject(new ServerUnavailable('This command keeps one session only'));
  const now = new Date().toISOString();
  return {
    ...{ migration: migration.name, role, rds, database, engine: migration.engine },
    query: (sql, params = [], bounds = {}) => session.query(sql, params, bounds),
    ofServer: async (_, __, read) => ({ value: await read(databasesOf({ database })), ageMs: 0 }),
    openSession: refuseSession,
    openOwned: refuseSession,
    identity: () => session.identity,
    status: () => ({
      ...{ ...initialHealth(now), state: 'up', host, port, toldBy: null, missingGrants: null },
      ...{ version: session.identity.version, tlsCipher: session.tlsCipher },
    }),
  };
}
