import { Injectable } from '@nestjs/common';
import { ConnectionsService } from '../../../connections/connections.service.js';
import { Clock } from '../../../platform/clock.js';
import { ChunkLedger } from '../chunk-ledger.js';
import { ChunkSize } from '../chunks/chunk-size.js';
import { chooseFeed } from '../chunks/choose-feed.js';
import { wholeRange } from '../chunks/key-range.js';
import { compareMultisets } from '../drill-down/compare-multisets.js';
import { requireNoneApart } from '../drill-down/rows-apart.js';
import type { ChunkRecord } from '../exact-hooks.js';
import { isSameDigest } from '../range-digest.js';
import { pausesBetweenScans } from '../keyless/pauses-between-scans.js';
import type { TableWork } from '../table-work.js';
import { waitWhileThrottled } from '../wait-while-throttled.js';
import { SnapshotPairs } from '../../../proof/snapshot/snapshot-pairs.js';
import type { Pairs, SnapshotWalk } from './shared-walk.js';
import { throughLosses, throwIfDoubtfulSince } from './prove-range.js';
import { walk } from './snapshot-walk.js';

/** Source of snapshot pairs: from matching positions, from a barrier, or with rows in flight. */
export interface PairLender {
  mode: 'snapshot' | 'barrier' | 'bracket';
  /** Upper limit of pairs at the same time; absent: none. */
  workers?: number;
  lend<T>(migration: string, use: (pairs: Pairs) => Promise<T>): Promise<T>;
}

/** Mode `snapshot`: reads both sides as they were at one position. README.md says why that is proof. */
@Injectable()
export class SnapshotChecksum {
  private readonly own: PairLender;

  constructor(
    private readonly connections: ConnectionsService,
    private readonly pairs: SnapshotPairs,
    private readonly clock: Clock,
  ) {
    this.own = { mode: 'snapshot', lend: (migration, use) => pairs.lend(migration, use) };
  }

  /** Answers the chunks, in no particular order. Rejects with SnapshotImpossible, SideUnreadable, or when aborted. */
  async compare(work: TableWork, lender: PairLender = this.own): Promise<readonly ChunkRecord[]> {
    const ledger = new ChunkLedger(work, lender.mode);
    const gaps = await ledger.resume();
    if (gaps.length === 0) return ledger.chunks;
    const { migration } = work.frame;
    if (work.plan.key === null) {
      await lender.lend(migration, (pairs) => this.compareWhole(work, ledger, pairs));
      return ledger.chunks;
    }
    const estimated = work.source.estimatedRows > work.target.estimatedRows ? work.source : work.target;
    const servers = {
      source: this.connections.get(migration, 'source'),
      target: this.connections.get(migration, 'target'),
    };
    const bounds = { timeoutMs: work.chunkTimeoutMs, signal: work.frame.signal };
    const feed = await chooseFeed(work.plan, servers, estimated.estimatedRows, gaps, bounds);
    await this.walkAll(work, { ledger, feed, servers }, lender);
    return ledger.chunks;
  }

  private async walkAll(
    work: TableWork,
    parts: Pick<SnapshotWalk, 'ledger' | 'feed' | 'servers'>,
    lender: PairLender,
  ): Promise<void> {
    const end = new AbortController();
    const signal = AbortSignal.any([work.frame.signal, end.signal]);
    const shared: SnapshotWalk = {
      ...{ work, ...parts, size: new ChunkSize(work.hooks.sizing), clock: this.clock, isOver: false, timeouts: 0 },
      comparedApart: new WeakSet(),
      isOlderThanTable: (cause) => this.pairs.isOlderThanTable(work.frame.migration, cause),
      pairBounds: this.pairs.boundsOf(work.frame.migration, { patience: work.frame.patience, signal }, work.table),
    };
    const workers = Array.from({ length: lender.workers ?? work.hooks.workers ?? 1 }, () =>
      lender.lend(work.frame.migration, async (holder) => {
        try {
          await walk(shared, holder);
        } catch (error) {
          end.abort(error);
          throw error;
        }
      }),
    );
    const ends = await Promise.allSettled(workers);
    work.frame.signal.throwIfAborted();
    if (end.signal.aborted) throw end.signal.reason;
    for (const ended of ends) if (ended.status === 'rejected') throw ended.reason;
  }

  /** Compares a table without a key: one scan of each side. */
  private async compareWhole(work: TableWork, ledger: ChunkLedger, pairs: Pairs): Promise<void> {
    await waitWhileThrottled(work, work.frame.signal, () => pairs.release());
    const pairBounds = this.pairs.boundsOf(work.frame.migration, work.frame, work.table);
    const startMs = this.clock.monotonicMs();
    const isOlderThanTable = (cause: unknown): boolean => this.pairs.isOlderThanTable(work.frame.migration, cause);
    const current = () =>
      throughLosses({ pairBounds, isOlderThanTable }, pairs, async () => {
        const taken = await pairs.current(pairBounds);
        requireNoneApart(work.plan, taken);
        return taken;
      });
    const pair = await current();
    const bounds = { timeoutMs: work.tableTimeoutMs, signal: work.frame.signal };
    const pause = pausesBetweenScans(work, this.clock, () => pairs.release());
    const drill = { plan: work.plan, log: work.log, bounds, pair: current, ...pause };
    const both = await compareMultisets(drill, pair);
    const isSame = isSameDigest(both.source, both.target) && work.log.rows.length === 0 && work.log.isComplete;
    if (!isSame) await throwIfDoubtfulSince(pair);
    const verdict = isSame ? 'matched' : 'diverged';
    const tookMs = this.clock.monotonicMs() - startMs;
    const reason = isSame ? null : 'The rows differ';
    await ledger.add(wholeRange, { verdict, reason, position: pair.position, ...both, tookMs });
  }
}
