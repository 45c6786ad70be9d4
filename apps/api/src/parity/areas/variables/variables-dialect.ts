import type { ServerConnection, StatementBounds } from '@cutover/databases';

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
  statements: number;
}

/** Settings as one family of servers has them. */
export interface VariablesDialect {
  /** Reads all settings. Rejects where the server refuses, or does not answer. */
  read(server: ServerConnection, bounds: StatementBounds): Promise<SideVariables>;
  /** The statement that sets it while the server runs. */
  set(name: string, value: string): string;
  /** The line of the configuration file. */
  line(name: string, value: string): string;
}
