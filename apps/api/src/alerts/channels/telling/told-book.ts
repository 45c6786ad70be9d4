import type { Alert } from '@cutover/contracts';
import { nothingTold, type Told } from './told.js';

/** More events than this between two messages are for the page. */
const mostEvents = 50;

/** What is remembered of one channel and one migration, or backups (null). Only `told` outlives the process. */
interface Page {
  told: Told;
  /** INFO events that were not told yet. */
  events: Alert[];
  /** Monotonic ms since when news waits for more; null: there is none. */
  gatheringSinceMs: number | null;
  /** Monotonic ms of the last message about alerts that fire; null: there was none. */
  remindedMs: number | null;
}

/** One moment on both clocks. */
export interface Moment {
  nowMs: number;
  monotonicMs: number;
}

/** Who was told what, in memory. */
export class ToldBook {
  private readonly pages = new Map<string, Page>();

  told(channel: string, migration: string | null): Told {
    return this.page(channel, migration).told;
  }

  note(channel: string, migration: string | null, told: Told, { monotonicMs }: Moment): void {
    const page = this.page(channel, migration);
    if (told.remindedAtMs !== null && told.remindedAtMs !== page.told.remindedAtMs) page.remindedMs = monotonicMs;
    page.told = told;
  }

  /** How long ago a message about alerts that fire was sent; null: there was none. */
  sinceReminderMs(channel: string, migration: string | null, { monotonicMs }: Moment): number | null {
    const { remindedMs } = this.page(channel, migration);
    return remindedMs === null ? null : monotonicMs - remindedMs;
  }

  /** Takes up what an earlier process told; what this one noted meanwhile is newer. */
  restore(channel: string, migration: string | null, kept: Told, { nowMs, monotonicMs }: Moment): void {
    const page = this.page(channel, migration);
    // Over a restart only the wall clock tells. What lies in its future was told just now.
    if (kept.remindedAtMs !== null) page.remindedMs ??= monotonicMs - Math.max(0, nowMs - kept.remindedAtMs);
    page.told = {
      alerts: { ...kept.alerts, ...page.told.alerts },
      answer: page.told.answer ?? kept.answer,
      proof: page.told.proof === undefined ? kept.proof : page.told.proof,
      remindedAtMs: page.told.remindedAtMs ?? kept.remindedAtMs,
    };
  }

  /** An alert ended: whoever was told of it will be told when. */
  end(alert: Alert): void {
    for (const page of this.pages.values())
      if (page.told.alerts[alert.id] !== undefined)
        page.told = { ...page.told, alerts: { ...page.told.alerts, [alert.id]: alert } };
  }

  events(channel: string, migration: string | null): readonly Alert[] {
    return this.page(channel, migration).events;
  }

  addEvent(channel: string, event: Alert): void {
    const page = this.page(channel, event.migration);
    page.events = [...page.events, event].slice(-mostEvents);
  }

  forgetEvents(channel: string, migration: string | null, told: readonly Alert[]): void {
    const page = this.page(channel, migration);
    page.events = page.events.filter((event) => !told.includes(event));
  }

  gatheredForMs(channel: string, migration: string | null, nowMs: number): number | null {
    const { gatheringSinceMs } = this.page(channel, migration);
    return gatheringSinceMs === null ? null : nowMs - gatheringSinceMs;
  }

  gather(channel: string, migration: string | null, nowMs: number): void {
    this.page(channel, migration).gatheringSinceMs ??= nowMs;
  }

  endGathering(channel: string, migration: string | null): void {
    this.page(channel, migration).gatheringSinceMs = null;
  }

  private page(channel: string, migration: string | null): Page {
    const key = `${channel}\0${migration ?? ''}`;
    const page = this.pages.get(key) ?? {
      told: nothingTold,
      events: [],
      gatheringSinceMs: null,
      remindedMs: null,
    };
    this.pages.set(key, page);
    return page;
  }
}
