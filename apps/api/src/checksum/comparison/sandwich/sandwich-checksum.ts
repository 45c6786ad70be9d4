import { Injectable } from '@nestjs/common';
import { ConnectionsService } from '../../../connections/connections.service.js';
import { Clock } from '../../../platform/clock.js';
import type { Conclusion } from '../../../proof/conclusion.js';
import { ProofService } from '../../../proof/proof.service.js';
import { ask } from '../../../proof/question.js';
import { ChunkLedger, type ChunkOutcome } from '../chunk-ledger.js';
import { chooseFeed } from '../chunks/choose-feed.js';
import type { PlacedRange } from '../chunks/chunk-feed.js';
import { ChunkSize, defaultSizing } from '../chunks/chunk-size.js';
import { halves } from '../chunks/halves.js';
import { wholeRange } from '../chunks/key-range.js';
import type { ChunkRecord } from '../exact-hooks.js';
import { isSameDigest, type RangeDigest } from '../range-digest.js';
import type { TableWork } from '../table-work.js';
import { waitWhileThrottled } from '../wait-while-throttled.js';
import { provedMultiset } from './proved-multiset.js';
import { provedRows, type ProvingSides } from './proved-rows.js';

/** A range that is being written is not divided below this size. */
const smallestHotRows = 200n;
/** Proving a range that is being written takes seconds each time. So much time may go into such ranges of one table. */
const hotBudgetMs = 60_000;
/** A differing range with at most so many rows is compared row by row. */
const leafRows = 1_000n;

type Proof = Conclusion<RangeDigest, 'contents'>;

/**
 * Mode `sandwich`: reads the source, the target, and the source again, range by range. SELECT is all it needs. A range
 * that is being written is divided; what is still being written in the end is unverified.
 */
@Injectable()
export class SandwichChecksum {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly proof: ProofService,
    private readonly clock: Clock,
  ) {}

  /** Answers the chunks in the order of the key. Rejects with SideUnreadable, or when aborted. */
  async compare(work: TableWork): Promise<readonly ChunkRecord[]> {
    const ledger = new ChunkLedger(work, 'sandwich');
    const gaps = await ledger.resume();
    if (gaps.length === 0) return ledger.chunks;
    const spent = { hotMs: 0 };
    if (work.plan.key === null) {
      await this.proveWhole(work, ledger);
      return ledger.chunks;
    }
    const { signal } = work.frame;
    const { servers } = this.sides(work);
    const rows =
      work.source.estimatedRows > work.target.estimatedRows ? work.source.estimatedRows : work.target.estimatedRows;
    const feed = await chooseFeed(work.plan, servers, rows, gaps, { timeoutMs: work.chunkTimeoutMs, signal });
    const size = new ChunkSize(work.hooks.sizing ?? defaultSizing);
    for (let range = await feed.next(size.rows()); range !== null; range = await feed.next(size.rows())) {
      const outcome = await this.proveRange(work, ledger, range, spent);
      const seen = outcome.source?.rows ?? 0n;
      feed.note(range, seen);
      if (outcome.verdict === 'matched') size.note(Number(seen), outcome.tookMs);
      if (outcome.verdict === 'lagging' || ledger.isDecided) break;
    }
    return ledger.chunks;
  }

  private async proveWhole(work: TableWork, ledger: ChunkLedger): Promise<void> {
    await waitWhileThrottled(work, work.frame.signal);
    const startMs = this.clock.monotonicMs();
    const proof = await provedMultiset(work, this.sides(work));
    await ledger.add(wholeRange, { ...proof, tookMs: this.clock.monotonicMs() - startMs });
  }

  private async proveRange(
    work: TableWork,
    ledger: ChunkLedger,
    range: PlacedRange,
    spent: { hotMs: number },
  ): Promise<ChunkOutcome> {
    await waitWhileThrottled(work, work.frame.signal);
    const startMs = this.clock.monotonicMs();
    const proof = await this.prove(work, range);
    const tookMs = this.clock.monotonicMs() - startMs;
    const outcome: ChunkOutcome = { ...proof, reason: proof.reason, tookMs };
    const rows = proof.source?.rows ?? 0n;
    // Only a range that is being written is worth dividing: it was read, and there was a position to wait for.
    const isHot = proof.verdict === 'unverified' && proof.source !== null && proof.position !== null;
    if (isHot && rows > smallestHotRows && spent.hotMs < hotBudgetMs) {
      spent.hotMs += tookMs;
      for (const part of await this.divide(work, range, rows)) await this.proveRange(work, ledger, part, spent);
      return outcome;
    }
    if (proof.verdict === 'diverged') {
      const name = (): Promise<void> => this.name(work, range, proof);
      await work.log.tryNaming(work.frame.signal, name);
    }
    await ledger.add(range, outcome);
    return outcome;
  }

  private prove(work: TableWork, range: PlacedRange): Promise<Proof> {
    const question = work.plan.rangeDigest(range);
    const { frame, table, chunkTimeoutMs: timeoutMs } = work;
    return this.proof.prove<RangeDigest, 'contents'>(
      frame.migration,
      table,
      {
        read: (role, signal) => ask(this.connections.get(frame.migration, role), question, { timeoutMs, signal }),
        differing: (a, b) => (isSameDigest(a, b) ? [] : ['contents']),
        moved: (a, b) => (isSameDigest(a, b) ? [] : ['contents']),
        describe: (_, source, target) =>
          `The contents of a range differ: ${source.rows} rows on the source, ${target.rows} on the target`,
      },
      frame,
    );
  }

  /**
   * Names the rows that differ in a range that was proved to differ: divides it by the same kind of proof, then
   * compares rows.
   */
  private async name(work: TableWork, range: PlacedRange, proof: Proof): Promise<void> {
    const { log } = work;
    if (log.isFull) {
      log.isComplete = false;
      return;
    }
    const rows = [proof.source?.rows ?? 0n, proof.target?.rows ?? 0n].reduce((a, b) => (a > b ? a : b));
    if (rows <= leafRows) {
      await provedRows(work, range, this.sides(work));
      return;
    }
    for (const part of await this.divide(work, range, rows)) {
      const found = await this.prove(work, part);
      if (found.verdict === 'diverged') await this.name(work, part, found);
      else if (found.verdict !== 'matched') log.isComplete = false;
    }
  }

  private sides({ frame: { migration } }: TableWork): ProvingSides {
    const source = this.connections.get(migration, 'source');
    return { servers: { source, target: this.connections.get(migration, 'target') }, proof: this.proof };
  }

  private divide(work: TableWork, range: PlacedRange, rows: bigint): Promise<PlacedRange[]> {
    const source = this.connections.get(work.frame.migration, 'source');
    return halves(work.plan, source, range, rows, { timeoutMs: work.chunkTimeoutMs, signal: work.frame.signal });
  }
}
