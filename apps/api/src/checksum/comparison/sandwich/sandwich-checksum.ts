import { Injectable } from '@nestjs/common';
import { ConnectionsService } from '../../../connections/connections.service.js';
import { Clock } from '../../../platform/clock.js';
import { ProofService } from '../../../proof/proof.service.js';
import { ask } from '../../../proof/question.js';
import { ChunkLedger, type ChunkOutcome } from '../chunk-ledger.js';
import { chooseFeed } from '../chunks/choose-feed.js';
import type { PlacedRange } from '../chunks/chunk-feed.js';
import { ChunkSize, defaultSizing } from '../chunks/chunk-size.js';
import { countedHalves, halves, mostDivisions } from '../chunks/halves.js';
import { wholeRange } from '../chunks/key-range.js';
import type { ChunkRecord } from '../exact-hooks.js';
import { isSameDigest, type RangeDigest } from '../range-digest.js';
import { isTimeout } from '../read-failure.js';
import type { TableWork } from '../table-work.js';
import { waitWhileThrottled } from '../wait-while-throttled.js';
import { nameRange, type RangeProof } from './name-range.js';
import { provedMultiset } from './proved-multiset.js';
import type { ProvingSides } from './proved-rows.js';
import { nextRange, SandwichWalk } from './sandwich-walk.js';

/** A range that is being written is not divided below this size. */
const smallestHotRows = 200n;

/** The proof of a range, and whether one of its readings was ended by its time limit. */
type Attempt = RangeProof & { isSlow: boolean };

/**
 * Mode `sandwich`: reads the source, the target, and the source again, range by range. SELECT is all it needs. A range
 * that is being written is divided; what is still being written in the end is unverified.
 *
 * It ends whatever the tables hold: ranges are handed out in the order of the key, none is divided more than
 * `mostDivisions` times, and the walk bounds the time that goes into ranges that are being written, into ranges that are
 * not read in time, and into naming rows.
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
    await work.ddl.begin();
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
    const walk = new SandwichWalk(work, ledger, feed, size, this.clock);
    for (let range = await nextRange(walk); range !== null && !walk.isOver; range = await nextRange(walk)) {
      const outcome = await this.proveRange(walk, range);
      const seen = outcome.source?.rows;
      // A range that was not read says nothing of how dense the keys are.
      if (seen !== undefined) feed.note(range, seen);
      if (outcome.verdict === 'matched') size.note(Number(seen ?? 0n), outcome.tookMs);
      if (outcome.verdict === 'lagging' || walk.isOver) break;
    }
    return ledger.chunks;
  }

  private async proveWhole(work: TableWork, ledger: ChunkLedger): Promise<void> {
    await waitWhileThrottled(work, work.frame.signal);
    const startMs = this.clock.monotonicMs();
    const proof = await provedMultiset(work, this.sides(work), this.clock);
    await ledger.add(wholeRange, { ...proof, tookMs: this.clock.monotonicMs() - startMs });
  }

  /** Proves one range. Where it is not proved as a whole, its halves are proved, and its own outcome is not kept. */
  private async proveRange(walk: SandwichWalk, range: PlacedRange, divisions = 0): Promise<ChunkOutcome> {
    const { work, ledger } = walk;
    await waitWhileThrottled(work, work.frame.signal);
    const startMs = this.clock.monotonicMs();
    const { isSlow, ...proof } = await this.prove(work, range);
    const tookMs = this.clock.monotonicMs() - startMs;
    const parts = divisions < mostDivisions ? await this.divided(walk, range, { ...proof, isSlow }, tookMs) : null;
    if (parts !== null) {
      for (const part of parts) if (!walk.isOver) await this.proveRange(walk, part, divisions + 1);
      return { ...proof, tookMs };
    }
    const outcome: ChunkOutcome = { ...proof, reason: isSlow ? walk.slowReason() : proof.reason, tookMs };
    if (proof.verdict === 'diverged') {
      const prove = (part: PlacedRange): Promise<RangeProof> => this.prove(work, part);
      await walk.naming((isOverTime) => {
        const naming = { work, sides: this.sides(work), prove, isOverTime };
        return work.log.tryNaming(work.frame.signal, () => nameRange(naming, range, proof));
      });
    }
    await ledger.add(range, outcome);
    walk.isOver ||= ledger.isDecided;
    return outcome;
  }

  /** The halves of a range that is being written, or was not read in time; null: it stays as it is. */
  private async divided(
    walk: SandwichWalk,
    range: PlacedRange,
    { isSlow, verdict, source, target, position }: Attempt,
    tookMs: number,
  ): Promise<PlacedRange[] | null> {
    const { plan, frame, chunkTimeoutMs: timeoutMs } = walk.work;
    const { servers } = this.sides(walk.work);
    const bounds = { timeoutMs, signal: frame.signal };
    if (isSlow) {
      if (walk.noteTimeout()) return null;
      return countedHalves(plan, servers, range, walk.size.least, bounds).catch(() => {
        frame.signal.throwIfAborted();
        return null;
      });
    }
    walk.noteRead();
    // Only a range that is being written is worth dividing: it was read, and there was a position to wait for.
    const isHot = verdict === 'unverified' && source !== null && target !== null && position !== null;
    if (!isHot || (source.rows <= smallestHotRows && target.rows <= smallestHotRows)) return null;
    if (!walk.mayDivideHot(tookMs)) return null;
    return halves(plan, servers, range, { source: source.rows, target: target.rows }, bounds);
  }

  private async prove(work: TableWork, range: PlacedRange): Promise<Attempt> {
    const question = work.plan.rangeDigest(range);
    const { frame, table, chunkTimeoutMs: timeoutMs } = work;
    const { servers } = this.sides(work);
    let isSlow = false;
    const proof = await work.ddl.undisturbed(() =>
      this.proof.prove<RangeDigest, 'contents'>(
        frame.migration,
        table,
        {
          read: (role, signal) =>
            ask(servers, role, question, { timeoutMs, signal }).catch((error: unknown) => {
              isSlow ||= isTimeout(error);
              throw error;
            }),
          differing: (a, b) => (isSameDigest(a, b) ? [] : ['contents']),
          moved: (a, b) => (isSameDigest(a, b) ? [] : ['contents']),
          describe: (_, source, target) =>
            `The contents of a range differ: ${source.rows} rows on the source, ${target.rows} on the target`,
        },
        frame,
      ),
    );
    return { ...proof, isSlow };
  }

  private sides({ frame: { migration } }: TableWork): ProvingSides {
    const source = this.connections.get(migration, 'source');
    return { servers: { source, target: this.connections.get(migration, 'target') }, proof: this.proof };
  }
}
