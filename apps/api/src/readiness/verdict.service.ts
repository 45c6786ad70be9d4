import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Finding, OverallVerdict } from '@cutover/contracts';
import { Subject, type Observable, type Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import type { UndatedFinding } from '../judgement/judge.js';
import { JudgementService, type Judgement } from '../judgement/judgement.service.js';
import { Clock } from '../platform/clock.js';
import { basisOf } from './basis.js';
import { foldFindings, type Answer } from './fold.js';
import { greenMs, longestLookGapMs, look, type GreenWatch, type Moment } from './sustained/green-watch.js';
import { soakCheck, soakFinding } from './sustained/soak-finding.js';

/** An answer as it was noted, with what it was made of. */
export interface NotedVerdict {
  judgement: Judgement;
  verdict: OverallVerdict;
  /** The time before it in which nobody looked; null: there was none. */
  unwatched: GreenWatch['unwatched'];
}

/**
 * The one answer of each migration, since when it stands, and since when all that blocks has passed: noted when something new
 * is known, so that asking changes nothing.
 */
@Injectable()
export class VerdictService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly standing = new Map<string, Pick<OverallVerdict, 'answer' | 'since'>>();
  private readonly watches = new Map<string, GreenWatch>();
  private readonly noted = new Subject<NotedVerdict>();
  private readonly longestGapMs: number;
  private readonly soakMs: number;
  private subscription: Subscription | null = null;

  /** Every answer that was noted: one for each judgement. */
  readonly verdicts: Observable<NotedVerdict> = this.noted.asObservable();

  constructor(
    @Inject(CONFIG) { monitoring, readiness }: CutoverConfig,
    private readonly judgement: JudgementService,
    private readonly clock: Clock,
  ) {
    this.longestGapMs = longestLookGapMs(monitoring.intervalSeconds);
    this.soakMs = readiness.soakMinutes * 60_000;
  }

  onModuleInit(): void {
    this.subscription = this.judgement.judgements.subscribe((judged) => this.note(judged));
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  /** Throws UserError 404 for an unknown migration. */
  current(migration: string): OverallVerdict {
    return this.of(this.judgement.now(migration));
  }

  /** The answer of one judgement. */
  of(judgement: Judgement): OverallVerdict {
    return this.verdictOf(judgement, foldFindings(judgement.checks));
  }

  private note(judgement: Judgement): void {
    const { migration } = judgement;
    const folded = foldFindings(judgement.checks);
    const obstacle = folded.answer === 'safe' ? null : (folded.reasons[0]?.message ?? 'something unknown');
    const watch = look(this.watches.get(migration) ?? null, obstacle, this.moment(judgement), this.longestGapMs);
    this.watches.set(migration, watch);
    const verdict = this.verdictOf(judgement, folded);
    this.standing.set(migration, { answer: verdict.answer, since: verdict.since });
    this.noted.next({ judgement, verdict, unwatched: watch.unwatched });
  }

  private verdictOf(judgement: Judgement, folded: Answer): OverallVerdict {
    const { migration, evidence, waivers, nowMs, judgedAt } = judgement;
    const lastedMs = this.lastedMs(judgement, folded);
    const standing = this.standing.get(migration);
    // By the present clock, so that one that was set back or forth does not make it longer or shorter.
    const greenSince = lastedMs === null ? null : new Date(nowMs - lastedMs).toISOString();
    const { answer, reasons } =
      lastedMs === null || greenSince === null || lastedMs >= this.soakMs
        ? folded
        : this.soaking(migration, greenSince);
    const dated = (reason: UndatedFinding): Finding =>
      reason.check === soakCheck
        ? { ...reason, since: greenSince ?? judgedAt }
        : this.judgement.dated(migration, reason, judgedAt);
    return {
      answer,
      reasons: reasons.map(dated),
      basis: basisOf(evidence, nowMs),
      since: standing?.answer === answer ? standing.since : judgedAt,
      greenSince,
      waivers: [...waivers],
    };
  }

  /** null: something that blocks does not pass. */
  private lastedMs(judgement: Judgement, { answer }: Answer): number | null {
    if (answer !== 'safe') return null;
    const watch = this.watches.get(judgement.migration);
    // What was not noted yet begins with the next judgement.
    return watch === undefined ? 0 : (greenMs(watch, this.moment(judgement), this.longestGapMs) ?? 0);
  }

  private soaking(migration: string, since: string): Answer {
    const brokenBy = this.watches.get(migration)?.brokenBy ?? null;
    return { answer: 'cannot-tell', reasons: [soakFinding(since, this.soakMs, brokenBy)] };
  }

  private moment({ judgedAt }: Judgement): Moment {
    return { nowIso: judgedAt, monotonicMs: this.clock.monotonicMs(), bootMs: this.clock.bootMs() };
  }
}
