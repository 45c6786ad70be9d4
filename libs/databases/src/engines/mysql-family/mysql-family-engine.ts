import type { DatabaseEngine } from '../../database-engine.js';
import { faultOf } from './faults/connection-fault.js';
import { mysqlFamilyFailure } from './failures.js';
import { quoteIdentifier } from './quote-identifier.js';
import type { FamilyEngine } from './server-identity.js';
import { openDedicatedSession } from './session/open-dedicated-session.js';
import { ServerSession } from './session/server-session.js';

/** What MariaDB and MySQL do in the same way, for the engine of this name. */
export function mysqlFamilyEngine(name: FamilyEngine): Omit<DatabaseEngine, 'missingRights' | 'positions'> {
  return {
    name,
    connect: (endpoint, onLoss) => ServerSession.open(endpoint, name, onLoss),
    openSession: (endpoint, role, onEnd) => openDedicatedSession(endpoint, name, role, onEnd),
    failureKind: mysqlFamilyFailure,
    explainFault: faultOf,
    quoteIdentifier,
  };
}
