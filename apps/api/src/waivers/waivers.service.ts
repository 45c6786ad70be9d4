import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Waiver } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { UserError } from '../failures/failures.js';
import { Clock } from '../platform/clock.js';
import type { KeptWaiver } from './kept-waiver.js';
import { WaiverStore } from './store/waiver.store.js';
import { leftMs, runFrom, type Moment, type RunningWaiver } from './waiver-term.js';

/** A store that could not be read is asked again after so long. */
const retryMs = 5_000;
/** The longest that one timer may wait. */
const longestTimerMs = 60_000;
/** So many may count at once: an answer that rests on more exceptions is none. */
const mostStanding = 50;

/** What is needed to give one. */
export type NewWaiver = Pick<Waiver, 'migration' | 'check' | 'subject' | 'items' | 'covers' | 'by' | 'why' | 'until'>;

/**
 * The waivers that count. Whether a check may be waived at all, and what a waiver covers, is judged above; here they are kept, and
 * end: at their time by either clock, or when they are revoked.
 */
@Injectable()
export class WaiversService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Waivers');
  private readonly running = new Map<string, RunningWaiver>();
  private readonly changed = new Subject<string>();
  /** Those that are being kept: a second request for the same must not overtake the store. */
  private readonly giving = new Set<string>();
  private isRead = false;
  private timer: NodeJS.Timeout | null = null;

  /** The migration of which a waiver began or ended. */
  readonly changes: Observable<string> = this.changed.asObservable();

  constructor(
    private readonly store: WaiverStore,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.read();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** Those that count now, the oldest first. None counts while the store could not be read. */
  standing(migration: string): Waiver[] {
    // Whoever asks while the clock is ahead ends it for good: it must not count again when the clock is set back.
    this.endDue();
    return [...this.running.values()]
      .filter(({ waiver }) => waiver.migration === migration)
      .map(({ waiver }) => ({ ...waiver, isStanding: true }))
      .sort((a, b) => (a.from === b.from ? (a.id < b.id ? -1 : 1) : a.from < b.from ? -1 : 1));
  }

  /** Those that count first, then the newest. Rejects with StoreFault. */
  async list(migration: string): Promise<Waiver[]> {
    const kept = await this.store.list(migration);
    const standing = this.standing(migration);
    const ids = new Set(standing.map(({ id }) => id));
    return [...standing, ...kept.filter(({ id }) => !ids.has(id)).map((each) => ({ ...each, isStanding: false }))];
  }

  /**
   * One counts for a check and subject: of two, revoking the one that is seen would end nothing. Throws UserError 409 where one counts
   * already, or too many do. Rejects with StoreFault, and then it was not given.
   */
  async give(given: NewWaiver): Promise<Waiver> {
    // What could not be read yet may hold one.
    if (!this.isRead) await this.read();
    const key = JSON.stringify([given.migration, given.check, given.subject]);
    const standing = this.standing(given.migration).find(
      ({ check, subject }) => check === given.check && subject === given.subject,
    );
    if (standing !== undefined || this.giving.has(key)) throw alreadyStands(given, standing);
    this.giving.add(key);
    try {
      return await this.keep(given);
    } finally {
      this.giving.delete(key);
    }
  }

  private async keep(given: NewWaiver): Promise<Waiver> {
    if (this.standing(given.migration).length + this.giving.size > mostStanding)
      throw new UserError(
        409,
        'WAIVERS_FULL',
        `${mostStanding} waivers count already: revoke some, or mend what they waive`,
      );
    const waiver: KeptWaiver = {
      ...{ ...given, id: randomUUID(), from: this.clock.nowIso() },
      ...{ endedAt: null, revokedAt: null, revokedBy: null },
    };
    // First the store: what a restart forgets must not look given.
    await this.store.save(waiver);
    this.running.set(waiver.id, runFrom(waiver, this.moment()));
    this.wait();
    this.changed.next(waiver.migration);
    return { ...waiver, isStanding: true };
  }

  /**
   * Ends a waiver now. A second time changes nothing. Throws UserError 404 for an unknown id. Rejects with StoreFault: it counts no
   * more then, but might after a restart.
   */
  async revoke(migration: string, id: string, by: string): Promise<Waiver> {
    const running = this.running.get(id)?.waiver;
    const known = running?.migration === migration ? running : await this.store.find(migration, id);
    if (known === null) throw new UserError(404, 'WAIVER_UNKNOWN', 'There is no such waiver; reload the list');
    if (known.revokedAt !== null || known.endedAt !== null) return { ...known, isStanding: false };
    const revoked: KeptWaiver = { ...known, revokedAt: this.clock.nowIso(), revokedBy: by };
    // First here: it must not count for another moment because a disk is full.
    this.running.delete(id);
    this.changed.next(migration);
    await this.store.save(revoked);
    return { ...revoked, isStanding: false };
  }

  private async read(): Promise<void> {
    try {
      for (const waiver of await this.store.loadOpen()) this.take(waiver);
      this.isRead = true;
    } catch {
      this.logger.error('The waivers could not be read: none counts until the store works');
    }
    this.wait();
    for (const migration of new Set([...this.running.values()].map(({ waiver }) => waiver.migration)))
      this.changed.next(migration);
  }

  /** One of an earlier process. */
  private take(waiver: KeptWaiver): void {
    // The clock was set back since, and nobody knows by how much: it may be over.
    if (Date.parse(waiver.from) > this.clock.nowMs())
      this.logger.warn(
        `The waiver of ${waiver.check} was given in the future, as this clock has it: it does not count`,
      );
    else if (!this.running.has(waiver.id)) this.running.set(waiver.id, runFrom(waiver, this.moment()));
  }

  /** Waits for the next end, so that alerts and the history of the answer hear of it without news from the servers. */
  private wait(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.endDue();
    const now = this.moment();
    const nextMs = Math.min(longestTimerMs, ...[...this.running.values()].map((running) => leftMs(running, now)));
    if (this.isRead && this.running.size === 0) return;
    this.timer = setTimeout(() => void (this.isRead ? this.wait() : this.read()), this.isRead ? nextMs : retryMs);
    this.timer.unref();
  }

  private endDue(): void {
    const now = this.moment();
    for (const [id, running] of this.running) {
      if (leftMs(running, now) > 0) continue;
      this.running.delete(id);
      // Kept: a clock that is set back later, and a restart, must not revive it.
      void this.store.keepSaved({ ...running.waiver, endedAt: this.clock.nowIso() });
      // Not now: somebody may be judging, and asks.
      void Promise.resolve().then(() => this.changed.next(running.waiver.migration));
    }
  }

  private moment(): Moment {
    return { wallMs: this.clock.nowMs(), monotonicMs: this.clock.monotonicMs() };
  }
}

function alreadyStands({ check, subject }: NewWaiver, standing: Waiver | undefined): UserError {
  const what = subject === null ? `all of ${check}` : `${check} ${subject}`;
  const message =
    standing === undefined
      ? `A waiver of ${what} is being given at this moment: reload the list`
      : `${standing.by} answers for ${what} until ${standing.until} already. To change that, or to cover what was found since, revoke waiver ${standing.id} first, and give it anew`;
  return new UserError(409, 'WAIVER_STANDS', message);
}
