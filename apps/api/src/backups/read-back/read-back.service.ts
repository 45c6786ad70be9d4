import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupReadBack, BackupRun } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { BackupGuardService } from '../guard/backup-guard.service.js';
import { withReadBack } from '../guard/run-result.js';
import { backupFolder } from '../storages/backup-storage.js';
import { openStorage } from '../storages/open-storage.js';
import { BackupStore } from '../store/backup.store.js';
import { readBackNew } from '../verify/read-back-new.js';

/** One new backup in one storage. */
interface Place {
  backupId: string;
  folder: string;
  storage: string;
}

/** A run that has ended, and what of it is to be read. */
interface Waiting {
  run: BackupRun;
  places: readonly Place[];
}

/** A start reads on what was stored so long before, and looks for it among the runs that began so long before. */
const resumedMs = 24 * 3_600_000;
const searchedMs = 7 * 24 * 3_600_000;

/**
 * Reads each new backup back from each storage after its run has ended, and each copy that was made later: one at a time, beside the runs
 * that follow. What a restart leaves is read after it.
 */
@Injectable()
export class BackupReadBackService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /**
   * Each run that has ended, once everything of it that is to be read has been, with what that has found; again when a copy of it that was made
   * later has been, or when a restart came between.
   */
  readonly done = new Subject<BackupRun>();
  private readonly logger = new Logger('Backups');
  private readonly stopping = new AbortController();
  private readonly waiting: Waiting[] = [];
  private reading: Promise<void> | null = null;
  private resuming: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: BackupSettings,
    private readonly guard: BackupGuardService,
    private readonly store: BackupStore,
    private readonly catalogue: BackupCatalogueService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.guard.ended.subscribe((run) => {
      const places = this.isWanted() ? placesOf(run) : [];
      if (places.length === 0) this.done.next(run);
      else this.add({ run, places });
    });
    this.store.changed.subscribe((run) => this.addUnread(run, ({ storedLaterAt }) => storedLaterAt !== null));
    this.resuming = this.resume().catch((error: unknown) =>
      this.logger.warn(
        `What was not read back before the start is not known, so it is not read: read it with backup verify. ${messageOf(error)}`,
      ),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('Cutover is stopping'));
    await this.settled();
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.resuming;
    await this.reading;
  }

  private isWanted(): boolean {
    return this.settings.current().readBack !== 'never';
  }

  /** What a process before this one has left. */
  private async resume(): Promise<void> {
    const nowMs = this.clock.nowMs();
    const runs = await this.store.since(new Date(nowMs - searchedMs).toISOString());
    const ended = runs.filter(({ state }) => state !== 'running').reverse();
    for (const run of ended)
      this.addUnread(run, ({ storedLaterAt }) => nowMs - Date.parse(storedLaterAt ?? run.endedAt ?? '') < resumedMs);
  }

  /** What was never read of a run and waits for it nowhere yet. */
  private addUnread(run: BackupRun, isAsked: (known: StoredPlace) => boolean): void {
    if (!this.isWanted()) return;
    const isWaiting = ({ backupId, storage }: Place): boolean =>
      this.waiting.some(({ places }) => places.some((each) => each.backupId === backupId && each.storage === storage));
    const places = placesOf(run, (known) => known.readBack === null && isAsked(known)).filter(
      (place) => !isWaiting(place),
    );
    if (places.length > 0) this.add({ run, places });
  }

  private add(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.reading ??= this.readAll().finally(() => (this.reading = null));
  }

  /** Never rejects. */
  private async readAll(): Promise<void> {
    const { signal } = this.stopping;
    for (let next = this.waiting[0]; next !== undefined && !signal.aborted; next = this.waiting[0]) {
      let now = next.run;
      for (const place of next.places)
        now = await this.readOne(now, place).catch((error: unknown) => {
          if (!signal.aborted) this.logger.error(`A backup was not read back: ${messageOf(error)}`);
          return now;
        });
      if (signal.aborted) return;
      this.waiting.shift();
      // The list is to say what was proved.
      await this.catalogue.look();
      this.done.next(now);
    }
  }

  /** Resolves with the run and what was found. */
  private async readOne(run: BackupRun, { backupId, folder, storage }: Place): Promise<BackupRun> {
    const { storages, restoreTest } = this.settings.current();
    const config = storages.find(({ name }) => name === storage);
    if (config === undefined) return run;
    const known = await this.readAlready(run.id, { backupId, storage });
    if (known !== null) return withReadBack(run, { backupId, storage, readBack: known });
    const readBack = await readBackNew(
      { storage: openStorage(config), folder },
      {
        ...{ identityFiles: restoreTest.ageIdentityFiles, signal: this.stopping.signal },
        nowIso: () => this.clock.nowIso(),
        warn: (message) => this.logger.warn(message),
      },
    );
    if (readBack === null) return run;
    this.tell(readBack, `${storage}: ${folder}`);
    const change = (each: BackupRun): BackupRun => withReadBack(each, { backupId, storage, readBack });
    await this.store.keepChanged(run.id, `read back ${storage} ${backupId}`, change);
    return change(run);
  }

  /** What another process on this store, or this one, has found since. null: nothing; a store that is out of order knows nothing either. */
  private async readAlready(
    id: string,
    { backupId, storage }: Pick<Place, 'backupId' | 'storage'>,
  ): Promise<BackupReadBack | null> {
    const kept = await this.store.find(id).catch(() => null);
    const database = kept?.databases.find((each) => each.backupId === backupId);
    const readBack = database?.storages.find(({ name }) => name === storage)?.readBack ?? null;
    return readBack?.outcome === 'unknown' ? null : readBack;
  }

  private tell({ outcome, reason }: BackupReadBack, what: string): void {
    if (outcome === 'bad') this.logger.error(reason ?? what);
    if (outcome === 'unknown') this.logger.warn(`Whether ${what} is good was not found out: ${reason}`);
  }
}

type StoredPlace = BackupRun['databases'][number]['storages'][number];

/** Where a run has stored its backups. */
function placesOf(run: BackupRun, isAsked: (known: StoredPlace) => boolean = () => true): Place[] {
  return run.databases.flatMap(({ database, backupId, storages }) =>
    database === null || backupId === null
      ? []
      : storages
          .filter((known) => known.failure === null && isAsked(known))
          .map(({ name }) => ({
            ...{ backupId, storage: name },
            folder: backupFolder({ server: run.server, database, id: backupId }),
          })),
  );
}
