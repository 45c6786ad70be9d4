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

/**
 * Reads each new backup back from each storage after its run has ended: one at a time, beside the runs that follow. What a restart leaves is
 * not read any more, and its run says so.
 */
@Injectable()
export class BackupReadBackService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Each run that has ended, once everything of it that is to be read has been, with what that has found. */
  readonly done = new Subject<BackupRun>();
  private readonly logger = new Logger('Backups');
  private readonly stopping = new AbortController();
  private readonly waiting: BackupRun[] = [];
  private reading: Promise<void> | null = null;

  constructor(
    private readonly settings: BackupSettings,
    private readonly guard: BackupGuardService,
    private readonly store: BackupStore,
    private readonly catalogue: BackupCatalogueService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.guard.ended.subscribe((run) => this.add(run));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('Cutover is stopping'));
    await this.reading;
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.reading;
  }

  private add(run: BackupRun): void {
    if (this.placesOf(run).length === 0) {
      this.done.next(run);
      return;
    }
    this.waiting.push(run);
    this.reading ??= this.readAll().finally(() => (this.reading = null));
  }

  /** Never rejects. */
  private async readAll(): Promise<void> {
    const { signal } = this.stopping;
    for (let run = this.waiting.shift(); run !== undefined && !signal.aborted; run = this.waiting.shift()) {
      let now = run;
      for (const place of this.placesOf(run))
        now = await this.readOne(now, place).catch((error: unknown) => {
          if (!signal.aborted) this.logger.error(`A backup was not read back: ${messageOf(error)}`);
          return now;
        });
      if (signal.aborted) return;
      // The list is to say what was proved.
      await this.catalogue.look();
      this.done.next(now);
    }
  }

  /** What of a run is to be read. */
  private placesOf(run: BackupRun): Place[] {
    return isToBeRead(run, this.settings.current().readBack) ? placesOf(run) : [];
  }

  /** Resolves with the run and what was found. */
  private async readOne(run: BackupRun, { backupId, folder, storage }: Place): Promise<BackupRun> {
    const { storages, restoreTest } = this.settings.current();
    const config = storages.find(({ name }) => name === storage);
    if (config === undefined) return run;
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

  private tell({ outcome, reason }: BackupReadBack, what: string): void {
    if (outcome === 'bad') this.logger.error(reason ?? what);
    if (outcome === 'unknown') this.logger.warn(`Whether ${what} is good was not found out: ${reason}`);
  }
}

/** One that was interrupted is of a process that is gone. */
const isToBeRead = ({ state }: BackupRun, when: 'after-run' | 'never'): boolean =>
  when !== 'never' && state !== 'interrupted';

function placesOf(run: BackupRun): Place[] {
  return run.databases.flatMap(({ database, backupId, storages }) =>
    database === null || backupId === null
      ? []
      : storages
          .filter(({ failure }) => failure === null)
          .map(({ name }) => ({
            ...{ backupId, storage: name },
            folder: backupFolder({ server: run.server, database, id: backupId }),
          })),
  );
}
