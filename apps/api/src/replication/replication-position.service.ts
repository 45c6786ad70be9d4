import { Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionsService } from '../connections/connections.service.js';
import { engines, StatementCancelled, StatementTimeout } from '@cutover/databases';
import { Clock } from '../platform/clock.js';
import { replicationStopped } from './dialects/registry.js';
import { pauseAfter, suspiciousAfterMs } from './wait-plan.js';

/** Outcome of waiting for the target. */
export type WaitOutcome = 'reached' | 'not-reached' | 'replication-stopped';

/** A position is answered from memory. */
const lookTimeoutMs = 5_000;

/** Where both sides are, and waiting until the target is as far as the source was. */
@Injectable()
export class ReplicationPositionService {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** The source's position now (GTID, or LSN of PostgreSQL). null: it has none. */
  sourcePosition(migration: string, signal?: AbortSignal): Promise<string | null> {
    return this.position(migration, 'source', lookTimeoutMs, signal);
  }

  /** The position that the target has applied. null: unknown, or it never replicated so. */
  targetPosition(migration: string, signal?: AbortSignal): Promise<string | null> {
    return this.position(migration, 'target', lookTimeoutMs, signal);
  }

  /**
   * Waits until the target has applied `position`, polling cheaply; never longer than `timeoutMs`. MASTER_GTID_WAIT is
   * not used: it holds a connection for the whole wait and does not notice that replication stopped. Rejects when the
   * target cannot be read, and with StatementCancelled when the signal is aborted.
   */
  async waitForTarget(
    migration: string,
    position: string,
    bounds: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<WaitOutcome> {
    const start = this.clock.monotonicMs();
    const leftMs = (): number => bounds.timeoutMs - (this.clock.monotonicMs() - start);
    let last: string | null = null;
    let movedAt = start;
    for (let looks = 0; ; looks++) {
      let reached: string | null;
      try {
        const boundMs = Math.max(100, Math.min(lookTimeoutMs, leftMs()));
        reached = await this.position(migration, 'target', boundMs, bounds.signal);
      } catch (error) {
        // A target that has answered before was cut short by the end of the wait alone.
        if (looks > 0 && leftMs() <= 0 && error instanceof StatementTimeout) return 'not-reached';
        throw error;
      }
      if (reached !== null && this.mathOf(migration).hasReached(reached, position)) return 'reached';
      const now = this.clock.monotonicMs();
      if (reached !== last) [last, movedAt] = [reached, now];
      if (now - movedAt >= suspiciousAfterMs) {
        if (await this.isReplicationStopped(migration, bounds.signal)) return 'replication-stopped';
        movedAt = now;
      }
      if (leftMs() <= 0) return 'not-reached';
      await this.pause(Math.min(pauseAfter(looks), leftMs()), bounds.signal);
    }
  }

  private async position(
    migration: string,
    role: Role,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<string | null> {
    const servers = {
      source: this.connections.get(migration, 'source'),
      target: this.connections.get(migration, 'target'),
    };
    return engines[servers[role].engine].positions.read(servers, role, { timeoutMs, signal });
  }

  private mathOf(migration: string) {
    return engines[this.connections.get(migration, 'target').engine].positions;
  }

  /** Without the right to ask, nothing is said to be stopped. */
  private async isReplicationStopped(migration: string, signal?: AbortSignal): Promise<boolean> {
    try {
      const target = this.connections.get(migration, 'target');
      return await replicationStopped[target.engine](target, { timeoutMs: lookTimeoutMs, signal });
    } catch {
      return false;
    }
  }

  private async pause(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await pause(ms, undefined, { signal });
    } catch (cause) {
      throw new StatementCancelled('Cancelled while waiting for the target', { cause });
    }
  }
}
