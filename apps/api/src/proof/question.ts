import type { Role } from '@cutover/contracts';
import type { DedicatedSession } from '@cutover/databases';
import { readTogether } from './read-pair.js';
import type { BothReadings } from './settlement.js';

/** A statement of a dialect, and how to read its rows. */
export interface Question<Answer> {
  /** One for each side where they are not asked for the same rows. */
  statement: string | Readonly<Record<Role, string>>;
  read(rows: readonly object[]): Answer;
}

/** A connection, or a session that holds a snapshot. */
export type Asked = Pick<DedicatedSession, 'query'>;

/** Bounds of the statements of one table. */
export interface ReadBounds {
  timeoutMs: number;
  signal: AbortSignal;
}

/** Asks one side. Rejects as its connection does. */
export async function ask<Answer>(
  sides: Readonly<Record<Role, Asked>>,
  role: Role,
  { statement, read }: Question<Answer>,
  bounds: ReadBounds,
): Promise<Answer> {
  const sql = typeof statement === 'string' ? statement : statement[role];
  return read(await sides[role].query<object>(sql, [], bounds));
}

/**
 * Asks both sides a question at the same time: the servers as they are now, or the snapshots of a pair. Rejects
 * with SideUnreadable.
 */
export function askBoth<Answer>(
  sides: Readonly<Record<Role, Asked>>,
  question: Question<Answer>,
  bounds: ReadBounds,
): Promise<BothReadings<Answer>> {
  return readTogether((role, signal) => ask(sides, role, question, { ...bounds, signal }), bounds.signal);
}
