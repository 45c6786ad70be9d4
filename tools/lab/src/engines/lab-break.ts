import type { ActiveBreak, LabState } from '../lab-state.js';
import type { Role } from '../roles.js';
import type { LabServer } from '../server/lab-server.js';
import type { LabTypes, PairSessions } from './engine.js';

/** Something that goes wrong on request, and is undone without a trace. */
export interface LabBreak<T extends LabTypes> {
  /** One line for the list of breaks: what is wrong, and where it shows. */
  readonly description: string;
  /** The servers that must run for it to be broken. */
  readonly needs: readonly Role[];
  /** Breaks that must be mended before this one is broken or mended. None: it stands beside all others. */
  readonly mendFirst?: readonly T['breakName'][];
  apply(lab: BreakableLab<T>): Promise<void>;
  mend(lab: BreakableLab<T>): Promise<void>;
}

/** What a break may do with the lab. */
export interface BreakableLab<T extends LabTypes> extends PairSessions<T> {
  readonly database: string;
  readonly state: LabState;
  server(role: Role): LabServer;
  /** Waits until the target has applied all that the source has committed up to now. */
  catchUp(timeoutMs?: number): Promise<void>;
  /** Whether one of these breaks is in force, other than the one being applied or mended. */
  isBroken(...names: readonly T['breakName'][]): boolean;
}

/** Whether one of these breaks is in force. */
export function areBroken(breaks: readonly ActiveBreak[], ...names: readonly string[]): boolean {
  return breaks.some(({ name }) => names.includes(name));
}
