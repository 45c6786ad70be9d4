import type { Connection } from 'mysql2/promise';
import type { LabServer } from '../server/lab-server.js';
import type { LabState } from '../lab-state.js';
import type { Role } from '../roles.js';
import type { BreakName } from './break-names.js';

/** Something that goes wrong on request, and is undone without a trace. */
export interface LabBreak {
  /** One line for the list of breaks: what is wrong, and where it shows. */
  readonly description: string;
  /** The servers that must run for it to be broken. */
  readonly needs: readonly Role[];
  apply(lab: BreakableLab): Promise<void>;
  mend(lab: BreakableLab): Promise<void>;
}

/** What a break may do with the lab. */
export interface BreakableLab {
  readonly database: string;
  readonly state: LabState;
  server(role: Role): LabServer;
  /** Lends a root connection to the shop on one side. */
  withAdmin<T>(role: Role, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** The same, with nothing of it written to the binary log: it happens on this side only. */
  withoutBinaryLog<T>(role: Role, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Whether one of these breaks is in force, other than the one being applied or mended. */
  isBroken(...names: readonly BreakName[]): boolean;
}
