import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupUsage } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { spaceOf } from '../storages/known-space.js';
import { UsageStore } from '../store/usage.store.js';
import { dayOf, lastDays } from './calendar-days.js';
import { bytesByServer, usageDays, usageOf } from './usage.js';

/** What lies in the storages is noted so often, the last time of a day counts. */
const everyMs = 10 * 60_000;

/** How much backups take, now and day by day. */
@Injectable()
export class BackupUsageService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Backups');
  private timer: NodeJS.Timeout | null = null;
  private noting: Promise<void> | null = null;

  constructor(
    private readonly catalogue: BackupCatalogueService,
    private readonly store: UsageStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const note = (): void => void (this.noting ??= this.note().finally(() => (this.noting = null)));
    note();
    this.timer = setInterval(note, everyMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.noting;
  }

  /** Of a store that does not answer the days before are not known. */
  async usage(): Promise<BackupUsage> {
    const now = new Date(this.clock.nowMs());
    const [views, noted] = await Promise.all([
      this.catalogue.views(),
      this.store.since(lastDays(now, usageDays)[0]!).catch(() => []),
    ]);
    const storages = views.map(async (view) => usageOf(view, noted, await spaceOf(view.storage), now));
    return { storages: await Promise.all(storages) };
  }

  /** Never rejects: what was not noted is noted ten minutes later. */
  private async note(): Promise<void> {
    try {
      for (const { storage, readAt, failure, entries } of await this.catalogue.views())
        if (readAt !== null && failure === null)
          await this.store.record(dayOf(readAt), storage.name, bytesByServer(entries));
    } catch (error) {
      this.logger.warn(`What backups take was not noted: ${messageOf(error)}`);
    }
  }
}
