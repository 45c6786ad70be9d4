import type { Engine, ParityArea, ParityDifference, ParityLeftOut, ParityUnknown, Role } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { MigrationConfig } from '../config/config.schema.js';
import type { Check } from '../evidence/check.js';

/** What to do where our account lacks a right; the statement stands in `grants`. */
export const giveRight = 'Give our account the right: it is read again by itself.';

/** Both sides of a migration, and what bounds every statement that is sent to them. */
export interface ParityPair {
  migration: MigrationConfig;
  connections: Record<Role, ServerConnection>;
  bounds: StatementBounds;
}

/** What one area found at one moment. */
export interface AreaReading {
  /** Objects that were compared on either side, by kind. */
  compared: Record<string, number>;
  differences: ParityDifference[];
  /** What could not be compared. Nothing is said of it, so that an empty list of differences is no proof beside it. */
  unknown: ParityUnknown[];
  /** What is not compared on purpose, with the reason; absent: nothing is left out. */
  leftOut?: ParityLeftOut[];
  statements: Record<Role, number>;
}

/**
 * One area of what is compared beside rows: reads both sides by a few statements for whole sets, never one for each object,
 * and compares them. A new area is one folder and one line in `areas.ts`.
 */
export interface ComparedArea {
  readonly area: ParityArea;
  /** Engines of which it can be compared. Its checks are judged of these only: they name them, too. */
  readonly engines: readonly Engine[];
  /** What is judged from it; see parity-check.ts. */
  readonly checks: readonly Check[];
  /**
   * Rejects only where a side does not answer at all. A right that is missing, a statement that took too long, an object that
   * cannot be read: `unknown`, with what to do.
   */
  compare(pair: ParityPair): Promise<AreaReading>;
}
