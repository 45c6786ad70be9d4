import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { roles, type Role } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { LeavingOut } from '../evidence/leaving-out.js';
import type { PassingOver } from '../evidence/passing-over.js';
import { messageOf } from '../failures/message-of.js';
import { Clock } from '../platform/clock.js';
import { pairHistoryDialects } from './dialects/registry.js';
import { KeptHistories } from './kept-histories.js';
import { breakSince, continued, eraOf, newHistory, type HistoryBreak, type PairHistory } from './pair-history.js';
import type { LookRequest, PairHistoryDialect } from './pair-history-dialect.js';
import type { Happening, PairLook, SideLook } from './pair-look.js';
import { longestGapMs, watchGap } from './watch-gap.js';
import { whatHappened } from './what-happened.js';

/** No look may take longer: every answer comes from memory. */
const longestLookMs = 5_000;
/** One look at the server serves all of its databases that ask within this share of the interval. */
const freshShare = 0.5;
/** A look is stored this often where nothing happened. */
const saveEveryMs = 30_000;

/** A look, and when its reading ended (monotonic ms): before now where it was read for another database of the server. */
interface TimedLook {
  look: SideLook;
  endedMs: number;
}

/** Sees that a migration still has the servers, and the replication between them, on which its proofs were made. */
@Injectable()
export class PairHistoryService implements OnApplicationBootstrap {
  private readonly logger = new Logger(PairHistoryService.name);
  private readonly histories = new Map<string, PairHistory>();
  /** Sides that this process has seen. What an earlier one knew may be long past. */
  private readonly seen = new Map<string, Set<Role>>();
  private readonly targetSeenAtMs = new Map<string, number>();
  /** The last look at a side in vain, and since when there was none that was not. */
  private readonly failures = new Map<string, { reason: string; sinceMs: number }>();
  private readonly savedAtMs = new Map<string, number>();
  private readonly looks = new Map<string, Promise<void>>();
  private readonly broken = new Subject<{ migration: string }>();
  private readonly replaced = new Subject<{ migration: string }>();
  private loaded: Promise<void> = Promise.resolve();
  private readonly freshMs: number;

  /** Something happened that makes proofs void; also once when a pair is first seen by this process. */
  readonly changes: Observable<{ migration: string }> = this.broken.asObservable();

