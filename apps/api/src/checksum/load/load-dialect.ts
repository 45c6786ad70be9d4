import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** The settings of `verification` that bound how busy a server may be. */
export type LoadSetting = 'maxThreadsRunning' | 'maxHistoryListLength';

/** A counter of a server, by the name that its administrators know it by. */
export interface LoadCounter {
  name: string;
  value: number;
}

/** Each counter by the setting that bounds it. One that is absent is not known, which is no reason to wait. */
export type ServerPressure = Readonly<Partial<Record<LoadSetting, LoadCounter>>>;

/** How an engine says that it is busy. Both reject as the connection does. */
export interface LoadDialect {
  readPressure(server: ServerConnection, bounds: StatementBounds): Promise<ServerPressure>;
  /** How many seconds the target is behind the source; null: it does not say. */
  readLagSeconds(target: ServerConnection, bounds: StatementBounds): Promise<number | null>;
}
