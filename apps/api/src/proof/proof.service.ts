import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { suggestedFor, type SuggestedFor } from '@cutover/databases/suggested-statements';
import { ReplicationPositionService } from '../replication/replication-position.service.js';
import { messageOf } from '../failures/message-of.js';
import { wholeTable, type CarriedPart, type NotComparable } from '../tables/carried-part.js';
import { readPart } from '../tables/dialects/registry.js';
import type { WatchedTable } from '../tables/tables.service.js';
import { conclude, unproved, type Conclusion, type Describe } from './conclusion.js';
import { proofDialectOf } from './dialects/registry.js';
import { Patience } from './patience.js';
import { precluded } from './precluded.js';
import { readOne, readTogether } from './read-pair.js';
import { settle } from './settle.js';
import { isSideLost } from './side-unreadable.js';
import type { Settlement } from './settlement.js';
import { unreadableReason } from './unreadable-reason.js';

/** How a watcher reads one side of a table, and which aspects of two readings differ. */
export interface Comparison<Reading, Aspect extends string> {
  read(role: Role, signal: AbortSignal): Promise<Reading>;
  differing(source: Reading, target: Reading): readonly Aspect[];
  moved(before: Reading, after: Reading): readonly Aspect[];
  describe: Describe<Reading, Aspect>;
}

/** What bounds the comparison of one table. */
export interface ProofBounds {
  patience: Patience;
  signal: AbortSignal;
  /** Called when the comparison failed because a side does not answer: the reason is no property of the table. */
  onSideLost?: () => void;
}

/**
 * Shortest pause between two rounds. The real one is up to twice as long, at random, so that the rounds do not keep
 * step with a batch job.
 */
const pauseMs = 250;

/** Answered from the catalog. */
const catalogTimeoutMs = 10_000;

/**
 * Runs the procedure of settle.ts against the servers of a migration. Every failure becomes the verdict unverified,
 * with its reason.
 */
@Injectable()
export class ProofService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly positions: ReplicationPositionService,
  ) {}

  /** A new waiting allowance, for one run. */
  patience(): Patience {
    return new Patience(this.config.monitoring.proofWaitSeconds * 1000);
  }

  /**
   * The part of a table that is compared, as far as that is known before its rows are read. Asked before a comparison, and after it
   * to see whether it is still the same. Rejects only when `signal` is aborted.
   */
  async partToCompare(
    migration: string,
    table: WatchedTable,
    signal: AbortSignal,
  ): Promise<CarriedPart | NotComparable> {
    signal.throwIfAborted();
    const obstacle = precluded(this.connections.snapshot(migration), table);
    return obstacle === null ? this.carriedPart(migration, table, signal) : { obstacle };
  }

  /**
   * The same of a table that can be compared, which is for `prove` to say: the whole table while a side does not answer. Never
   * rejects but when `signal` is aborted.
   */
  async carriedPart(migration: string, table: WatchedTable, signal: AbortSignal): Promise<CarriedPart | NotComparable> {
    signal.throwIfAborted();
    if (precluded(this.connections.snapshot(migration), table) !== null) return wholeTable;
    const servers = {
      source: this.connections.get(migration, 'source'),
      target: this.connections.get(migration, 'target'),
    };
    try {
      const part = await readPart(servers, table, { timeoutMs: catalogTimeoutMs, signal });
      return 'obstacle' in part ? { obstacle: `Not compared: ${part.obstacle}` } : part;
    } catch (error) {
      signal.throwIfAborted();
      const why = `whether replication carries all of the table could not be read (${messageOf(error)}); it is compared again`;
      return { obstacle: `Not compared: ${why}` };
    }
  }

  /** Compares one table. Rejects only when `signal` is aborted: a table that cannot be read is unverified. */
  async prove<Reading, Aspect extends string>(
    migration: string,
    table: WatchedTable,
    comparison: Comparison<Reading, Aspect>,
    bounds: ProofBounds,
  ): Promise<Conclusion<Reading, Aspect>> {
    bounds.signal.throwIfAborted();
    const obstacle = precluded(this.connections.snapshot(migration), table);
    if (obstacle !== null) return unproved(obstacle);
    try {
      const settlement = await this.settle(migration, comparison, bounds);
      const targetPosition = settlement.kind === 'lagging' ? await this.targetPosition(migration, bounds.signal) : null;
      const { advice } = proofDialectOf(this.config, migration);
      return conclude(settlement, comparison.describe, { targetPosition, advice });
    } catch (error) {
      bounds.signal.throwIfAborted();
      if (isSideLost(error)) bounds.onSideLost?.();
      return unproved(this.unreadableReason(error, migration, table));
    }
  }

  /** Why a table could not be read, and what to do. */
  unreadableReason(error: unknown, migration: string, table: WatchedTable): string {
    return unreadableReason(error, this.subject(migration, table), proofDialectOf(this.config, migration));
  }

  private settle<Reading, Aspect extends string>(
    migration: string,
    comparison: Comparison<Reading, Aspect>,
    { patience, signal }: ProofBounds,
  ): Promise<Settlement<Reading, Aspect>> {
    return settle<Reading, Aspect>({
      readSource: () => readOne('source', comparison.read, signal),
      readTarget: () => readOne('target', comparison.read, signal),
      readBoth: () => readTogether(comparison.read, signal),
      differing: comparison.differing,
      moved: comparison.moved,
      sourcePosition: () => this.positions.sourcePosition(migration, signal),
      waitForTarget: async (position) => {
        const waitedMs = patience.nextWaitMs();
        const outcome = await this.positions.waitForTarget(migration, position, { timeoutMs: waitedMs, signal });
        patience.note(outcome === 'reached');
        return { outcome, waitedMs };
      },
      pause: async () => {
        await delay(pauseMs * (1 + Math.random()), undefined, { signal });
      },
    });
  }

  private async targetPosition(migration: string, signal: AbortSignal): Promise<string | null> {
    return this.positions.targetPosition(migration, signal).catch(() => null);
  }

  private subject(migration: string, table: WatchedTable): Parameters<typeof unreadableReason>[1] {
    const accountOn = (role: Role): SuggestedFor => suggestedFor(this.connections.get(migration, role));
    return {
      database: table.database,
      table: table.name,
      tableTimeoutSeconds: this.config.monitoring.tableTimeoutSeconds,
      accounts: { source: accountOn('source'), target: accountOn('target') },
    };
  }
}
