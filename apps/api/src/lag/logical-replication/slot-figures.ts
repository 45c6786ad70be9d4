import { isDeepStrictEqual } from 'node:util';
import type { SlotOwner, SourceSlot } from '@cutover/contracts';
import { appendSample, type PositionSample } from '../lag-history.js';
import { provenLagSeconds } from '../proven-lag.js';
import { appendLogSample, behindGrowth, keptGrowth, writtenRate, type LogSample } from './log-growth.js';
import type { ToldSource, ToldSourceSlot } from './logical-replication-dialect.js';

/** How positions of the engine are compared and counted. */
export interface PositionMath {
  hasReached(reached: string, wanted: string): boolean;
  count(position: string): bigint;
}

/** What one reading of a source says of its log and its slots, with rates over those before it. */
export interface SourceFigures {
  /** null: not known yet. */
  writtenBytesPerSecond: number | null;
  /** In the order of the reading. */
  slots: readonly SlotFigures[];
}

/** One slot, whoever asks: whose it is differs from database to database. */
export interface SlotFigures {
  told: ToldSourceSlot;
  as(owner: SlotOwner): SourceSlot;
}

/**
 * Readings of one source, with the rates that follow from several. All databases of a server take the same readings: each is noted, and
 * each slot described, once for all of them. Fifty databases have fifty slots, and each shows all of them.
 */
export class SlotWatch {
  private samples: readonly LogSample[] = [];
  private positions: readonly PositionSample[] = [];
  private last: { told: ToldSource; atMs: number; figures: SourceFigures } | null = null;
  private described: ReadonlyMap<string, DescribedSlot> = new Map();

  constructor(private readonly math: PositionMath) {}

  /** @param atMs monotonic milliseconds at which it was read */
  figuresOf(told: ToldSource, atMs: number): SourceFigures {
    if (this.last?.told === told) return this.last.figures;
    // A round that took long may come with a reading from before the last one.
    const isLate = this.last !== null && atMs < this.last.atMs;
    if (!isLate) this.note(told, atMs);
    const described = told.slots.map((slot) => this.describe(slot, atMs));
    const figures = { writtenBytesPerSecond: writtenRate(this.samples), slots: described };
    if (isLate) return figures;
    this.last = { told, atMs, figures };
    this.described = new Map(described.map((slot) => [slot.told.name, slot]));
    return figures;
  }

  private note({ position, slots }: ToldSource, atMs: number): void {
    if (position === null) return;
    const { count } = this.math;
    const written = count(position);
    const counted = (read: (slot: ToldSourceSlot) => string | null): Map<string, bigint> =>
      new Map(
        slots.flatMap((slot) => {
          const at = read(slot);
          return at === null ? [] : [[slot.name, count(at)]];
        }),
      );
    this.samples = appendLogSample(this.samples, {
      ...{ atMs, written },
      keptFrom: counted(({ restartPosition }) => restartPosition),
      confirmed: counted(({ confirmedPosition }) => confirmedPosition),
    });
    // Samples of a source that stood further than it does now are of another one.
    const last = this.positions.at(-1)?.written ?? null;
    const before = last !== null && written < last ? [] : this.positions;
    this.positions = appendSample(before, { atMs, sourcePosition: position, written, behind: null });
  }

  /** What is as it was stays the same object: it is compared with what was told before, by every database. */
  private describe(told: ToldSourceSlot, atMs: number): DescribedSlot {
    const { copy: _, ...slot } = told;
    const { confirmedPosition, behindBytes, safeWalBytes } = slot;
    const growth = keptGrowth(this.samples, slot);
    const now = {
      ...slot,
      ...this.ageOf(confirmedPosition, behindBytes, atMs),
      growthBytesPerSecond: growth,
      caughtUpInSeconds: behindBytes === 0 ? 0 : drain(behindBytes, behindGrowth(this.samples, slot)),
      lostInSeconds: drain(safeWalBytes, growth === null ? null : -growth),
    };
    const before = this.described.get(told.name);
    return new DescribedSlot(told, now, before !== undefined && isDeepStrictEqual(before.slot, now) ? before : null);
  }

  /** How old what the reader has confirmed is; while none of the samples is reached, only that it is older than them. */
  private ageOf(
    confirmed: string | null,
    behindBytes: number | null,
    atMs: number,
  ): Pick<SourceSlot, 'seconds' | 'atLeastSeconds'> {
    if (behindBytes === 0) return { seconds: 0, atLeastSeconds: 0 };
    const { hasReached } = this.math;
    const proven = provenLagSeconds(this.positions, confirmed, atMs, hasReached);
    if (proven === null) return { seconds: null, atLeastSeconds: null };
    const oldest = this.positions.find(({ sourcePosition }) => sourcePosition !== null)?.sourcePosition ?? null;
    const isReached = confirmed !== null && oldest !== null && hasReached(confirmed, oldest);
    return { seconds: isReached ? Math.floor(proven) : null, atLeastSeconds: Math.floor(proven) };
  }
}

class DescribedSlot implements SlotFigures {
  private readonly owned: Partial<Record<SlotOwner, SourceSlot>>;

  /** `same`: it was described just so before. */
  constructor(
    readonly told: ToldSourceSlot,
    readonly slot: Omit<SourceSlot, 'owner'>,
    same: DescribedSlot | null,
  ) {
    this.owned = same?.owned ?? {};
  }

  as(owner: SlotOwner): SourceSlot {
    return (this.owned[owner] ??= { ...this.slot, owner });
  }
}

/** Seconds until so many bytes are gone at a rate that takes them away; null: it does not, or one of both is unknown. */
function drain(bytes: number | null, growth: number | null): number | null {
  return bytes === null || growth === null || growth >= 0 ? null : Math.round(bytes / -growth);
}
