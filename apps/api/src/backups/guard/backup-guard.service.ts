import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupRun, BackupSchedule, BackupScheduleList } from '@cutover/contracts';
import { Subject, type Subscription } from 'rxjs';
import type { BackupScheduleConfig, BackupServerConfig } from '../../config/backups.schema.js';
import { UserError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { Repeated } from '../../platform/repeated.js';
import { StoreFault } from '../../store/store-faults.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { laterOf } from '../configuration/due-since.js';
import { sweepLoginFiles } from '../dump/login-file.js';
import { backUpServer } from '../run/back-up-server.js';
import { dueSlots, slotsAfter } from '../schedule/slots.js';
import { jitterMs } from '../schedule/jitter.js';
import { openStorage } from '../storages/open-storage.js';
import { sweepAbandoned } from '../storages/sweep-abandoned.js';
import { BackupStore, type SlotClaim } from '../store/backup.store.js';
import { databaseOf, stateOf } from './run-result.js';

/** Schedules are looked at so often. */
const tickMs = 5_000;
/** A process answers for its runs so long without a word; it says one far more often. */
const leaseMs = 90_000;
const renewEveryMs = 20_000;
/** With `misfire: skip` a slot may be begun so late: it waits for a run that is under way, and for its turn. */
const graceMs = 15 * 60_000;
/** Times of a schedule that are told in advance. */
const previewed = 5;
/** Runs of different servers at once. */
const mostAtOnce = 2;

/** A run of this process. */
interface OwnRun {
  run: BackupRun;
  stopping: AbortController;
  ended: Promise<void>;
}

/** Makes the backups that are due, and those that somebody asks for. */
@Injectable()
export class BackupGuardService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Each run as it ended, also one whose process is gone. */
  readonly ended = new Subject<BackupRun>();
  /** Slots that were passed over: they were missed, or came due while another run of the server was under way. */
  readonly passedOver = new Subject<{ schedule: string; server: string; slots: number }>();
  private readonly logger = new Logger('Backups');
  private readonly own = new Map<string, OwnRun>();
  private readonly looks = new Repeated(
    () => this.lookOnce(),
    (error) => this.logger.error(`Schedules could not be looked at: ${messageOf(error)}`),
  );
  private changed: Subscription | null = null;

  constructor(
    private readonly settings: BackupSettings,
    private readonly store: BackupStore,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await sweepLoginFiles();
    this.looks.every(tickMs);
    this.changed = this.settings.changes.subscribe(() => this.begun());
    this.begun();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.changed?.unsubscribe();
    await this.looks.end();
    for (const { stopping } of this.own.values()) stopping.abort(new Error('Cutover is stopping'));
    await Promise.all([...this.own.values()].map(({ ended }) => ended));
  }

  /** Begins what is due. One look at a time; never rejects. */
  look(): Promise<void> {
    return this.looks.now();
  }

  /** Begins a run of a server now. Rejects with UserError where one is under way, and with StoreFault. */
  async begin(server: string, databases: readonly string[] | null): Promise<BackupRun> {
    const run = await this.beginRun(this.serverNamed(server), { type: 'manual', slotAt: null, databases, claim: null });
    if (run === null)
      throw new UserError(
        409,
        'BACKUP_UNDER_WAY',
        `A backup of ${server} is under way: wait for it, or cancel it, and ask again.`,
      );
    return run;
  }

  /** Servers that are backed up. */
  servers(): BackupScheduleList['servers'] {
    return this.settings.current().servers.map(({ name, engine }) => ({ name, engine }));
  }

  /** Every schedule, with when it is due next. */
  schedules(): BackupSchedule[] {
    const { schedules, servers, storages } = this.settings.current();
    const now = new Date(this.clock.nowMs());
    const nameOf = ({ name }: { name: string }): string => name;
    return schedules.map((schedule) => ({
      ...schedule,
      servers: [...(schedule.servers ?? servers.map(nameOf))],
      storages: [...(schedule.storages ?? storages.map(nameOf))],
      retention: schedule.retention ?? null,
      next: slotsAfter(schedule, now, previewed).map((slot) => slot.toISOString()),
    }));
  }

  /** The newest runs first; those of this process as they are now. Rejects with StoreFault. */
  async runs(server: string | null): Promise<BackupRun[]> {
    return (await this.store.list(server)).map((run) => this.own.get(run.id)?.run ?? run);
  }

  /** Runs of this process that are under way. */
  underWay(): BackupRun[] {
    return [...this.own.values()].map(({ run }) => run);
  }

  /** Rejects with UserError where there is none of that id. */
  async run(id: string): Promise<BackupRun> {
    const found = this.own.get(id)?.run ?? (await this.store.find(id));
    if (found === null)
      throw new UserError(404, 'BACKUP_RUN_UNKNOWN', `There is no backup run ${id}, or it is long past.`);
    return found;
  }

  /** Ends a run of this process, and answers when it has ended. Rejects with UserError where it is not one. */
  async cancel(id: string): Promise<BackupRun> {
    const own = this.own.get(id);
    if (own === undefined)
      throw new UserError(409, 'BACKUP_NOT_RUNNING', `Run ${id} is not under way in this process: look at its state.`);
    own.stopping.abort(new Error('Somebody cancelled it'));
    await own.ended;
    return own.run;
  }

  private serverNamed(name: string): BackupServerConfig {
    const { servers } = this.settings.current();
    const found = servers.find((server) => server.name === name);
    if (found !== undefined) return found;
    const names = servers.map((server) => server.name).join(', ') || 'none is configured';
    throw new UserError(404, 'BACKUP_SERVER_UNKNOWN', `No server for backups is named ${name}: ${names}.`);
  }

  /** With a configuration that counts from now on. */
  private begun(): void {
    void this.sweepStorages();
    void this.look();
  }

  private async lookOnce(): Promise<void> {
    const config = this.settings.current();
    if (config.servers.length === 0 && this.own.size === 0) return;
    // Our own first: their leases are past after a jump of the clock, and after a while in which the store was out of order.
    for (const id of this.own.keys()) await this.store.renew(id, this.leaseEnd());
    for (const lost of await this.store.interrupt(this.clock.nowIso())) {
      this.logger.error(
        `The backup of ${lost.server} (run ${lost.id}) was interrupted: its process ended before it did`,
      );
      this.ended.next(lost);
    }
    for (const schedule of config.schedules)
      for (const server of config.servers) {
        // It was changed while the store was asked: the next look goes by what it says now.
        if (config !== this.settings.current()) return;
        if (schedule.servers === undefined || schedule.servers.includes(server.name))
          await this.beginIfDue(schedule, server).catch((error: unknown) => {
            // Without the store none can be begun. Whatever else is wrong with one must not hold up the others.
            if (error instanceof StoreFault) throw error;
            this.logger.error(
              `The schedule ${schedule.name} of ${server.name} could not be begun: ${messageOf(error)}`,
            );
          });
      }
  }

  private async beginIfDue(schedule: BackupScheduleConfig, server: BackupServerConfig): Promise<void> {
    const doneTo = await this.store.doneTo(schedule.name, server.name, this.clock.nowIso());
    const now = new Date(this.clock.nowMs() - jitterMs(schedule.name, server.name, schedule.jitterSeconds));
    const keys = [`schedules/${schedule.name}`, `servers/${server.name}`];
    const since = laterOf(doneTo, this.settings.dueSince(), keys, this.clock.nowMs());
    const due = dueSlots(schedule, { since, now, misfire: schedule.misfire, graceMs });
    const claim = { schedule: schedule.name, server: server.name, doneTo, upTo: due.upTo.toISOString() };
    const isClaimed =
      due.run === null
        ? due.missed > 0 && (await this.store.passOver(claim))
        : null !==
          (await this.beginRun(server, {
            ...{ type: schedule.name, slotAt: due.run.toISOString(), databases: null, claim },
            storages: schedule.storages,
          }));
    if (!isClaimed || due.missed === 0) return;
    this.logger.warn(`${due.missed} slots of ${schedule.name} for ${server.name} were missed and are passed over`);
    this.passedOver.next({ schedule: schedule.name, server: server.name, slots: due.missed });
  }

  /** null: one of this server is under way, another process has the slot, or as many run as may. */
  private async beginRun(
    server: BackupServerConfig,
    order: {
      type: string;
      slotAt: string | null;
      databases: readonly string[] | null;
      storages?: readonly string[] | undefined;
      claim: SlotClaim | null;
    },
  ): Promise<BackupRun | null> {
    if (order.claim !== null && this.own.size >= mostAtOnce) return null;
    const { type, slotAt } = order;
    const run: BackupRun = {
      ...{ id: randomUUID(), server: server.name, type, slotAt, state: 'running' },
      ...{ startedAt: this.clock.nowIso(), endedAt: null, databases: [], progress: null, failure: null },
    };
    if (!(await this.store.begin(run, this.leaseEnd(), order.claim))) return null;
    const stopping = new AbortController();
    const ended = this.carryOut(run, server, { ...order, signal: stopping.signal }).finally(() =>
      this.own.delete(run.id),
    );
    this.own.set(run.id, { run, stopping, ended });
    return run;
  }

  /** Never rejects: what went wrong stands in the run. */
  private async carryOut(
    run: BackupRun,
    server: BackupServerConfig,
    order: {
      type: string;
      databases: readonly string[] | null;
      storages?: readonly string[] | undefined;
      signal: AbortSignal;
    },
  ): Promise<void> {
    const renewing = setInterval(() => void this.renew(run.id), renewEveryMs);
    const { storages, compression, ageRecipients } = this.settings.current();
    const chosen = storages.filter(({ name }) => order.storages === undefined || order.storages.includes(name));
    try {
      const results = backUpServer({
        ...{ server, databases: order.databases, storages: chosen.map(openStorage), type: order.type },
        ...{ compression, recipients: ageRecipients, signal: order.signal, now: () => new Date(this.clock.nowMs()) },
        onProgress: (database, dumpBytes) => (run.progress = { database, dumpBytes: String(dumpBytes) }),
      });
      for await (const result of results) {
        run.databases = [...run.databases, databaseOf(result)];
        run.progress = null;
        await this.save(run);
      }
      run.state = stateOf(run.databases);
    } catch (error) {
      run.state = 'cancelled';
      run.failure = `${messageOf(order.signal.reason ?? error)}; the backups that it had finished are kept.`;
    } finally {
      clearInterval(renewing);
      run.progress = null;
    }
    run.endedAt = this.clock.nowIso();
    await this.save(run);
    this.tell(run);
    this.ended.next(run);
  }

  private tell(run: BackupRun): void {
    const faults = run.databases.flatMap(({ database, failure, storages }) => [
      ...(failure === null ? [] : [`${database ?? run.server}: ${failure}`]),
      ...storages.flatMap((storage) => (storage.failure === null ? [] : [`${database}: ${storage.failure}`])),
    ]);
    const words = `Backup of ${run.server} (${run.type}): ${run.state}, ${run.databases.filter(({ backupId }) => backupId !== null).length} stored`;
    if (run.state === 'complete') this.logger.log(words);
    else this.logger.error([words, ...faults].join('; '));
  }

  /** The backups themselves need no store: a run goes on without it, and its end is written when it works again. */
  private async save(run: BackupRun): Promise<void> {
    await this.store.keepSaved({ ...run });
  }

  private async renew(id: string): Promise<void> {
    await this.store.renew(id, this.leaseEnd()).catch(() => undefined);
  }

  private leaseEnd(): string {
    return new Date(this.clock.nowMs() + leaseMs).toISOString();
  }

  private async sweepStorages(): Promise<void> {
    for (const config of this.settings.current().storages)
      await sweepAbandoned(openStorage(config), new Date(this.clock.nowMs())).catch((error: unknown) =>
        this.logger.error(messageOf(error)),
      );
  }
}