  /** Other servers answer: nothing that was read before is of these. Comes before the change itself. */
  readonly otherServers: Observable<{ migration: string }> = this.replaced.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly kept: KeptHistories,
    private readonly clock: Clock,
  ) {
    this.freshMs = config.monitoring.intervalSeconds * 1000 * freshShare;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.loaded = this.load();
    await this.loaded;
  }

  /**
   * Looks at both sides; a look that is under way is waited for instead, because two at once would each begin an era of
   * their own. Never rejects: a side that does not answer is compared when it does. `freshMs`: what another database of the server
   * was told is taken where it was asked for less than so long ago; 0 where the present is wanted.
   */
  measure(migration: string, signal: AbortSignal, freshMs = this.freshMs): Promise<void> {
    const underWay = this.looks.get(migration);
    if (underWay !== undefined) return underWay;
    const look = this.lookOnce(migration, signal, freshMs).finally(() => this.looks.delete(migration));
    this.looks.set(migration, look);
    return look;
  }

  private async lookOnce(migration: string, signal: AbortSignal, freshMs: number): Promise<void> {
    await this.loaded;
    const before = this.histories.get(migration) ?? null;
    // One after the other: what the target has and the source, asked later, does not know was never written there. What the source
    // told another database counts where it was asked after this target had answered.
    const request = { bounds: { timeoutMs: longestLookMs, signal }, freshMs };
    const targetAnswer = await this.lookAt(migration, 'target', before, request);
    const sinceTargetMs = targetAnswer === null ? Infinity : this.clock.monotonicMs() - targetAnswer.endedMs;
    const sourceAnswer = await this.lookAt(migration, 'source', before, {
      ...request,
      freshMs: Math.min(request.freshMs, sinceTargetMs),
    });
    const [target, source] = [targetAnswer?.look ?? null, sourceAnswer?.look ?? null];
    if (signal.aborted || (source === null && target === null)) return;
    const look = this.remembering(migration, before?.look ?? { source: null, target: null }, { source, target });
    const happened = before === null ? null : this.breakOf(migration, before.look, look);
    const after = before === null ? newHistory(newEra(), look) : continued(before, look, happened);
    this.histories.set(migration, after);
    if (targetAnswer !== null) this.targetSeenAtMs.set(migration, targetAnswer.endedMs);
    const wasSeen = this.isSeen(migration);
    this.noteSeen(migration, { source, target });
    if (happened !== null)
      this.logger.warn(
        `${migration}: earlier proofs are void: ${happened.reason}. What they said is verified again first.`,
      );
    if (happened?.voids === 'everything') this.replaced.next({ migration });
    // At once: who judges must not find the new look beside proofs that it makes void.
    if (happened !== null || this.isSeen(migration) !== wasSeen) this.broken.next({ migration });
    await this.save(migration, after, happened !== null || before === null);
  }

  /** The present era; null before both sides were seen by this process. */
  era(migration: string): string | null {
    const history = this.histories.get(migration);
    return history === undefined || !this.isSeen(migration) ? null : eraOf(history);
  }

  /**
   * What happened since an era and makes its proofs void; null: nothing, or the pair was not seen by this process yet.
   * `isDifference`: the proof is one that the table differs.
   */
  breakSince(migration: string, era: string | undefined, isDifference: boolean): { reason: string; at: string } | null {
    const history = this.histories.get(migration);
    return history === undefined || !this.isSeen(migration) ? null : breakSince(history, era, isDifference);
  }

  /** The last thing that happened and makes proofs of equality void; null: nothing is known of any. */
  lastBreak(migration: string): { reason: string; at: string } | null {
    return this.histories.get(migration)?.breaks.at(-1) ?? null;
  }

  /** Since when these two servers stand behind the name, as UTC ISO text; null: as long as it is known. */
  sameServersSince(migration: string): string | null {
    const history = this.histories.get(migration);
    return history?.sameServersSince ?? null;
  }

  /**
   * Why nobody can tell what happened to the pair lately, though both sides may answer otherwise; null: they were looked at, or
   * not for a moment only.
   */
  blindness(migration: string): { role: Role; reason: string } | null {
    const longestMs = longestGapMs(this.config.monitoring.intervalSeconds);
    for (const role of roles) {
      const failure = this.failures.get(`${migration} ${role}`);
      const isSeen = this.seen.get(migration)?.has(role) === true;
      if (failure !== undefined && (!isSeen || this.clock.monotonicMs() - failure.sinceMs > longestMs))
        return { role, reason: failure.reason };
    }
    return null;
  }

  /** Settings by which replication leaves something out, as both sides last said. */
  leavingOut(migration: string): readonly LeavingOut[] {
    const look = this.histories.get(migration)?.look;
    return look === undefined ? [] : pairHistoryDialects[findMigration(this.config, migration).engine].leavingOut(look);
  }

  /** Settings of the target by which its replication passes over errors, as it last said. */
  passingOver(migration: string): readonly PassingOver[] {
    const look = this.histories.get(migration)?.look;
    return look === undefined
      ? []
      : pairHistoryDialects[findMigration(this.config, migration).engine].passingOver(look);
  }

  /** What the target had of its own at the last look by this process, with what is void for it: see PairHistoryDialect. */
  ownTransactions(migration: string): readonly string[] {
    const look = this.isSeen(migration) ? this.histories.get(migration)?.look : undefined;
    return look === undefined
      ? []
      : pairHistoryDialects[findMigration(this.config, migration).engine].ownTransactions(look);
  }

  private isSeen(migration: string): boolean {
    return this.seen.get(migration)?.size === roles.length;
  }

  private noteSeen(migration: string, look: PairLook): void {
    const seen = this.seen.get(migration) ?? new Set<Role>();
    for (const role of roles) if (look[role] !== null) seen.add(role);
    this.seen.set(migration, seen);
  }

  private async load(): Promise<void> {
    try {
      for (const [migration, history] of await this.kept.loadAll())
        if (!this.histories.has(migration)) this.histories.set(migration, history);
    } catch (error) {
      this.logger.error({ err: error }, 'What was known of the pairs could not be read: earlier proofs are void');
    }
  }

  private async lookAt(
    migration: string,
    role: Role,
    history: PairHistory | null,
    request: Omit<LookRequest, 'before'>,
  ): Promise<TimedLook | null> {
    const { engine } = findMigration(this.config, migration);
    try {
      const { value, ageMs } = await pairHistoryDialects[engine].look[role](this.connections.get(migration, role), {
        ...request,
        before: history?.look[role]?.facts ?? null,
      });
      this.failures.delete(`${migration} ${role}`);
      const at = new Date(this.clock.nowMs() - ageMs).toISOString();
      return { look: { at, ...value }, endedMs: this.clock.monotonicMs() - ageMs };
    } catch (error) {
      // Why a side does not answer at all is told by its connection.
      const sinceMs = this.failures.get(`${migration} ${role}`)?.sinceMs ?? this.clock.monotonicMs();
      const reason = messageOf(error);
      if (!request.bounds.signal?.aborted) this.failures.set(`${migration} ${role}`, { reason, sinceMs });
      return null;
    }
  }

  /** A side that did not answer stays as it was. */
  private remembering(migration: string, before: PairLook, now: PairLook): PairLook {
    const { remember } = pairHistoryDialects[findMigration(this.config, migration).engine];
    const target = now.target && {
      ...now.target,
      facts: remember(before.target?.facts ?? null, now.target.facts, now.source?.facts ?? null),
    };
    return { source: now.source ?? before.source, target: target ?? before.target };
  }

  private breakOf(migration: string, before: PairLook, after: PairLook): HistoryBreak | null {
    const { engine } = findMigration(this.config, migration);
    const dialect = pairHistoryDialects[engine];
    const happened =
      whatHappened(before, after, dialect, this.mayStopReplication()) ?? this.gapOf(migration, before, after, dialect);
    return happened === null ? null : { ...happened, era: newEra(), at: this.clock.nowIso() };
  }

  private gapOf(
    migration: string,
    { target: before }: PairLook,
    { target: after }: PairLook,
    dialect: PairHistoryDialect,
  ): Happening | null {
    if (before === null || after === null) return null;
    // Either clock may stand still: the wall clock is set back, the other one stops with the machine. The look may be a little older
    // than now, so this is the longest that nobody looked.
    const monotonicMs = this.clock.monotonicMs() - (this.targetSeenAtMs.get(migration) ?? Infinity);
    return watchGap(before, after, {
      elapsedMs: Math.max(monotonicMs, Date.parse(after.at) - Date.parse(before.at)),
      longestMs: longestGapMs(this.config.monitoring.intervalSeconds),
      isUntouched: dialect.isUntouched({ before: before.facts, after: after.facts }),
    });
  }

  private mayStopReplication(): boolean {
    const { allowBarrier, mode } = this.config.verification;
    return allowBarrier || mode === 'barrier';
  }

  private async save(migration: string, history: PairHistory, isNews: boolean): Promise<void> {
    const nowMs = this.clock.monotonicMs();
    if (!isNews && nowMs - (this.savedAtMs.get(migration) ?? -Infinity) < saveEveryMs) return;
    this.savedAtMs.set(migration, nowMs);
    await this.kept.save(migration, history);
  }
}

/** Short: every result holds one. */
function newEra(): string {
  return randomUUID().slice(0, 8);
}
