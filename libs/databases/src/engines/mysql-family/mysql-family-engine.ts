import type { DatabaseEngine } from '../../database-engine.js';
import { explainFault } from '../../session/faults/explain-fault.js';
import { fallbackRule, faultRules } from './faults/fault-rules.js';
import { refuseOtherEngine } from '../../session/refuse-other-engine.js';
import { mysqlFamilyFailure } from './failures.js';
import { quoteIdentifier } from './quote-identifier.js';
import { probeHiddenParts } from './rights-probe.js';
import type { FamilyEngine } from './server-identity.js';
import { openDedicatedSession } from './session/open-dedicated-session.js';
import { openServerSession } from './session/open-server-session.js';

const words = { kindOf: mysqlFamilyFailure, rules: faultRules, fallback: fallbackRule };

/** What MariaDB and MySQL do in the same way, for the engine of this name. */
export function mysqlFamilyEngine(name: FamilyEngine): Omit<DatabaseEngine, 'missingRights' | 'positions'> {
  return {
    name,
    connect: (endpoint, onLoss) =>
      refuseOtherEngine(name, endpoint, mysqlFamilyFailure, () => openServerSession(endpoint, name, onLoss)),
    openSession: (endpoint, owner) => openDedicatedSession(endpoint, name, owner),
    hiddenParts: probeHiddenParts,
    failureKind: mysqlFamilyFailure,
    explainFault: (error, subject) => explainFault(error, subject, words),
    quoteIdentifier,
  };
}
