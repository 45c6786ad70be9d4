import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Engine, Finding, FindingList, Waiver } from '@cutover/contracts';
import {
  groupBy,
  map,
  merge,
  mergeMap,
  partition,
  Subject,
  throttleTime,
  type Observable,
  type Subscription,
} from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { JudgedBefore } from './judged-before.js';
import type { Check } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { EvidenceRegistry, isOf } from '../evidence/evidence.registry.js';
import { Clock } from '../platform/clock.js';
import { WaiversService } from '../waivers/waivers.service.js';
import { judge, outcomeRank, type JudgedCheck, type PlacedCheck, type UndatedFinding } from './judge.js';

/** A burst of news (a run goes through a thousand tables) is judged at its beginning and then once per this window. */
const burstMs = 250;

/** All checks of one migration, judged on what was known at one moment. */
export interface Judgement {
  migration: string;
  checks: readonly JudgedCheck[];
  evidence: Evidence;
  /** Those that count at that moment. */
  waivers: readonly Waiver[];
  /** Wall time, in milliseconds and as an instant. */
  nowMs: number;
  judgedAt: string;
}

/** Since when a finding stands as it does. */
interface Standing {
  outcome: Finding['outcome'];
  since: string;
}

/** Since when what one check says stands: each finding by its id, and all with one outcome since the first of them. */
interface CheckStanding {
  findings: readonly UndatedFinding[];
  byId: ReadonlyMap<string, Standing>;
  together: ReadonlyMap<Finding['outcome'], Standing>;
}

/**
 * The one judge: alerts, verdict, findings and metrics read what it says and cannot disagree. It judges when something
 * new is known; asking changes nothing.
 */
