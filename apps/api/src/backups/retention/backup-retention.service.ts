import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupHold, BackupList, BackupQuery, RetentionOutcome, RetentionPlan } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { OperationalError, UserError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { backupList } from '../catalogue/backup-list.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { BackupReadBackService } from '../read-back/read-back.service.js';
import type { BackupStorage } from '../storages/backup-storage.js';
import { applyRetention, joinOutcomes, sweepOrphans, type Deleting } from './apply-retention.js';
import { holdBackup, releaseBackup } from './hold-backup.js';
import { planOf, planRetention } from './plan-retention.js';
import { retentionRules, type RetentionRules } from './retention-rules.js';

/** Without any run it is applied so often. */
const everyMs = 24 * 3_600_000;

/** Keeps what the configuration says is kept, and deletes the rest: after each run that was read back, once a day, and when somebody asks. */
@Injectable()
export class BackupRetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** What came of each application and sweep of this process. */
  readonly outcomes = new Subject<RetentionOutcome>();
  private readonly logger = new Logger('Backups');
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  /** One at a time. */
  private last: Promise<unknown> = Promise.resolve();
  private isDue = false;

  constructor(
    private readonly settings: BackupSettings,
    private readonly catalogue: BackupCatalogueService,
    private readonly readBack: BackupReadBackService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.readBack.done.subscribe(() => this.applySoon());
    this.timer = setInterval(() => this.applySoon(), everyMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.stopping.abort(new Error('Cutover is stopping'));
    await this.last;
  }

  /** What lies in the storages as it was read last, and why each is kept. */
  async list(query: BackupQuery): Promise<BackupList> {
    const views = await this.catalogue.views();
    const plan = views.flatMap(({ entries }) => planRetention(entries, this.rules(), this.now()));
    return backupList(views, plan, query);
  }

  /** What an application would do now. Every storage is read for it. */
  async plan(): Promise<RetentionPlan> {
    return planOf(await this.catalogue.viewsNow(), this.rules(), this.now());
  }

  /** Deletes what no rule keeps. Waits for its turn. */
  apply(by: string): Promise<RetentionOutcome> {
    return this.inTurn(
      ({ storage, entries }, deleting) => applyRetention(storage, entries, this.rules(), deleting),
      by,
    );
  }

  /** Removes orphans. Waits for its turn. */
  sweep(by: string): Promise<RetentionOutcome> {
    return this.inTurn(({ storage, entries }, deleting) => sweepOrphans(storage, entries, deleting), by);
  }

  /** In every storage that has it. Rejects with UserError, or with OperationalError that says where it is not held. */
  async hold(id: string, hold: Omit<BackupHold, 'heldAt'>): Promise<BackupList['backups'][number]> {
    const full: BackupHold = { ...hold, heldAt: this.clock.nowIso() };
    return this.atEachPlace(id, 'is not held', (storage, folder) => holdBackup(storage, folder, full));
  }

  async release(id: string): Promise<BackupList['backups'][number]> {
    return this.atEachPlace(id, 'is still held', releaseBackup);
  }

  private async atEachPlace(
    id: string,
    otherwise: string,
    work: (storage: BackupStorage, folder: string) => Promise<void>,
  ): Promise<BackupList['backups'][number]> {
    const failures: string[] = [];
    for (const { storage, folder } of await this.catalogue.placesOf(id))
      await work(storage, folder).catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        failures.push(`It ${otherwise} in ${storage.name}: ${messageOf(error)}`);
      });
    if (failures.length > 0) throw new OperationalError('BACKUP_STORAGE', `${failures.join(' ')} Then ask again.`);
    await this.catalogue.viewsNow();
    const { backups } = await this.list({ limit: Number.MAX_SAFE_INTEGER });
    const found = backups.find((backup) => backup.id === id);
    if (found === undefined) throw new UserError(404, 'BACKUP_UNKNOWN', `Backup ${id} was deleted meanwhile.`);
    return found;
  }

  private applySoon(): void {
    if (this.isDue || this.settings.current().servers.length === 0) return;
    this.isDue = true;
    void this.apply('retention').catch((error: unknown) =>
      this.logger.error(`Retention could not be applied: ${messageOf(error)}`),
    );
  }

  private inTurn(
    work: (view: StorageView, deleting: Deleting) => Promise<RetentionOutcome>,
    by: string,
  ): Promise<RetentionOutcome> {
    const turn = this.last.then(() => this.inEachStorage(work, by));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async inEachStorage(
    work: (view: StorageView, deleting: Deleting) => Promise<RetentionOutcome>,
    by: string,
  ): Promise<RetentionOutcome> {
    this.isDue = false;
    // Who changes what is kept may want to keep what is about to go.
    const changing = new AbortController();
    const changes = this.settings.changes.subscribe(() => changing.abort(new Error('The configuration was changed')));
    const signal = AbortSignal.any([this.stopping.signal, changing.signal]);
    const outcomes: RetentionOutcome[] = [];
    try {
      for (const view of await this.catalogue.viewsNow())
        outcomes.push(await this.inStorage(view, work, { by, signal }));
    } finally {
      changes.unsubscribe();
    }
    const outcome = joinOutcomes(outcomes);
    if (outcome.deleted.length > 0) {
      this.logger.log(`${outcome.deleted.length} backups deleted by ${by}, ${outcome.kept} kept`);
      await this.catalogue.look();
    }
    for (const failure of outcome.failures) this.logger.error(failure);
    this.outcomes.next(outcome);
    return outcome;
  }

  private async inStorage(
    view: StorageView,
    work: (view: StorageView, deleting: Deleting) => Promise<RetentionOutcome>,
    { by, signal }: Omit<Deleting, 'now'>,
  ): Promise<RetentionOutcome> {
    if (view.failure === null) return work(view, { now: this.now(), by, signal });
    const failures = [`Nothing was deleted there. ${view.failure}`];
    return { deleted: [], kept: view.entries.length, left: 0, failures };
  }

  private rules(): RetentionRules {
    return retentionRules(this.settings.current());
  }

  private now(): Date {
    return new Date(this.clock.nowMs());
  }
}
