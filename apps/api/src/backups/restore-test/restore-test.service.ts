import { createHash, randomUUID } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupRestoreTest } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { UserError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { Repeated } from '../../platform/repeated.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { readBackup, type BackupSummary, type StoredBackup } from '../catalogue/read-catalogue.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { laterOf } from '../configuration/due-since.js';
import { dueSlots } from '../schedule/slots.js';
import { sweepThrowaways } from '../scratch/sweep-throwaways.js';
import { BackupStore } from '../store/backup.store.js';
import { chooseTested } from './choose-tested.js';
import { openRestoreServer } from './open-restore-server.js';
import { runRestoreTest, undecided, type RestoreTestResult } from './run-restore-test.js';
import { RestoreTestStore } from '../store/restore-test.store.js';

/** What is due is looked for so often. */
const tickMs = 10_000;
/** A process answers for its test so long without a word; it says one far more often. */
const leaseMs = 90_000;
const renewEveryMs = 20_000;
/** A test that was interrupted is made again so often within one slot: what interrupts it may be the test. */
const mostAttempts = 2;
/** How far tests are stands in the store as if it were a schedule of backups. */
const slotName = { schedule: 'restore-test', server: '*' };

type Stored = StoredBackup<BackupSummary>;

/** Restores backups to see whether they restore: when it is due, and when somebody asks. One at a time. */
@Injectable()
export class RestoreTestService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Each test as it ended. */
  readonly ended = new Subject<BackupRestoreTest>();
  private readonly logger = new Logger('Backups');
  private readonly stopping = new AbortController();
  private readonly looks = new Repeated(
    async () => {
      // Somebody may have asked meanwhile.
      do await this.lookOnce();
      while (this.asked.length > 0 && !this.stopping.signal.aborted);
    },
    (error) => {
      if (!this.stopping.signal.aborted) this.logger.error(`Backups could not be tested: ${messageOf(error)}`);
    },
  );
  private current: BackupRestoreTest | null = null;
  private asked: { test: BackupRestoreTest; backup: Stored }[] = [];

  constructor(
    private readonly settings: BackupSettings,
    private readonly store: RestoreTestStore,
    private readonly slots: BackupStore,
    private readonly catalogue: BackupCatalogueService,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await sweepThrowaways(this.settings.current().restoreTest.folder ?? null);
    this.looks.every(tickMs);
    void this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('Cutover is stopping'));
    await this.looks.end();
  }

  /** The newest first. Rejects with StoreFault. */
  list(server: string | null): Promise<BackupRestoreTest[]> {
    return this.store.list(server);
  }

  /** The test that this process makes, and those that wait for their turn. */
  underWay(): BackupRestoreTest[] {
    return [...(this.current === null ? [] : [this.current]), ...this.asked.map(({ test }) => test)];
  }

  /** Rejects with UserError where there is none of that id. */
  async find(id: string): Promise<BackupRestoreTest> {
    const found = await this.store.find(id);
    if (found === null)
      throw new UserError(404, 'RESTORE_TEST_UNKNOWN', `There is no restore test ${id}, or it is long past.`);
    return found;
  }

  /** Restores a backup as soon as no other is being restored. Rejects with UserError where no storage has it, and with StoreFault. */
  async begin(backupId: string, storage: string | null): Promise<BackupRestoreTest> {
    const [backup] = await this.catalogue.placesOf(backupId, storage);
    if (backup.manifest.accounts !== null)
      throw new UserError(
        409,
        'BACKUP_IS_NO_DATABASE',
        `${backupId} holds the accounts of ${backup.manifest.server}, which are not restored to be tested: read it back with backup verify.`,
      );
    const test = this.testOf(backup, randomUUID(), null);
    await this.store.begin(test, this.leaseEnd());
    this.asked.push({ test, backup });
    void this.look();
    return test;
  }

  /** Makes what was asked for, and what is due. One look at a time; never rejects. */
  look(): Promise<void> {
    return this.looks.now();
  }

  private async lookOnce(): Promise<void> {
    if (this.settings.current().storages.length === 0 && this.asked.length === 0) return;
    for (const { test } of this.asked) await this.store.renew(test.id, this.leaseEnd());
    for (const lost of await this.store.interrupt(this.clock.nowIso())) {
      this.logger.error(`The restore test of ${lost.backupId} was interrupted: its process ended before it did`);
      this.ended.next(lost);
    }
    for (let next = this.asked.shift(); next !== undefined; next = this.asked.shift())
      await this.carryOut(next.test, next.backup);
    await this.makeDue();
  }

  private async makeDue(): Promise<void> {
    const { cron, timeZone } = this.settings.current().restoreTest;
    if (cron === undefined) return;
    const doneTo = await this.slots.doneTo(slotName.schedule, slotName.server, this.clock.nowIso());
    const since = laterOf(doneTo, this.settings.dueSince(), ['restoreTest'], this.clock.nowMs());
    const now = new Date(this.clock.nowMs());
    const due = dueSlots({ cron, timeZone }, { since, now, misfire: 'run-once', graceMs: 0 });
    if (due.run === null) return;
    const slotAt = due.run.toISOString();
    const views = await this.catalogue.views();
    const readable = views.filter(({ readAt, failure }) => readAt !== null && failure === null);
    const known = readable.flatMap(({ entries }) => entries.filter((entry) => 'manifest' in entry));
    const chosen = chooseTested(known, await this.store.list(null), now);
    // A slot without a backup is not used up: the first one that there is will be restored.
    if (chosen.length === 0) return;
    // Nor is one while a storage cannot be read: a database that lies only there waits for it.
    let isDone = readable.length === views.length;
    for (const backup of chosen) isDone = (await this.testForSlot(backup, slotAt)) && isDone;
    if (isDone) await this.slots.passOver({ ...slotName, doneTo, upTo: due.upTo.toISOString() });
  }

  /** Whether nothing is left to be done for this database in this slot. */
  private async testForSlot(backup: Stored, slotAt: string): Promise<boolean> {
    const { server, database } = backup.manifest;
    const hash = createHash('sha256')
      .update(JSON.stringify([server, database]))
      .digest('hex');
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const id = `${slotAt.replace(/\D/g, '')}-${hash.slice(0, 16)}-${attempt}`;
      const test = this.testOf(backup, id, slotAt);
      if (await this.store.begin(test, this.leaseEnd())) {
        await this.carryOut(test, backup);
        return true;
      }
      const other = await this.store.find(id);
      if (other?.state === 'running') return false;
      if (other?.state !== 'interrupted') return true;
    }
    return true;
  }

  private async carryOut(test: BackupRestoreTest, backup: Stored): Promise<void> {
    const { signal } = this.stopping;
    this.current = test;
    const renewing = setInterval(
      () => void this.store.renew(test.id, this.leaseEnd()).catch(() => undefined),
      renewEveryMs,
    );
    try {
      const { outcome, ...result } = await this.restored(backup, signal);
      Object.assign(test, { state: outcome, ...result });
    } catch (error) {
      Object.assign(test, { state: 'interrupted', reason: messageOf(signal.reason ?? error) });
    } finally {
      clearInterval(renewing);
    }
    test.endedAt = this.clock.nowIso();
    await this.store.keepSaved({ ...test });
    this.current = null;
    this.tell(test);
    this.ended.next(test);
    // The list is to say what was proved.
    if (test.state === 'passed') await this.catalogue.look();
  }

  /** Rejects only when aborted. */
  private async restored(chosen: Stored, signal: AbortSignal): Promise<RestoreTestResult> {
    const backup = await readBackup(chosen).catch((error: unknown) => messageOf(error));
    if (typeof backup === 'string') return undecided(backup);
    if (backup === null) return undecided('It was deleted before it was its turn: test another one');
    const config = this.settings.current();
    return runRestoreTest({
      ...backup,
      ...{ identityFiles: config.restoreTest.ageIdentityFiles, signal },
      warn: (message) => this.logger.warn(message),
      now: () => new Date(this.clock.nowMs()),
      openServer: () => openRestoreServer(config, backup.manifest, signal),
    });
  }

  private tell({ server, database, backupId, state, reason, restoredTo, restoreMs, tables }: BackupRestoreTest): void {
    const what = `Restore test of ${server}/${database} (${backupId}): ${state}`;
    if (state !== 'passed') return this.logger.error(`${what}: ${reason ?? ''}`);
    const same = tables === null ? 'rows not compared' : `${tables.identical} of ${tables.compared} tables identical`;
    this.logger.log(`${what} on ${restoredTo} in ${restoreMs} ms, ${same}`);
  }

  private testOf({ storage, manifest }: Stored, id: string, slotAt: string | null): BackupRestoreTest {
    return {
      ...{ id, backupId: manifest.id, backupStartedAt: manifest.startedAt, server: manifest.server },
      ...{ engine: manifest.engine, address: manifest.address ?? null, database: manifest.database },
      ...{ storage: storage.name, slotAt, state: 'running' },
      ...{ startedAt: this.clock.nowIso(), endedAt: null, reason: null },
      ...{ restoredTo: null, restoreMs: null, tables: null },
    };
  }

  private leaseEnd(): string {
    return new Date(this.clock.nowMs() + leaseMs).toISOString();
  }
}
