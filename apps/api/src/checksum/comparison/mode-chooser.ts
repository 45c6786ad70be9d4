import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumMode } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import {
  DifferenceDoubtful,
  PositionHidden,
  SnapshotsMissed,
  TargetBehind,
} from '../../proof/snapshot/snapshot-failures.js';
import { SnapshotPairs } from '../../proof/snapshot/snapshot-pairs.js';
import type { ComparisonFrame } from './comparison-frame.js';
import { BarrierChecksum } from './barrier/barrier-checksum.js';
import { BarrierRefused } from './barrier/barrier-dialect.js';
import type { TableWork } from './table-work.js';

const barrierIsConfigured = 'verification.mode is barrier';

/** The mode in which a table is compared, and why no better one; null: it is the best. */
export interface ChosenMode {
  mode: Extract<ChecksumMode, 'snapshot' | 'barrier' | 'bracket' | 'sandwich'>;
  modeReason: string | null;
}

/**
 * Chooses the mode of each table. What turned out to be impossible for one table is not tried for the other tables of
 * the run. The next run tries again. That snapshots did not meet is remembered over all runs of a migration, and tried
 * again from time to time: see MatchMemory.
 */
@Injectable()
export class ModeChooser {
  private readonly found = new WeakMap<ComparisonFrame, ChosenMode>();
  private readonly noBarrier = new WeakMap<ComparisonFrame, string>();
  private readonly notes = new WeakMap<ComparisonFrame, Promise<readonly string[]>>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly pairs: SnapshotPairs,
    private readonly barrier: BarrierChecksum,
  ) {}

  choose({ frame, source, target }: TableWork): ChosenMode {
    const { mode } = this.config.verification;
    if (mode === 'sandwich') return { mode: 'sandwich', modeReason: 'verification.mode is sandwich' };
    const why = this.pairs.obstacle(frame.migration, [source.engine, target.engine]);
    if (why !== null) return sandwich(why);
    const known = this.found.get(frame);
    if (known !== undefined) return known;
    if (mode === 'bracket' && this.pairs.hasBrackets(frame.migration))
      return { mode: 'bracket', modeReason: 'verification.mode is bracket' };
    if (mode !== 'barrier') return this.missedLately(frame) ?? { mode: 'snapshot', modeReason: null };
    const forbidden = this.forbidden(frame);
    return forbidden === null
      ? { mode: 'barrier', modeReason: barrierIsConfigured }
      : { mode: 'snapshot', modeReason: `No barrier: ${forbidden}` };
  }

  /**
   * The next best mode after one that failed; null: the failure has nothing to do with the mode, or there is no other
   * mode.
   */
  async nextBest(work: TableWork, chosen: ChosenMode, error: unknown): Promise<ChosenMode | null> {
    if (chosen.mode === 'sandwich') return null;
    if (chosen.mode === 'barrier') return this.afterBarrier(work, chosen, error);
    if (chosen.mode === 'bracket') return this.afterBracket(work, chosen, error);
    const { frame } = work;
    // A barrier would not help: it stops replication, and the target is behind already.
    if (error instanceof TargetBehind)
      return this.sandwichFor(frame, (await this.whySnapshotsMiss(work)) ?? error.reason);
    // Other tables may show no difference.
    if (error instanceof DifferenceDoubtful)
      return this.barrierOr(frame, error.message) ?? this.sandwichFor(frame, error.message);
    if (error instanceof SnapshotsMissed) {
      const why = (await this.whySnapshotsMiss(work)) ?? error.message;
      this.pairs.explainMiss(frame.migration, why);
      return this.withoutMeeting(frame, why);
    }
    const why = this.pairs.impossibleReason(frame.migration, error);
    if (why === null) return null;
    const bracket = error instanceof PositionHidden ? this.bracketOr(frame, why) : null;
    return this.remember(frame, this.barrierOr(frame, why) ?? bracket ?? this.sandwichFor(frame, why));
  }

  /** The mode while no snapshots are matched; null: they may be. */
  private missedLately(frame: ComparisonFrame): ChosenMode | null {
    const why = this.pairs.missedLately(frame.migration);
    return why === null ? null : this.withoutMeeting(frame, why);
  }

  private withoutMeeting(frame: ComparisonFrame, why: string): ChosenMode {
    return this.barrierOr(frame, why) ?? sandwich(`${why}; no barrier: ${this.forbidden(frame) ?? ''}`);
  }

  private afterBarrier({ frame }: TableWork, chosen: ChosenMode, error: unknown): ChosenMode | null {
    const why = error instanceof BarrierRefused ? error.message : this.pairs.impossibleReason(frame.migration, error);
    if (why === null) return null;
    // Replication is not stopped again in this run, even if the reason may pass.
    this.noBarrier.set(frame, why);
    if (chosen.modeReason === barrierIsConfigured)
      return this.remember(frame, { mode: 'snapshot', modeReason: `No barrier: ${why}` });
    const next: ChosenMode = { mode: 'sandwich', modeReason: joined(chosen.modeReason, `no barrier: ${why}`) };
    return this.found.has(frame) ? this.remember(frame, next) : next;
  }

  private bracketOr({ migration }: ComparisonFrame, why: string): ChosenMode | null {
    if (!this.pairs.hasBrackets(migration)) return null;
    return { mode: 'bracket', modeReason: `No matched snapshot pair: ${why}` };
  }

  private afterBracket({ frame }: TableWork, { modeReason }: ChosenMode, error: unknown): ChosenMode | null {
    const impossible = this.pairs.impossibleReason(frame.migration, error);
    const missed = error instanceof SnapshotsMissed ? error.message : null;
    const why = impossible ?? (error instanceof TargetBehind ? error.reason : missed);
    if (why === null) return null;
    const next: ChosenMode = { mode: 'sandwich', modeReason: joined(modeReason, `no bracket: ${why}`) };
    return impossible === null ? next : this.remember(frame, next);
  }

  private remember(frame: ComparisonFrame, mode: ChosenMode): ChosenMode {
    this.found.set(frame, mode);
    return mode;
  }

  private barrierOr(frame: ComparisonFrame, why: string): ChosenMode | null {
    if (this.forbidden(frame) !== null) return null;
    return { mode: 'barrier', modeReason: `No matched snapshot pair: ${why}` };
  }

  /** The mode sandwich. Its reason also says why no barrier was raised, where one was tried. */
  private sandwichFor(frame: ComparisonFrame, why: string): ChosenMode {
    const noBarrier = this.noBarrier.get(frame);
    return sandwich(noBarrier === undefined ? why : joined(why, `no barrier: ${noBarrier}`));
  }

  private forbidden(frame: ComparisonFrame): string | null {
    if (this.config.verification.mode === 'snapshot') return 'verification.mode is snapshot';
    return this.noBarrier.get(frame) ?? this.barrier.forbidden(frame.migration);
  }

  private whySnapshotsMiss({ dialect, frame: { migration, signal } }: TableWork): Promise<string | null> {
    return dialect.whySnapshotsMiss(this.connections.get(migration, 'target'), signal);
  }

  /** What people should know beside every verdict of a run. The servers are asked once a run. Never rejects. */
  notesFor({ dialect, frame }: TableWork): Promise<readonly string[]> {
    const target = this.connections.get(frame.migration, 'target');
    const known = this.notes.get(frame) ?? dialect.notesOn(target, frame.signal);
    this.notes.set(frame, known);
    return known;
  }
}

/** A reason that ends with a statement brings its semicolon. */
function joined(reason: string | null, more: string): string {
  return `${(reason ?? '').replace(/;$/, '')}; ${more}`;
}

function sandwich(why: string): ChosenMode {
  return { mode: 'sandwich', modeReason: `No matched snapshot pair: ${why}` };
}
