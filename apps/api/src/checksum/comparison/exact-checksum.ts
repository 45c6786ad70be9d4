import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumMode, Role, RowDifference } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { ServerUnavailable } from '@cutover/databases';
import { Clock } from '../../platform/clock.js';
import { unproved } from '../../proof/conclusion.js';
import { ProofService } from '../../proof/proof.service.js';
import { readTogether } from '../../proof/read-pair.js';
import { isSideLost } from '../../proof/side-unreadable.js';
import { readDefinition } from '../../tables/dialects/registry.js';
import { definitionFingerprint, type TableDefinition } from '../../tables/definition/table-definition.js';
import { definitionOfPart, isSamePart, partReason } from '../../tables/carried-part.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import { comparisonDialectOf } from '../dialects/registry.js';
import type { FeedServers } from './chunks/choose-feed.js';
import type { ChecksumFinding, ComparisonFrame } from './comparison-frame.js';
import { BarrierChecksum } from './barrier/barrier-checksum.js';
import { BracketChecksum } from './bracket/bracket-checksum.js';
import { DdlWatch } from './ddl-watch.js';
import { DifferenceLog } from './drill-down/difference-log.js';
import { findingOf } from './exact-finding.js';
import type { ChunkRecord, ExactHooks } from './exact-hooks.js';
import { explainTimeout, TooLargeWithoutKey, whyTooLarge } from './keyless/too-large.js';
import { ModeChooser, type ChosenMode } from './mode-chooser.js';
import {
  areComparable,
  compareDefinitions,
  ddlReason,
  definitionVerdict,
  withAttributes,
  type ComparedDefinitions,
} from './prove-definitions.js';
import { isTimeout } from './read-failure.js';
import { SandwichChecksum } from './sandwich/sandwich-checksum.js';
import { SequenceChecksum } from './sequence-checksum.js';
import { SnapshotChecksum } from './snapshot/snapshot-checksum.js';
import { UnsupportedColumn } from './table-plan.js';
import type { TableWork } from './table-work.js';

/** Time limit of a statement over one range, even if the configuration allows more for a whole table. */
const longestChunkMs = 30_000;

/** The mode in which the rows are compared; null: they are not, or not yet. ModeChooser alone decides it. */
interface ModeUsed {
  mode: ChecksumMode | null;
}

/** The result of one table, and its rows that differ. */
export interface TableVerification {
  finding: ChecksumFinding;
  differences: readonly RowDifference[];
}

/**
 * Compares one table: reads its definitions, chooses the mode, compares the rows in it, and reads the definitions
 * again.
 */
