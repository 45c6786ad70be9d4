import { Injectable } from '@nestjs/common';
import { AlertsService } from '../alerts/alerts.service.js';
import { ChecksumService } from '../checksum/checksum.service.js';
import type { CutoverConfig } from '../config/config.schema.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { LagService } from '../lag/lag.service.js';

type MonitoringConfig = CutoverConfig['monitoring'];

/** One thing that is measured again and again. Adding a watcher is adding an entry to `list`. */
export interface Watcher {
  name: string;
  measure(migration: string, signal: AbortSignal): Promise<void>;
  /** null: never by interval (0 in the configuration, or a cron expression is given). */
  intervalMs(config: MonitoringConfig): number | null;
  cron?(config: MonitoringConfig): string | undefined;
  /** Comparisons make sense only when both sides answer: their first round, and one after every recovery, waits for that. */
  needsBothSides: boolean;
}

/** The registry of watchers. */
@Injectable()
export class Watchers {
  readonly list: readonly Watcher[];

  constructor(lag: LagService, consistency: ConsistencyService, checksum: ChecksumService, alerts: AlertsService) {
    this.list = [
      {
        name: 'lag',
        measure: async (migration, signal) => {
          await lag.measure(migration, signal);
          await alerts.judge(migration);
        },
        intervalMs: (config) => config.intervalSeconds * 1000,
        needsBothSides: false,
      },
      {
        name: 'consistency',
        measure: (migration, signal) => consistency.measure(migration, signal),
        intervalMs: (config) => minutesMs(config.consistencyIntervalMinutes),
        cron: (config) => config.consistencyCron,
        needsBothSides: true,
      },
      {
        name: 'checksum',
        measure: (migration, signal) => checksum.measure(migration, signal),
        intervalMs: (config) => minutesMs(config.checksumIntervalMinutes),
        cron: (config) => config.checksumCron,
        needsBothSides: true,
      },
    ];
  }
}

function minutesMs(minutes: number): number | null {
  return minutes === 0 ? null : minutes * 60_000;
}
