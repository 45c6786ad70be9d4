import type { EntityManager } from 'typeorm';

/** Options of a `find` that locks what it finds. */
interface LockedRow {
  lock?: { mode: 'pessimistic_write' };
}

/**
 * How a row is read that is written back in the same transaction: nobody changes it between, and what is read is what was committed last. A
 * file of SQLite has one process, whose work stands in one queue: it has no such lock and needs none.
 */
export const lockedRow = ({ connection: { options } }: EntityManager): LockedRow =>
  options.type === 'mysql' ? { lock: { mode: 'pessimistic_write' } } : {};
