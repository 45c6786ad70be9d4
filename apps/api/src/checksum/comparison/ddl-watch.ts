import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '@cutover/contracts';
import type { ServerConnection, StatementBounds, TableName } from '@cutover/databases';
import type { Conclusion } from '../../proof/conclusion.js';
import { readTogether } from '../../proof/read-pair.js';
import type { BothReadings } from '../../proof/settlement.js';
import { ddlReason } from './prove-definitions.js';

/** How an engine shows that DDL came in between. */
export interface DdlDialect<Moment = unknown> {
  /** Where the server is now. Rejects as the connection does. */
  readMoment(server: ServerConnection, bounds: StatementBounds): Promise<Moment>;
  /** Whether DDL may have changed, replaced or renamed the table since then. Rejects as the connection does. */
  mayBeChangedSince(
    server: ServerConnection,
    table: TableName,
    moment: Moment,
    bounds: StatementBounds,
  ): Promise<boolean>;
}

/** What is watched, and how. */
export interface WatchedSides {
  dialect: DdlDialect;
  servers: Readonly<Record<Role, ServerConnection>>;
  table: TableName;
  bounds: { timeoutMs: number; signal: AbortSignal };
  /** The pause before a difference is proved again. Tests have none. */
  againMs?: number;
}

/** CREATE_TIME counts whole seconds: after so many pauses, DDL that has ended is too old to be meant. */
const mostProofs = 5;
const defaultAgainMs = 1_000;

/**
 * Keeps DDL from being taken for a difference. Two tables that are renamed into each other again and again look, to readings
 * of one side after the other, like one table that never changes and differs. So a difference only counts when no DDL
 * can have come in between; else it is proved again.
 */
export class DdlWatch {
  private since: BothReadings<unknown> | null = null;

  constructor(private readonly sides: WatchedSides) {}

  /** Watches from now on. Rejects with SideUnreadable, or when aborted. */
  async begin(): Promise<void> {
    const { dialect, servers, bounds } = this.sides;
    const read = (role: Role, signal: AbortSignal): Promise<unknown> =>
      dialect.readMoment(servers[role], { ...bounds, signal });
    this.since = await readTogether(read, bounds.signal);
  }

  /** Proves until it is not `diverged`, or no DDL came in between since `begin`. Rejects with SideUnreadable, or when aborted. */
  async undisturbed<Reading, Aspect extends string>(
    prove: () => Promise<Conclusion<Reading, Aspect>>,
  ): Promise<Conclusion<Reading, Aspect>> {
    const { bounds, againMs = defaultAgainMs } = this.sides;
    for (let proofs = 1; ; proofs++) {
      const proof = await prove();
      if (proof.verdict !== 'diverged' || !(await this.isDisturbed())) return proof;
      if (proofs === mostProofs) return { ...proof, verdict: 'unverified', reason: ddlReason, aspects: [] };
      await pause(againMs, undefined, { signal: bounds.signal });
      await this.begin();
    }
  }

  private async isDisturbed(): Promise<boolean> {
    const { dialect, servers, table, bounds } = this.sides;
    const { since } = this;
    if (since === null) return true;
    const seen = await readTogether(
      (role, signal) => dialect.mayBeChangedSince(servers[role], table, since[role], { ...bounds, signal }),
      bounds.signal,
    );
    return seen.source || seen.target;
  }
}
