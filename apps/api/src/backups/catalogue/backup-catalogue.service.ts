import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { UserError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { openStorage } from '../storages/open-storage.js';
import type { BackupSummary, StoredBackup } from './read-catalogue.js';
import { CatalogueRevision } from './catalogue-revision.js';
import { WatchedStorage, type StorageView } from './watched-storage.js';

/** Storages are read so often; after each run and each deletion as well. */
const everyMs = 5 * 60_000;
/** Who asks for the list before the first reading has ended waits so long. */
const firstWithinMs = 5_000;

/** What lies in the storages, read from their manifests in the background and kept in memory. */
@Injectable()
export class BackupCatalogueService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Backups');
  private watched: readonly WatchedStorage[] = [];
  /** By JSON of its configuration: one that did not change is watched on. */
  private byConfig: ReadonlyMap<string, WatchedStorage> = new Map();
  private changed: Subscription | null = null;
  private readonly counted = new CatalogueRevision();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly settings: BackupSettings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.changed = this.settings.changes.subscribe(() => this.watch());
    this.watch();
    this.timer = setInterval(() => void this.look(), everyMs);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.changed?.unsubscribe();
  }

  /** The storages that the configuration has now. */
  private watch(): void {
    const { storages } = this.settings.current();
    this.byConfig = new Map(
      storages.map((storage) => {
        const config = JSON.stringify(storage);
        const known = this.byConfig.get(config);
        return [config, known ?? new WatchedStorage(openStorage(storage), () => this.clock.nowIso())];
      }),
    );
    this.watched = [...this.byConfig.values()];
    void this.look();
  }

  /** Reads every storage. Never rejects: what cannot be read says so in its view. */
  async look(): Promise<void> {
    await Promise.all(
      this.watched.map(async (each) => {
        const before = each.view.failure;
        await each.look().catch((error: unknown) => {
          const failure = messageOf(error);
          if (failure !== before) this.logger.error(failure);
        });
      }),
    );
  }

  /** What is known, by storage. Those that were never read are waited for, not for long. */
  async views(): Promise<StorageView[]> {
    const unread = this.watched.filter(({ view }) => view.readAt === null && view.failure === null);
    const read = Promise.all(unread.map((each) => each.look().catch(() => undefined)));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise((resolve) => (timer = setTimeout(resolve, firstWithinMs)));
    await Promise.race([read, tooLong]).finally(() => clearTimeout(timer));
    return this.known();
  }

  /** The same, of the last look, without waiting for one. */
  known(): StorageView[] {
    return this.watched.map(({ view }) => view);
  }

  /** Another number when something else lies in the storages than at the last look. */
  revision(): number {
    return this.counted.of(this.known());
  }

  /** Reads every storage anew: nothing is of before the call, but of one whose view has a failure. */
  async viewsNow(): Promise<StorageView[]> {
    await Promise.all(this.watched.map((each) => each.readAnew().catch(() => undefined)));
    return this.known();
  }

  /** A backup in each storage that has it, or in one that is named. Rejects with UserError where none that can be read has it. */
  async placesOf(
    id: string,
    storage: string | null = null,
  ): Promise<[StoredBackup<BackupSummary>, ...StoredBackup<BackupSummary>[]]> {
    const views = await this.viewsNow();
    const [first, ...others] = views
      .filter((view) => storage === null || view.storage.name === storage)
      .flatMap(({ entries }) => entries.filter((entry) => 'manifest' in entry))
      .filter(({ manifest }) => manifest.id === id);
    if (first !== undefined) return [first, ...others];
    const failures = views.flatMap(({ failure }) => (failure === null ? [] : [` ${failure}`]));
    const none = storage === null ? 'No storage' : `No storage ${storage}`;
    throw new UserError(
      404,
      'BACKUP_UNKNOWN',
      `${none} has a backup ${id}: GET /api/backups lists them.${failures.join('')}`,
    );
  }
}