@Injectable()
export class JudgementService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Judgement');
  private readonly judged = new Subject<Judgement>();
  /** By migration, then by check. */
  private readonly standing = new Map<string, ReadonlyMap<string, CheckStanding>>();
  /**
   * Counts for as long as news is gathered, so that a burst costs four judgements a second however many ask: after news
   * that comes alone it is judged at once, and time alone makes what is known old.
   */
  private readonly last = new Map<string, { judgement: Judgement; atMs: number }>();
  private readonly before = new Map<string, JudgedBefore>();
  private readonly placed = new Map<Engine, readonly PlacedCheck[]>();
  private isStarted = false;
  private readonly subscription: Subscription;

  /** Every judgement that follows from news, at most one a migration in each quarter of a second. */
  readonly judgements: Observable<Judgement> = this.judged.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly registry: EvidenceRegistry,
    private readonly clock: Clock,
    private readonly waivers: WaiversService,
  ) {
    const [heartbeats, news] = partition(registry.changes, ({ isHeartbeat }) => isHeartbeat === true);
    const gathered = news.pipe(
      groupBy(({ migration }) => migration),
      mergeMap((burst) => burst.pipe(throttleTime(burstMs, undefined, { leading: true, trailing: true }))),
    );
    // Here and not later: whoever hears of a change and asks must find it judged, and outlets begin before onModuleInit. A
    // heartbeat leaves for the browsers at once, and takes the answer along.
    this.subscription = merge(
      heartbeats.pipe(map(({ migration }) => migration)),
      gathered.pipe(map(({ migration }) => migration)),
      // At once: what is waived no more blocks from that moment on.
      waivers.changes,
    ).subscribe((migration) => this.attempt(migration));
  }

  /** Everything stands as it does from the start on, whether somebody asks or not. */
  onApplicationBootstrap(): void {
    this.isStarted = true;
    for (const { name } of this.config.migrations) this.note(name);
  }

  beforeApplicationShutdown(): void {
    this.subscription.unsubscribe();
  }

  /** What was judged a moment ago, or what is known now. Throws UserError 404 for an unknown migration. */
  now(migration: string): Judgement {
    findMigration(this.config, migration);
    const atMs = this.clock.monotonicMs();
    const last = this.last.get(migration);
    if (last !== undefined && atMs - last.atMs < burstMs) return last.judgement;
    return this.judge(migration);
  }

  private checks(engine: Engine): readonly PlacedCheck[] {
    const known = this.placed.get(engine) ?? this.place(engine);
    // Every source has been put in when the process serves; until then there may be more the next time.
    if (this.isStarted) this.placed.set(engine, known);
    return known;
  }

  private place(engine: Engine): PlacedCheck[] {
    return this.registry
      .sources(engine)
      .flatMap(({ checks, section }) =>
        checks.filter((check) => isOf(engine, check)).map((check) => ({ check, section })),
      );
  }

  private judge(migration: string): Judgement {
    // The time first: where the clock was set back, reading it makes what is known as old as it is. And once more, so
    // that nothing known is later than now.
    this.clock.nowMs();
    const evidence = this.registry.read(migration);
    const nowMs = this.clock.nowMs();
    const waivers = this.waivers.standing(migration);
    const placed = this.checks(findMigration(this.config, migration).engine);
    const onFailure = ({ id }: Check, error: unknown): void =>
      this.logger.error({ err: error, migration }, `The check ${id} failed; what it looks at counts as unknown`);
    const checks = judge(placed, evidence, nowMs, onFailure, waivers, this.judgedBefore(migration));
    const judgement = { migration, checks, evidence, waivers, nowMs, judgedAt: new Date(nowMs).toISOString() };
    this.last.set(migration, { judgement, atMs: this.clock.monotonicMs() });
    return judgement;
  }

  private judgedBefore(migration: string): JudgedBefore {
    const before = this.before.get(migration) ?? new JudgedBefore();
    this.before.set(migration, before);
    return before;
  }

  /** A part of the evidence that fails must not end all judging. */
  private attempt(migration: string): void {
    try {
      this.note(migration);
    } catch (error) {
      this.logger.error({ err: error, migration }, 'Judging failed; the next news is judged again');
    }
  }

  /** Judges, and notes since when each finding stands. */
  note(migration: string): void {
    const judgement = this.judge(migration);
    const before = this.standing.get(migration);
    const standing = new Map<string, CheckStanding>();
    for (const { check, findings } of judgement.checks) {
      const known = before?.get(check.id);
      const isAsItWas = known?.findings === findings;
      standing.set(check.id, isAsItWas ? known : this.standingOf(migration, findings, judgement.judgedAt));
    }
    this.standing.set(migration, standing);
    this.judged.next(judgement);
  }

  private standingOf(migration: string, findings: readonly UndatedFinding[], judgedAt: string): CheckStanding {
    const byId = new Map<string, Standing>();
    const together = new Map<Finding['outcome'], Standing>();
    for (const finding of findings) {
      const { id, outcome } = finding;
      const stands = { outcome, since: this.sinceOf(migration, finding) ?? judgedAt };
      byId.set(id, stands);
      const first = together.get(outcome);
      if (first === undefined || stands.since < first.since) together.set(outcome, stands);
    }
    return { findings, byId, together };
  }

  /** Every check, blocking failures first. Throws UserError 404 for an unknown migration. */
  findings(migration: string): FindingList {
    const { checks, judgedAt } = this.now(migration);
    const findings = checks.flatMap((check) => check.findings.map((each) => this.dated(migration, each, judgedAt)));
    return { migration, findings: findings.sort((a, b) => rank(a) - rank(b)), judgedAt };
  }

  /** The finding, with the moment since when it stands. */
  dated(migration: string, finding: UndatedFinding, judgedAt: string): Finding {
    const since = this.sinceOf(migration, finding) ?? judgedAt;
    // A clock that was set back since: nothing stands since the future.
    return { ...finding, since: since < judgedAt ? since : judgedAt };
  }

  /** Tables that are said together stand since the first of them: one more that joins them begins nothing anew. */
  private sinceOf(migration: string, finding: UndatedFinding): string | null {
    const standing = this.standing.get(migration)?.get(finding.check);
    const known = standing?.byId.get(finding.id);
    if (known?.outcome === finding.outcome) return known.since;
    const isOfTables = finding.tableCount > 0;
    return isOfTables ? (standing?.together.get(finding.outcome)?.since ?? null) : null;
  }
}

/** What blocks first, then what failed, then what is unknown. */
function rank({ outcome, blocks }: Finding): number {
  return outcomeRank[outcome] * 2 + (blocks ? 0 : 1);
}
