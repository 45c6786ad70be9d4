import { isRightMissing } from '../../connections/driver-error.js';
import { quoteTable } from '../../connections/quote-identifier.js';
import {
  appliedPositionTable,
  positionTablesStatement,
  rightsToHiddenTables,
  rightToRead,
  type PositionTableRow,
} from '../../connections/position-tables.js';
import type { DedicatedSession, ServerConnection } from '../../connections/server-connection.js';
import { grantStatement, suggestedFor, unlogged, type SuggestedFor } from '../../connections/suggested-statements.js';

/** Both connections of one pair, and where the target keeps what it has applied. */
export interface PairSessions {
  source: DedicatedSession;
  target: DedicatedSession;
  positionTables: readonly string[];
  /** What to say when these turn out not to be all. */
  explainHidden: () => Promise<string>;
}

/** The matched snapshot pair is not to be had here, and `message` says why and what would change it. */
export class SnapshotImpossible extends Error {}

/** Snapshots are possible here, and no two met: too much is written just now. */
export class SnapshotsMissed extends Error {}

/** Opens both. Rejects with SnapshotImpossible, or as the connections do; nothing stays open then. */
export async function openSessions(source: ServerConnection, target: ServerConnection): Promise<PairSessions> {
  const sessions = await openAll({ source, target });
  const subject = suggestedFor(target);
  try {
    const positionTables = await positionTablesOf(sessions.target, subject);
    return {
      ...sessions,
      positionTables,
      explainHidden: () => explainHidden(sessions.target, positionTables, subject),
    };
  } catch (error) {
    await closeAll(sessions);
    throw error;
  }
}

/** A session on each connection. Rejects as the connections do; nothing stays open then, however late it opened. */
export async function openAll<Name extends string>(
  connections: Readonly<Record<Name, ServerConnection>>,
): Promise<Record<Name, DedicatedSession>> {
  const opened: Partial<Record<Name, DedicatedSession>> = {};
  const open = async (name: Name): Promise<void> => {
    opened[name] = await connections[name].openSession();
  };
  const outcomes = await Promise.allSettled((Object.keys(connections) as Name[]).map(open));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return opened as Record<Name, DedicatedSession>;
  await closeAll(opened);
  throw failed.reason;
}

/** Resolves when all are closed. */
export async function closeAll(sessions: Readonly<Partial<Record<string, DedicatedSession>>>): Promise<void> {
  await Promise.all(Object.values(sessions).map((session) => session?.close()));
}

async function positionTablesOf(target: DedicatedSession, subject: SuggestedFor): Promise<string[]> {
  const tables = await target.query<PositionTableRow>(positionTablesStatement).catch((error: unknown) => {
    if (isRightMissing(error)) return [];
    throw error;
  });
  // The catalog shows nothing of what an account may not read.
  if (!tables.some(({ name }) => name === appliedPositionTable))
    throw new SnapshotImpossible(
      `the account may not read the applied position in a snapshot of the target: run there ${grantStatement(rightToRead(appliedPositionTable), subject)}`,
    );
  const unsuited = tables.find(({ engine }) => engine?.toUpperCase() !== 'INNODB');
  if (unsuited)
    throw new SnapshotImpossible(
      `mysql.${unsuited.name} of the target is ${unsuited.engine ?? 'of an unknown engine'}, which has no snapshots: run there STOP SLAVE; ${unlogged(`ALTER TABLE ${quoteTable('mysql', unsuited.name)} ENGINE = InnoDB`, subject)} START SLAVE;`,
    );
  return tables.map(({ name }) => name);
}

async function explainHidden(
  target: DedicatedSession,
  visible: readonly string[],
  subject: SuggestedFor,
): Promise<string> {
  const rights = await rightsToHiddenTables((sql) => target.query(sql), visible);
  return (
    'the target keeps a part of its applied position in a table that the account may not read (gtid_pos_auto_engines): ' +
    `run there ${rights.map((right) => grantStatement(right, subject)).join(' ')}` +
    (rights.length > 1 ? ' One for a table that does not exist fails with error 1146, and does no harm.' : '')
  );
}
