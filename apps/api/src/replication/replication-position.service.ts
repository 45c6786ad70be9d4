// Seam: the replication slice replaces this with the real service, same names.
/** Outcome of waiting for the target. */
export type WaitOutcome = 'reached' | 'not-reached' | 'replication-stopped';

export abstract class ReplicationPositionService {
  /** The source's GTID position now (MariaDB `@@gtid_binlog_pos`, MySQL `@@gtid_executed`). null: the binlog is off or without GTID. */
  abstract sourcePosition(migration: string, signal?: AbortSignal): Promise<string | null>;
  /** The GTID position that the target has applied (`@@gtid_slave_pos`). null: never replicated by GTID. */
  abstract targetPosition(migration: string, signal?: AbortSignal): Promise<string | null>;
  /** Waits until the target has applied `position`, polling cheaply; never longer than `timeoutMs`. */
  abstract waitForTarget(
    migration: string,
    position: string,
    bounds: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<WaitOutcome>;
}
