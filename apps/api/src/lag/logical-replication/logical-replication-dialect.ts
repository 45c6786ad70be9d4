import type { Publication, ReplicationLimit, SourceSlot, WalSender } from '@cutover/contracts';
import type { StatementBounds, TimedReading } from '@cutover/databases';
import type { ServerPair } from '../lag-dialect.js';
import type { Lookup } from '../lookup.js';

/** A slot as the source tells it. */
export interface ToldSourceSlot extends Omit<
  SourceSlot,
  'owner' | 'sender' | 'seconds' | 'atLeastSeconds' | 'growthBytesPerSecond' | 'caughtUpInSeconds' | 'lostInSeconds'
> {
  sender: WalSender | null;
  /** Of a first copy: the worker that reads from it, by the name of the slot. null: it is none. */
  copy: { subscriptionId: string; serverId: string } | null;
}

/** What the source tells in one look. */
export interface ToldSource {
  position: string | null;
  level: string;
  /** null: no limit. */
  keepLimitBytes: number | null;
  slots: readonly ToldSourceSlot[];
  limits: readonly ReplicationLimit[];
}

/** What is read once a minute. */
export interface ToldSlowly {
  directoryBytes: Lookup<number>;
  publications: Lookup<readonly Omit<Publication, 'isRead'>[]>;
}

/** An origin, and the subscription that its name says. */
export interface ToldOrigin {
  name: string;
  subscriptionId: string | null;
  remotePosition: string | null;
}

/** What the target tells in one look. */
export interface ToldTarget {
  limits: readonly ReplicationLimit[];
  origins: readonly ToldOrigin[];
}

/** What both servers told. */
export interface ToldReplication {
  /** With its age: it may have been read for another database of the server. */
  source: Lookup<TimedReading<ToldSource>>;
  slow: ToldSlowly;
  target: Lookup<ToldTarget>;
}

/** What logical replication uses on both servers is asked in another way of each engine that has it. */
export interface LogicalReplicationDialect {
  /**
   * Reads both servers. Never rejects: what cannot be read says why.
   * @param slow what was read within the last minute; null: read it now
   */
  read(pair: ServerPair, slow: ToldSlowly | null, bounds: StatementBounds): Promise<ToldReplication>;
}
