import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { Alert, AlertPage, AlertQuery, FiringCounts, Severity } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { backupChecks } from '../backups/health/backup-checks.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { alertTypeOf, type AlertingCheck } from '../evidence/check.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { Clock } from '../platform/clock.js';
import { UserError } from '../failures/failures.js';
import { AlertStore } from './store/alert.store.js';
import { AlertBoard, type AlertChange } from './alert-board.js';
import { AlertJournal } from './alert-journal.js';
import { resolve } from './alert-state.js';
import { eventAlert, type EventType } from './event-alert.js';
import { firingPage } from './firing-page.js';

const countKeys: Record<Severity, keyof FiringCounts> = { CRITICAL: 'critical', WARNING: 'warning', INFO: 'info' };

/** A firing alert's text and occurrences change with every sample; they reach the store and the browsers this often. */
const refreshMs = 60_000;

/** Remembers and publishes alerts. What is wrong is decided in `checks/`, what becomes of it in `alert-state.ts`. */
@Injectable()
export class AlertsService implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Alerts');
  private readonly changed = new Subject<Alert>();
  private readonly board: AlertBoard;
  /** Monotonic ms at which an open alert was last written, by id. */
  private readonly writtenAtMs = new Map<string, number>();
  /** Types of alert that a check of this process makes. */
  private readonly types: () => ReadonlySet<string>;
  private hasRestored = false;

  /** Every change of an alert. A pending one that is dropped appears once more, as resolved without `firedAt`. */
  readonly changes: Observable<Alert> = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    private readonly store: AlertStore,
    private readonly journal: AlertJournal,
    registry: EvidenceRegistry,
  ) {
    this.board = new AlertBoard(config.alerts, randomUUID);
    this.types = () =>
      new Set(
        [...registry.sources().flatMap(({ checks }) => checks), ...backupChecks].map(({ id }) => alertTypeOf(id)),
      );
  }

  async onModuleInit(): Promise<void> {
    await this.restore();
  }

  async onApplicationBootstrap(): Promise<void> {
    const reports = this.config.migrations.map(({ name, source, target }) =>
      this.report({
        type: 'monitoring_started',
        migration: name,
        subject: 'monitoring',
        message: `Monitoring of ${name} started: ${source.host}:${source.port} → ${target.host}:${target.port}`,
        action: 'Nothing to do.',
      }),
    );
    await Promise.all(reports);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.board.open().map((alert) => this.journal.save(alert)));
  }

  /** Takes what was judged of a migration, or of backups (null), at any time: one sample judged twice counts once. */
  async take({ migration, checks }: { migration: string | null; checks: readonly AlertingCheck[] }): Promise<void> {
    if (!this.hasRestored) await this.restore();
    const monotonicMs = this.clock.monotonicMs();
    const now = { nowIso: this.clock.nowIso(), monotonicMs };
    const changes = this.board.take(migration, checks, now);
    await Promise.all(changes.map((change) => this.record(change, now.nowIso)));
    await this.refresh(migration, monotonicMs);
    await this.journal.retry();
  }

  /** Reports an event, which is fired and resolved in the same moment. */
  async report(event: {
    type: EventType;
    migration: string;
    subject: string;
    message: string;
    action: string;
  }): Promise<void> {
    const alert = eventAlert(event, randomUUID(), this.clock.nowIso());
    await this.journal.save(alert);
    this.changed.next(alert);
  }

  /** Whether what an earlier process left was read: before, an alert that does not fire may be one that was not read yet. */
  get isRestored(): boolean {
    return this.hasRestored;
  }

  /** An alert as it stands or as it ended; null: there is none. Rejects with StoreFault. */
  async find(id: string): Promise<Alert | null> {
    return this.board.find(id) ?? (await this.store.find(id));
  }

  /** Newest first: of a migration, of backups (null), or all. */
  firing(migration?: string | null): Alert[] {
    return this.board.open(migration).filter((alert) => alert.state === 'firing');
  }

  counts(migration: string): FiringCounts {
    const counts: FiringCounts = { critical: 0, warning: 0, info: 0 };
    for (const { severity } of this.firing(migration)) counts[countKeys[severity]] += 1;
    return counts;
  }

  /** Newest first. Firing ones come from memory; for the rest rejects with StoreFault when the store fails. */
  async page(query: AlertQuery): Promise<AlertPage> {
    if (query.migration !== undefined) findMigration(this.config, query.migration);
    if (query.state === 'firing') return firingPage(this.board.open(), query);
    const page = await this.store.page(query);
    // Memory is ahead of the store in text and occurrences.
    return { ...page, alerts: page.alerts.map((alert) => this.board.find(alert.id) ?? alert) };
  }

  /** 404 for an unknown id, 409 when it is resolved already. A second acknowledgement changes nothing. */
  async acknowledge(id: string, by: string): Promise<Alert> {
    const open = this.board.find(id);
    if (!open) throw await this.refusal(id);
    if (open.acknowledgedAt !== null) return open;
    const nowIso = this.clock.nowIso();
    // First the store: an acknowledgement that a restart forgets must not look given.
    await this.journal.saveNow({ ...open, acknowledgedAt: nowIso, acknowledgedBy: by });
    const acknowledged = this.board.acknowledge(id, by, nowIso);
    // It was resolved while the store wrote: then the board's last word must be the store's, too.
    if (!acknowledged) {
      await this.journal.save(resolve({ ...open, acknowledgedAt: nowIso, acknowledgedBy: by }, nowIso));
      throw await this.refusal(id);
    }
    // Again, because a judgement may have queued the form from before it meanwhile.
    await this.journal.save(acknowledged);
    this.changed.next(acknowledged);
    return acknowledged;
  }

  private async refusal(id: string): Promise<UserError> {
    const known = await this.store.find(id);
    return known
      ? new UserError(409, 'ALERT_RESOLVED', 'This alert is resolved already; there is nothing to acknowledge')
      : new UserError(404, 'ALERT_UNKNOWN', 'There is no such alert; reload the list');
  }

  private async record({ transition, alert }: AlertChange, nowIso: string): Promise<void> {
    if (transition === 'dropped') await this.journal.remove(alert.id);
    else await this.write(alert);
    this.changed.next(transition === 'dropped' ? resolve(alert, nowIso) : alert);
    if (transition === 'resolved' || transition === 'dropped') this.writtenAtMs.delete(alert.id);
    if (transition === 'fired')
      this.logger.warn(`${alert.severity} ${alert.type} ${alert.migration ?? alert.subject}: ${alert.message}`);
    if (transition === 'resolved')
      this.logger.log(`resolved: ${alert.type} ${[alert.migration ?? [], alert.subject].flat().join(' ')}`);
    if (transition === 'resolved' && alert.type === 'connection_lost' && alert.migration !== null)
      await this.report({
        type: 'connection_restored',
        migration: alert.migration,
        subject: alert.subject,
        message: `The ${alert.subject} answers again; it was away for ${awayFor(alert, nowIso)}`,
        action: 'Nothing to do; verdicts from before the outage are checked again on schedule.',
      });
  }

  private async refresh(migration: string | null, monotonicMs: number): Promise<void> {
    const isDue = ({ id }: Alert): boolean => monotonicMs - (this.writtenAtMs.get(id) ?? -Infinity) >= refreshMs;
    const due = this.board.open(migration).filter(isDue);
    await Promise.all(due.map((alert) => this.write(alert)));
    for (const alert of due) this.changed.next(alert);
  }

  private async write(alert: Alert): Promise<void> {
    this.writtenAtMs.set(alert.id, this.clock.monotonicMs());
    await this.journal.save(alert);
  }

  /** Takes open alerts back; those that nothing judges any more (migration or rule gone) are resolved. */
  private async restore(): Promise<void> {
    let stored: Alert[];
    try {
      stored = await this.store.loadOpen();
    } catch {
      // Judging must go on; the store has logged why, and this is tried again with the next judgement.
      return;
    }
    this.hasRestored = true;
    const names = new Set(this.config.migrations.map(({ name }) => name));
    const types = this.types();
    const monotonicMs = this.clock.monotonicMs();
    const isTakenBack = (alert: Alert): boolean =>
      (alert.migration === null || names.has(alert.migration)) &&
      types.has(alert.type) &&
      this.board.restore(alert, monotonicMs);
    const over: Alert[] = [];
    // All of them in one go: whoever looks at what fires meanwhile must not miss one.
    for (const alert of stored) {
      // Already open: this process began it itself, while the store could not be read.
      if (this.board.find(alert.id)) continue;
      if (isTakenBack(alert)) this.writtenAtMs.set(alert.id, monotonicMs);
      else over.push(alert);
    }
    for (const alert of over)
      await this.record({ transition: 'resolved', alert: resolve(alert, this.clock.nowIso()) }, this.clock.nowIso());
  }
}

/** `42 s`, `3 min`. */
function awayFor({ activeAt }: Alert, nowIso: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(nowIso) - Date.parse(activeAt)) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
