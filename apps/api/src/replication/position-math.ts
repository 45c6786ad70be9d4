import type { DomainLag } from '@cutover/contracts';

/** What a target has: applied from the source, and (where it keeps a binary log) written by itself. */
export interface TargetPosition {
  applied: string;
  /** Last position in the target's own binary log; null when unknown or without a binary log. */
  written: string | null;
  /** server_id of the target; null when unknown. */
  serverId: string | null;
}

/** Arithmetic on the GTID positions of one engine. Pure; throws for text that is no position. */
export interface PositionMath {
  /** True when a server at `reached` has everything up to `wanted`. */
  hasReached(reached: string, wanted: string): boolean;
  /** Domain by domain, what the target lacks and what it has of its own. */
  compare(source: string, target: TargetPosition): DomainLag[];
  /** Transactions a position stands for, all domains together; only differences of it mean anything. */
  count(position: string): bigint;
}
