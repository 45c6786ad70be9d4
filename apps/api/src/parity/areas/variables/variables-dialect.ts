import type { ParityDifference, ParityUnknown } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { ComparedVariable } from './compared-variable.js';

/** What a server says of its settings. */
export interface SideVariables {
  /** Values by name, in lower case; what this version does not have is missing. */
  values: ReadonlyMap<string, string>;
  timeZone: {
    /** As it is set, with what SYSTEM stands for. */
    text: string;
    /** The same moments as this zone writes them; null where the server cannot tell. */
    moments: string | null;
  };
  /** Settings that were changed and wait for a restart; absent: the server does not tell. */
  pending?: readonly string[];
  /** What the account may not see. */
  unread?: readonly Omit<ParityUnknown, 'area' | 'side'>[];
  statements: number;
}

/** Settings as one family of servers has them. */
export interface VariablesDialect {
  /** Settings of which it is known what follows from them. All others are told of together. */
  readonly compared: readonly ComparedVariable[];
  /** Whether two servers of a pair have this setting each for itself. */
  isMeantToDiffer(name: string): boolean;
  /** Whether a setting is told of that one side has and the other has not. */
  isToldAlone(name: string): boolean;
  /** Reads all settings. Rejects where the server refuses, or does not answer. */
  read(server: ServerConnection, bounds: StatementBounds): Promise<SideVariables>;
  /** The name of the time zone among the settings. */
  readonly timeZoneName: string;
  /** What to do where a server cannot tell the times of its zone. */
  readonly whenZoneUnknown: string;
  /** The line of the configuration file. */
  line(name: string, value: string): string;
  /** What sets it on a server that is no service. `isDynamic`: it needs no restart. */
  mend(name: string, value: string, isDynamic: boolean): NonNullable<ParityDifference['mend']>;
}
