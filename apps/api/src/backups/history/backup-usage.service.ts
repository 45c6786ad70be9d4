import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupUsage } from '@cutover/contracts';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { Repeated } from '../../platform/repeated.js';
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
  private readonly notes = new Repeated(
    () => this.note(),
    // Ten minutes later it is noted.
    (error) => this.logger.warn(`What backups take was not noted: ${messageOf(error)}`),
  );

  constructor(
    private readonly catalogue: BackupCatalogueService,
    private readonly store: UsageStore,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.notes.now();
    this.notes.every(everyMs);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.notes.end();
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

  private async note(): Promise<void> {
    for (const { storage, readAt, failure, entries } of await this.catalogue.views())
      if (readAt !== null && failure === null)
        await this.store.record(dayOf(readAt), storage.name, bytesByServer(entries));
  }
}
