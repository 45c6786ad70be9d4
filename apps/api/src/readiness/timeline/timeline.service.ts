import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { TimelineQuery, VerdictEntry, VerdictTimeline } from '@cutover/contracts';
import { Subject, type Observable, type Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { Clock } from '../../platform/clock.js';
import { decodeName, encodeName, foreignCursor } from '../../store/page-cursor.js';
import { TimelineStore } from '../store/timeline.store.js';
import { VerdictService, type NotedVerdict } from '../verdict.service.js';
import { answerEntry, causesOf, isNews, unwatchedEntry, type NotedAnswer } from './verdict-entry.js';

/** So many of the newest entries are at hand without the store. */
const mostAtHand = 10;
/** How often it is noted that somebody watches: so much later than the truth an end may be told after a crash. */
const watchedEveryMs = 60_000;

/** The history of one migration, as far as it is at hand. */
interface AtHand {
  /** Newest first. */
  entries: VerdictEntry[];
  last: NotedAnswer | null;
  savedAtMs: number;
}

/** Keeps what the answers were, since when, and why; a time in which nobody watched is an entry, too. */
@Injectable()
export class TimelineService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Readiness');
  private readonly atHand = new Map<string, AtHand>();
  private readonly added = new Subject<string>();
  private subscription: Subscription | null = null;

  /** The migration that has a new entry. */
  readonly changes: Observable<string> = this.added.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly verdicts: VerdictService,
    private readonly store: TimelineStore,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    // Before the first judgement, which comes at bootstrap.
    await Promise.all(this.config.migrations.map(({ name }) => this.load(name)));
    this.subscription = this.verdicts.verdicts.subscribe((noted) => void this.take(noted));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.subscription?.unsubscribe();
    await Promise.all(
      [...this.atHand.keys()].map((migration) => this.store.saveWatched(migration, this.clock.nowIso())),
    );
  }

  /** The newest entries, newest first. */
  newest(migration: string): VerdictEntry[] {
    return [...(this.atHand.get(migration)?.entries ?? [])];
  }

  /** Newest first. Throws UserError 404 for an unknown migration, 400 for a foreign cursor. Rejects with StoreFault. */
  async page(name: string, { cursor, limit }: TimelineQuery): Promise<VerdictTimeline> {
    const { name: migration } = findMigration(this.config, name);
    const found = await this.store.newest(migration, limit + 1, cursor === undefined ? undefined : seqOf(cursor));
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    return { migration, entries, nextCursor: found.length > limit && last ? encodeName(last.id) : null };
  }

  private async load(migration: string): Promise<void> {
    const atHand: AtHand = { entries: [], last: null, savedAtMs: -Infinity };
    this.atHand.set(migration, atHand);
    try {
      atHand.entries = await this.store.newest(migration, mostAtHand);
      const watchedUntil = await this.store.watchedUntil(migration);
      const isKnown = watchedUntil !== null || atHand.entries.length > 0;
      if (isKnown) await this.add(migration, (id) => unwatchedEntry(id, this.clock.nowIso(), watchedUntil));
    } catch (error) {
      this.logger.error({ err: error, migration }, 'The history of the answers could not be read; a new one begins');
    }
  }

  private async take({ judgement: { migration, judgedAt }, verdict, unwatched }: NotedVerdict): Promise<void> {
    const atHand = this.atHand.get(migration);
    if (atHand === undefined) return;
    const nowMs = this.clock.monotonicMs();
    // Nothing is waited for in between: the next answer may come meanwhile.
    const saves: Promise<void>[] = [];
    if (unwatched !== null) {
      atHand.last = null;
      saves.push(this.add(migration, (id) => unwatchedEntry(id, unwatched.to, unwatched.from)));
    }
    if (isNews(atHand.last, verdict, nowMs)) {
      atHand.last = { answer: verdict.answer, causes: causesOf(verdict), atMs: nowMs };
      saves.push(this.add(migration, (id) => answerEntry(id, judgedAt, verdict)));
    }
    if (nowMs - atHand.savedAtMs >= watchedEveryMs) {
      atHand.savedAtMs = nowMs;
      saves.push(this.store.saveWatched(migration, judgedAt));
    }
    await Promise.all(saves);
  }

  /** At hand at once, on disk as soon as the store works. */
  private async add(migration: string, make: (id: number) => VerdictEntry): Promise<void> {
    const atHand = this.atHand.get(migration)!;
    // Grows even where the clock is set back.
    const entry = make(Math.max(Number(atHand.entries[0]?.id ?? 0) + 1, Math.floor(this.clock.nowMs())));
    atHand.entries = [entry, ...atHand.entries].slice(0, mostAtHand);
    this.added.next(migration);
    await this.store.save(migration, entry);
  }
}

function seqOf(cursor: string): number {
  const seq = Number(decodeName(cursor));
  if (!Number.isSafeInteger(seq)) throw foreignCursor();
  return seq;
}
