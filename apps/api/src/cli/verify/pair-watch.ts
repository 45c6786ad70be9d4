import { setTimeout as pause } from 'node:timers/promises';
import type { ChecksumResult } from '@cutover/contracts';
import { provedDifference, voidProof, type SinceThen } from '../../checksum/validity/void-proof.js';
import type { PairHistory } from '../../pair-history/pair-history.js';
import { KeptHistories } from '../../pair-history/kept-histories.js';
import type { PairHistoryService } from '../../pair-history/pair-history.service.js';

/** What a watch is about. */
export interface WatchedPair {
  migration: string;
  /** From one look to the next. */
  intervalMs: number;
  nowIso: () => string;
  /** Ends the looks with the verification. */
  signal: AbortSignal;
}

/**
 * Under load a look finds transactions counted that were not passed yet when it read the position. The lowest number of many
 * looks is near the truth; after one or a few, replication that is stopped and started in an orderly way looks like skipped
 * transactions. So the first ones follow each other closely.
 */
const firstLooks = 20;
const defaultSoonMs = 50;

/** Looks at the pair while a verification runs, as the service does all the time: what happens to it makes proofs void. */
export class PairWatch {
  /** In which era the comparison of each table was begun; undefined: the pair could not be looked at. */
  private readonly eras = new Map<string, string | undefined>();
  /** null: it is not watched. */
  private stopLooking: (() => Promise<void>) | null = null;

  constructor(
    private readonly history: Pick<PairHistoryService, 'measure' | 'era' | 'breakSince' | 'blindness'>,
    private readonly pair: WatchedPair,
    private readonly soonMs = defaultSoonMs,
  ) {}

  /** The first look, and then one after the other until `stop`. To be called before the first row is read. */
  async start(): Promise<void> {
    await this.look();
    const end = new AbortController();
    const looking = this.lookUntil(end.signal);
    this.stopLooking = async () => {
      end.abort();
      await looking;
      await this.look();
    };
  }

  /** The last look. To be called after the last row was read, so that nothing in between is missed. Once is enough. */
  async stop(): Promise<void> {
    const { stopLooking } = this;
    this.stopLooking = null;
    await stopLooking?.();
  }

  /** Called before the first row of a table is read. */
  async begin(table: string): Promise<void> {
    const { migration } = this.pair;
    if (this.history.era(migration) === null) await this.look();
    this.eras.set(table, this.history.era(migration) ?? undefined);
  }

  /** The result, made void where something happened to the pair since the comparison of its table was begun. */
  judged(result: ChecksumResult): ChecksumResult {
    const isDifference = provedDifference(result);
    if (isDifference === null) return result;
    const happened = this.blindness() ?? this.happened(result.table, isDifference);
    if (happened === null) return result;
    return voidProof(result, { ...happened, at: happened.at || this.pair.nowIso() }, 'Run verify again');
  }

  private happened(table: string, isDifference: boolean): SinceThen | null {
    return this.history.breakSince(this.pair.migration, this.eras.get(table), isDifference);
  }

  /** No look has shown both sides: what happened meanwhile is not known. null: one has. */
  private blindness(): SinceThen | null {
    const { migration } = this.pair;
    if (this.history.era(migration) !== null) return null;
    const blind = this.history.blindness(migration);
    const why = blind === null ? '' : `: the ${blind.role} could not be asked (${blind.reason})`;
    return { reason: `what happened to the pair meanwhile is not known${why}`, at: '' };
  }

  /** Of the present: what was read for another database before the last row of this one was does not count. */
  private look(): Promise<void> {
    return this.history.measure(this.pair.migration, this.pair.signal, 0);
  }

  private async lookUntil(end: AbortSignal): Promise<void> {
    for (let looks = 1; ; looks++) {
      await pause(looks < firstLooks ? this.soonMs : this.pair.intervalMs, undefined, { signal: end }).catch(
        () => undefined,
      );
      if (end.aborted) return;
      await this.look();
    }
  }
}

/** The history of a pair begins and ends with the only verification of a process. */
export class NoKeptHistories extends KeptHistories {
  async save(): Promise<void> {}

  async loadAll(): Promise<ReadonlyMap<string, PairHistory>> {
    return new Map();
  }
}
