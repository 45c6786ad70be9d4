import type { Fault, Role } from '@cutover/contracts';
import type { EndpointConfig, MigrationConfig } from '../config/config.schema.js';
import { engines, type EngineSession, type ServerIdentity, type StatementRunnerLike } from '@cutover/databases';
import { isOfOneDatabase } from './of-one-database.js';
import { rightsNeedsOf } from './rights-needs.js';

/** What one look at one side found. */
export interface EndpointProbe {
  /** null: could not be reached; `faults` says why. */
  identity: ServerIdentity | null;
  faults: Fault[];
  /** Exact GRANT statements to run; null: could not be asked. */
  missingGrants: string[] | null;
  /** Nobody gets through to the server: its other databases would answer no better. */
  isServerAway: boolean;
}

/** Runs a bounded statement on the side that is probed. */
export type ProbeQuery = StatementRunnerLike['query'];

/**
 * Connects once, asks who the server is and what the account may do, lets `look` ask what else it wants, and hangs up.
 * Needs no Nest; never rejects.
 */
export async function probeEndpoint(
  endpoint: EndpointConfig,
  role: Role,
  migration: MigrationConfig,
  look: (query: ProbeQuery) => Promise<void> = () => Promise.resolve(),
): Promise<EndpointProbe> {
  const engine = engines[migration.engine];
  let session: EngineSession | null = null;
  try {
    session = await engine.connect({ ...endpoint, role }, () => undefined);
    const opened = session;
    const query: ProbeQuery = (sql, params = [], bounds = {}) => opened.query(sql, params, bounds);
    const missingGrants = await engine.missingRights({ query }, opened.identity, rightsNeedsOf(migration, role));
    await look(query);
    return { identity: opened.identity, faults: [], missingGrants, isServerAway: false };
  } catch (error) {
    return {
      identity: session?.identity ?? null,
      faults: [engine.explainFault(error, endpoint)],
      missingGrants: null,
      isServerAway: session === null && !isOfOneDatabase(error),
    };
  } finally {
    await session?.close('The probe is over');
  }
}
