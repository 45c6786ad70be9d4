import type { DatabaseEngine } from '../../database-engine.js';
import { explainFault } from '../../session/faults/explain-fault.js';
import { refuseOtherEngine } from '../../session/refuse-other-engine.js';
import { postgresFailure } from './failures.js';
import { fallbackRule, faultRules } from './faults/fault-rules.js';
import { postgresPositions } from './postgres-positions.js';
import { quoteIdentifier } from './quote-identifier.js';
import { probeRights } from './rights-probe.js';

const words = { kindOf: postgresFailure, rules: faultRules, fallback: fallbackRule };

/**
 * PostgreSQL 13 and later. Its driver is loaded with the first connection: who has none of these servers need not hold it.
 * A connection is bound to one database; what stands before the dot of a table is its schema.
 */
export const postgres: DatabaseEngine = {
  name: 'postgres',
  connect: (endpoint, onLoss) =>
    refuseOtherEngine('postgres', endpoint, postgresFailure, async () => {
      const { openServerSession } = await import('./session/open-server-session.js');
      return openServerSession(endpoint, onLoss);
    }),
  openSession: async (endpoint, owner) => {
    const { openDedicatedSession } = await import('./session/open-dedicated-session.js');
    return openDedicatedSession(endpoint, owner);
  },
  missingRights: probeRights,
  // The catalog shows every table to everybody.
  hiddenParts: () => Promise.resolve([]),
  failureKind: postgresFailure,
  explainFault: (error, subject) => explainFault(error, subject, words),
  quoteIdentifier,
  positions: postgresPositions,
};
