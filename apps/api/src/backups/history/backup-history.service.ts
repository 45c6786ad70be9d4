import { Injectable } from '@nestjs/common';
import type { BackupCalendar, BackupRestoreTest } from '@cutover/contracts';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { retentionRules } from '../retention/retention-rules.js';
import { BackupStore } from '../store/backup.store.js';
import { RestoreTestStore } from '../store/restore-test.store.js';
import { calendarOf } from './calendar.js';
import { lastDays } from './calendar-days.js';

/** What was made in the past. */
@Injectable()
export class BackupHistoryService {
  constructor(
    private readonly settings: BackupSettings,
    private readonly catalogue: BackupCatalogueService,
    private readonly store: BackupStore,
    private readonly tests: RestoreTestStore,
    private readonly clock: Clock,
  ) {}

  /** Never rejects for a store or a storage: what cannot be read is unknown there. */
  async calendar(days: number): Promise<BackupCalendar> {
    const now = new Date(this.clock.nowMs());
    const [first] = lastDays(now, days);
    const [views, runs, tests] = await Promise.all([
      this.catalogue.views(),
      this.store.since(`${first}T00:00:00.000Z`).catch(() => null),
      this.tests.list(null).catch(() => []),
    ]);
    const isGood = ({ state, tables }: BackupRestoreTest): boolean => state === 'passed' && tables !== null;
    const restored = new Set(tests.filter(isGood).map(({ backupId }) => backupId));
    const [config, dueSince] = [this.settings.current(), this.settings.dueSince()];
    return calendarOf({ config, dueSince, views, runs, rules: retentionRules(config), restored }, now, days);
  }
}
