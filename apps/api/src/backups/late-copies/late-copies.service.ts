import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { Repeated } from '../../platform/repeated.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { readBackup } from '../catalogue/read-catalogue.js';
import { withStored } from '../guard/run-result.js';
import { retentionRules } from '../retention/retention-rules.js';
import { BackupStore } from '../store/backup.store.js';
import { chooseCopies, statesThatLack, type LateCopy } from './choose-copies.js';
import { copyBackup } from './copy-backup.js';

/** What is missing is looked for so often. */
const everyMs = 60_000;
/** A storage that did not take a copy is left alone for so long, twice as long each time. */
const firstPauseMs = 60_000;
const longestPauseMs = 3_600_000;

/** A backup that is not in one of its storages yet, and why. */
export interface MissingCopy {
  backupId: string;
  server: string;
  database: string;
  storage: string;
  failure: string;
}

/** Stores later what a run could not: from a storage that has the backup to the one that did not take it. One at a time. */
@Injectable()
export class LateCopiesService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Backups');
  private readonly stopping = new AbortController();
  private readonly looks = new Repeated(
    () => this.lookOnce(),
    (error) => {
      if (!this.stopping.signal.aborted) this.logger.error(`Missing backups were not copied: ${messageOf(error)}`);
    },
  );
  private waiting: MissingCopy[] | null = null;
  private readonly paused = new Map<string, { untilMs: number; pauseMs: number; failure: string }>();

  constructor(
    private readonly settings: BackupSettings,
    private readonly store: BackupStore,
    private readonly catalogue: BackupCatalogueService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.looks.every(everyMs);
    void this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('Cutover is stopping'));
    await this.looks.end();
  }

  /** Of the last look; null: there was none yet. */
  missing(): readonly MissingCopy[] | null {
    return this.waiting;
  }

  /** Copies what is missing and may be tried now. One look at a time; never rejects. */
  look(): Promise<void> {
    return this.looks.now();
  }

  private async lookOnce(): Promise<void> {
    const config = this.settings.current();
    if (config.storages.length < 2) {
      this.waiting = [];
      return;
    }
    const copies = chooseCopies(
      await this.store.inStates(statesThatLack),
      await this.catalogue.views(),
      retentionRules(config),
      new Date(this.clock.nowMs()),
    );
    const keys = new Set(copies.map(keyOf));
    for (const key of this.paused.keys()) if (!keys.has(key)) this.paused.delete(key);
    this.waiting = copies.map((copy) => this.missingOf(copy));
    let copied = 0;
    for (const copy of copies) {
      if ((this.paused.get(keyOf(copy))?.untilMs ?? 0) > this.clock.nowMs()) continue;
      this.stopping.signal.throwIfAborted();
      if (await this.copied(copy)) copied += 1;
    }
    this.waiting = copies.filter((copy) => this.paused.has(keyOf(copy))).map((copy) => this.missingOf(copy));
    if (copied > 0) await this.catalogue.look();
  }

  private async copied(copy: LateCopy): Promise<boolean> {
    const { backup, to } = copy;
    const key = keyOf(copy);
    try {
      const whole = await readBackup(backup);
      // Deleted since it was listed.
      if (whole === null) return false;
      if (whole.storage.name !== to.name) await copyBackup(whole, to, this.stopping.signal);
      await this.noteStored(copy);
      this.paused.delete(key);
      this.logger.log(`${backup.folder} is in ${to.name} now: it was copied there later`);
      return true;
    } catch (error) {
      this.stopping.signal.throwIfAborted();
      const pauseMs = Math.min(longestPauseMs, (this.paused.get(key)?.pauseMs ?? firstPauseMs / 2) * 2);
      const failure = messageOf(error);
      this.paused.set(key, { untilMs: this.clock.nowMs() + pauseMs, pauseMs, failure });
      this.logger.error(`${backup.folder} is not in ${to.name} yet: ${failure}`);
      return false;
    }
  }

  private async noteStored({ run, backup, to }: LateCopy): Promise<void> {
    const place = { backupId: backup.manifest.id, storage: to.name, storedLaterAt: this.clock.nowIso() };
    await this.store.keepChanged(run.id, `stored ${to.name} ${place.backupId}`, (now) => withStored(now, place));
  }

  private missingOf(copy: LateCopy): MissingCopy {
    const { id: backupId, server, database } = copy.backup.manifest;
    const failure = this.paused.get(keyOf(copy))?.failure ?? copy.failure;
    return { backupId, server, database, storage: copy.to.name, failure };
  }
}

const keyOf = ({ backup, to }: LateCopy): string => JSON.stringify([to.name, backup.folder]);
