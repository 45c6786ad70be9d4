import type { DatabaseEngine } from '../../database-engine.js';
import { explainFault } from '../../session/faults/explain-fault.js';
import { refuseOtherEngine } from '../../session/refuse-other-engine.js';
import { postgresFailure } from './failures.js';
import { fallbackRule, faultRules } from './faults/fault-rules.js';
import { postgresPositionCodec } from './postgres-positions.js';
import { quoteIdentifier } from './quote-identifier.js';
import { probeRights } from './rights-probe.js';
import { openDedicatedSession } from './session/open-dedicated-session.js';
import { ServerSession } from './session/server-session.js';

const words = { kindOf: postgresFailure, rules: faultRules, fallback: fallbackRule };

/** PostgreSQL 15 and later. A connection is bound to one database; what stands before the dot of a table is its schema. */
export const postgres: DatabaseEngine = {
  name: 'postgres',
  connect: (endpoint, onLoss) =>
    refuseOtherEngine('postgres', endpoint, postgresFailure, () => ServerSession.open(endpoint, onLoss)),
  openSession: openDedicatedSession,
  missingRights: probeRights,
  failureKind: postgresFailure,
  explainFault: (error, subject) => explainFault(error, subject, words),
  quoteIdentifier,
  positions: postgresPositionCodec,
};
