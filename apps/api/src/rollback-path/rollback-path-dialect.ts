import type { Role, RollbackPath } from '@cutover/contracts';
import type { Endpoint, RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';

/** What a pair tells, without the moment at which it told it. */
export type ToldRollback = Omit<RollbackPath, 'measuredAt'>;

/** What the way back is looked for between. */
export interface RollbackPair {
  servers: Readonly<Record<Role, ServerConnection>>;
  watched: Pick<RightsNeeds, 'databases' | 'tables'>;
  /** How Cutover reaches the target. */
  target: Pick<Endpoint, 'host' | 'port' | 'tls'>;
}

/** One part of the way back: what is run on one side, and when. */
export interface RollbackStep {
  on: Role;
  /** When it is run and what for, as a sentence without a full stop. */
  when: string;
  /** May be empty: there is nothing to do. */
  statements: string[];
}

/** One implementation for each family: dialects/registry.ts. */
export interface RollbackPathDialect {
  /** Rejects where the target tells nothing at all; accounts that only lack a right are null, with the GRANT. */
  read(pair: RollbackPair, bounds: StatementBounds): Promise<ToldRollback>;
  /** The steps in their order, made of what both sides say now; null: this engine has none. Rejects where a side cannot be read. */
  steps: ((pair: RollbackPair, bounds: StatementBounds) => Promise<RollbackStep[]>) | null;
}
