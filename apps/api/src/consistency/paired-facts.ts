import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ServerUnavailable, StatementTimeout } from '@cutover/databases';
import { concludeProved, unproved, type Conclusion } from '../proof/conclusion.js';
import { precluded } from '../proof/precluded.js';
import { ProofService, type ProofBounds } from '../proof/proof.service.js';
import { readTogether } from '../proof/read-pair.js';
import type { PairHolder } from '../proof/snapshot/pair-holder.js';
import { SnapshotPairs } from '../proof/snapshot/snapshot-pairs.js';
import { SideUnreadable } from '../proof/side-unreadable.js';
import type { WatchedTable } from '../tables/tables.service.js';
import { describeFacts, differingFacts, type FactsAspect, type FactsReading } from './consistency-verdict.js';
import { factsAtPosition } from './facts-at-position.js';
import { SettledCounter } from './settled-counter.js';
import { CountedLoad } from './counted-load.js';
import { longestCountMs, readFacts, type FactsSubject } from './table-facts.js';

type FactsConclusion = Conclusion<FactsReading, FactsAspect>;

/** What a snapshot shows as it was; the rest of the facts is as it is now. */
const inSnapshot: ReadonlySet<FactsAspect> = new Set(['rows', 'smallestKey', 'largestKey']);

/** Counts of both sides at one GTID position: exact, however much is being written. */
@Injectable()
export class PairedFacts {
  /** Passes in which no pair was to be had; the next pass tries anew. */
  private readonly without = new WeakSet<ProofBounds>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly proof: ProofService,
    private readonly pairs: SnapshotPairs,
    private readonly counter: SettledCounter,
    private readonly load: CountedLoad,
  ) {}

  /**
   * null: no pair is to be had, or what differs is not in it; to be proved by reading again (ProofService). `bounds` must be
   * the same object for all tables of a pass. `verifiedRows`: see RowsOrigin. Rejects only when the signal was aborted.
   */
  async compare(
    migration: string,
    subject: FactsSubject,
    bounds: ProofBounds,
    verifiedRows: string | null,
  ): Promise<FactsConclusion | null> {
    const { table } = subject;
    if (this.without.has(bounds) || !this.isPossible(migration, table)) return null;
    try {
      const seen = await this.pairs.lend(migration, (holder) =>
        this.read(holder, migration, subject, { bounds, verifiedRows }),
      );
      if (seen.verdict !== 'matched') return seen.aspects.every((aspect) => inSnapshot.has(aspect)) ? seen : null;
      return await this.counter.settle(migration, table, seen, bounds.signal);
    } catch (error) {
      bounds.signal.throwIfAborted();
      if (error instanceof SideUnreadable) {
        // A scan that was ended by its bound is not begun again.
        if (error.cause instanceof StatementTimeout)
          return unproved(this.proof.unreadableReason(error, migration, table));
      } else if (!(error instanceof ServerUnavailable)) this.without.add(bounds);
      return null;
    }
  }

  private isPossible(migration: string, table: WatchedTable): boolean {
    if (precluded(this.connections.snapshot(migration), table) !== null) return false;
    if (this.pairs.missedLately(migration) !== null) return false;
    return this.pairs.obstacle(migration, [table.source?.engine ?? null, table.target?.engine ?? null]) === null;
  }

  /** The definitions are read after the snapshots were taken, and the table is kept from DDL since then. */
  private async read(
    holder: PairHolder,
    migration: string,
    subject: FactsSubject,
    { bounds, verifiedRows }: { bounds: ProofBounds; verifiedRows: string | null },
  ): Promise<FactsConclusion> {
    const { table } = subject;
    const pair = await holder.current(this.pairs.boundsOf(migration, bounds, table));
    const timeoutMs = Math.min(longestCountMs, this.config.monitoring.tableTimeoutSeconds * 1000);
    const read = await readTogether(
      (role: Role, signal) =>
        this.load.read(migration, role, table, () =>
          readFacts(
            this.connections.get(migration, role),
            role,
            subject,
            { timeoutMs, signal },
            { rowsFrom: pair[role], verifiedRows },
          ),
        ),
      bounds.signal,
    );
    const between = pair.between?.(table) ?? { changes: 0, added: 0n };
    const { source, target } = factsAtPosition(read, between, verifiedRows === null);
    const aspects = differingFacts(source, target);
    const seen = { source, target, position: pair.position };
    const settlement =
      aspects.length === 0
        ? ({ ...seen, kind: 'matched' } as const)
        : ({ ...seen, kind: 'diverged', aspects } as const);
    return concludeProved(settlement, describeFacts);
  }
}
