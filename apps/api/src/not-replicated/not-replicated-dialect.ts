import type { LeftBehind, LeftBehindKind, Role } from '@cutover/contracts';
import type { RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';

/** One thing that was found, and of which kind it is. */
export interface FoundLeftBehind extends LeftBehind {
  kind: LeftBehindKind;
  side: Role;
}

/** What was found, and what could not be told. */
export interface ToldLeftBehind {
  found: FoundLeftBehind[];
  unknown: { kind: LeftBehindKind; reason: string }[];
}

/** What is watched. */
export interface Watched extends Pick<RightsNeeds, 'databases' | 'tables'> {
  /** Whether a table is meant: not those that the configuration leaves out. */
  includes(schema: string, table: string): boolean;
}

/** One implementation for each engine whose replication leaves things behind: dialects/registry.ts. */
export interface NotReplicatedDialect {
  /** Reads both sides. Rejects where one of them cannot be read. */
  read(
    pair: Readonly<Record<Role, ServerConnection>>,
    watched: Watched,
    bounds: StatementBounds,
  ): Promise<ToldLeftBehind>;
}