@Injectable()
export class ExactChecksum {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly proof: ProofService,
    private readonly snapshot: SnapshotChecksum,
    private readonly barrier: BarrierChecksum,
    private readonly bracket: BracketChecksum,
    private readonly sandwich: SandwichChecksum,
    private readonly chooser: ModeChooser,
    private readonly sequences: SequenceChecksum,
    private readonly clock: Clock,
  ) {}

  /** Rejects only when the signal is aborted. A table that cannot be read is unverified, and the reason says why. */
  async verifyTable(table: WatchedTable, frame: ComparisonFrame): Promise<TableVerification> {
    const hooks = frame.hooks ?? {};
    const log = new DifferenceLog(table.id, hooks.limits, hooks.onFinding);
    const finding = await this.verified(table, frame, hooks, log);
    return { finding, differences: log.rows };
  }

  private async verified(
    table: WatchedTable,
    frame: ComparisonFrame,
    hooks: ExactHooks,
    log: DifferenceLog,
  ): Promise<ChecksumFinding> {
    frame.signal.throwIfAborted();
    const { migration } = frame;
    // Before anything is sent: what holds for the engine holds for every table, whatever the servers say.
    const obstacle = comparisonDialectOf(this.config, migration).obstacle();
    if (obstacle !== null) return definitionVerdict(unproved(obstacle));
    const part = await this.proof.partToCompare(migration, table, frame.signal);
    if ('obstacle' in part) return definitionVerdict(unproved(part.obstacle));
    // Kept for the result of a table whose comparison fails half way.
    const used: ModeUsed = { mode: null };
    try {
      const definitions = await this.proof.prove(
        frame.migration,
        table,
        compareDefinitions((role, signal) => this.define(frame.migration, role, { table, part }, signal)),
        frame,
      );
      const { source, target } = definitions;
      if (!source || !target || !areComparable(definitions)) return definitionVerdict(definitions);
      const work = await this.workOf(table, frame, hooks, log, { source, target, part });
      if (work.plan.sequence !== undefined) return await this.sequences.compare(work, work.plan.sequence);
      const { finding, isSettled } = await this.compareRows(work, used);
      return isSettled ? withAttributes(finding, work, definitions) : finding;
    } catch (error) {
      frame.signal.throwIfAborted();
      if (isSideLost(error)) frame.onSideLost?.();
      return definitionVerdict(unproved(this.reasonOf(error, frame.migration, table)), used.mode);
    }
  }

  /** `isSettled`: the definitions are what they were before. */
  private async compareRows(
    work: TableWork,
    used: ModeUsed,
  ): Promise<{ finding: ChecksumFinding; isSettled: boolean }> {
    if (work.plan.key === null) {
      const tooLarge = await whyTooLarge(work, this.serversOf(work), this.clock);
      if (tooLarge !== null) return { finding: definitionVerdict(unproved(tooLarge)), isSettled: true };
    }
    const { chunks, mode } = await this.chunksOf(work, used).catch(async (error: unknown) => {
      if (work.plan.key !== null || !isTimeout(error)) throw error;
      throw new TooLargeWithoutKey(await explainTimeout(work, this.serversOf(work)));
    });
    const after = await readTogether(
      (role, signal) => this.define(work.frame.migration, role, work, signal),
      work.frame.signal,
    );
    const { migration, signal } = work.frame;
    const part = await this.proof.partToCompare(migration, work.table, signal);
    if ('obstacle' in part || !isSamePart(part, work.part)) {
      const why = 'obstacle' in part ? part.obstacle : partReason;
      return { finding: definitionVerdict(unproved(why), mode.mode), isSettled: false };
    }
    const { source, target } = after;
    const isSame = source && target && fingerprintOf({ source, target, part }) === work.fingerprint;
    if (!isSame) return { finding: definitionVerdict(unproved(ddlReason), mode.mode), isSettled: false };
    const notes = await this.chooser.notesFor(work);
    return { finding: findingOf(work, chunks, { ...mode, notes }), isSettled: true };
  }

  /**
   * Compares the rows in the chosen mode. When that turns out to be impossible here, goes on in the next best one: ranges
   * that the hooks still know as proved are not read again. Each mode comes up once at most, so this ends.
   */
  private async chunksOf(
    work: TableWork,
    used: ModeUsed,
  ): Promise<{ chunks: readonly ChunkRecord[]; mode: ChosenMode }> {
    let chosen = this.chooser.choose(work);
    for (;;) {
      used.mode = chosen.mode;
      try {
        return { chunks: await this[chosen.mode].compare(work), mode: chosen };
      } catch (error) {
        work.frame.signal.throwIfAborted();
        const next = await this.chooser.nextBest(work, chosen, error);
        if (next === null) throw error;
        chosen = next;
        work.log.clear();
        await work.hooks.onModeChange?.(work.table.id);
      }
    }
  }

  private serversOf({ frame: { migration } }: TableWork): FeedServers {
    return { source: this.connections.get(migration, 'source'), target: this.connections.get(migration, 'target') };
  }

  private async define(
    migration: string,
    role: Role,
    { table: { database, name }, part }: Pick<TableWork, 'table' | 'part'>,
    signal: AbortSignal,
  ): Promise<TableDefinition | null> {
    const timeoutMs = this.config.monitoring.tableTimeoutSeconds * 1000;
    const connection = this.connections.get(migration, role);
    const definition = await readDefinition(connection, database, name, { signal, timeoutMs });
    return definition && definitionOfPart(definition, part);
  }

  private async workOf(
    table: WatchedTable,
    frame: ComparisonFrame,
    hooks: ExactHooks,
    log: DifferenceLog,
    { source, target, part }: ComparedDefinitions,
  ): Promise<TableWork> {
    const dialect = comparisonDialectOf(this.config, frame.migration);
    const plan = await dialect.planOf(
      table,
      { source, target, part },
      (role) => this.connections.get(frame.migration, role),
      frame.signal,
    );
    const configuredMs = this.config.monitoring.tableTimeoutSeconds * 1000;
    const locking = [source.engine, target.engine].find((engine) => dialect.isLockedByReading(engine)) ?? null;
    const tableTimeoutMs = Math.min(configuredMs, (locking !== null && hooks.longestLockMs) || Infinity);
    const lockingEngine = tableTimeoutMs < configuredMs ? locking : null;
    const ddl = new DdlWatch({
      ...{ table, dialect: dialect.ddl, bounds: { timeoutMs: configuredMs, signal: frame.signal } },
      servers: {
        source: this.connections.get(frame.migration, 'source'),
        target: this.connections.get(frame.migration, 'target'),
      },
    });
    return {
      ...{ table, frame, hooks, source, target, part, dialect, plan, log, ddl, tableTimeoutMs, lockingEngine },
      fingerprint: fingerprintOf({ source, target, part }),
      chunkTimeoutMs: Math.min(tableTimeoutMs, longestChunkMs),
    };
  }

  private reasonOf(error: unknown, migration: string, table: WatchedTable): string {
    if (error instanceof TooLargeWithoutKey) return error.message;
    if (error instanceof UnsupportedColumn) return `Not compared: ${error.message}`;
    // The message says which side.
    if (error instanceof ServerUnavailable) return `A connection was lost during the comparison: ${error.message}`;
    return this.proof.unreadableReason(error, migration, table);
  }
}

function fingerprintOf({ source, target, part }: ComparedDefinitions): string {
  const definitions = `${definitionFingerprint(source)} ${definitionFingerprint(target)}`;
  return part.rows === null ? definitions : `${definitions} ${part.rows} ${part.mark}`;
}
