import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { BackupFinding, BackupHealth, BackupRun, Engine, Outcome } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { findPrograms } from '../programs/client-program.js';
import { missingStagePrograms } from '../programs/stage-programs.js';
import type { BackupStorage, StorageSpace } from '../storages/backup-storage.js';
import { BackupStore } from '../store/backup.store.js';
import { KeyCanaryService } from '../keys/key-canary.service.js';
import { backupKeys } from './backup-keys.js';
import type { BackupKnowledge } from './backup-knowledge.js';
import { failedRuns } from './failed-runs.js';
import { lateBackups } from './late-backups.js';
import { LateCopiesService } from '../late-copies/late-copies.service.js';
import { missingClients } from './missing-clients.js';
import { missingCopies } from './missing-copies.js';
import { storageRoom } from './storage-room.js';

/** Judged so often for the metrics; whoever asks over REST gets it anew. */
const everyMs = 60_000;
/** A mount whose server is gone never tells its room. */
const spaceWithinMs = 10_000;

const order: Readonly<Record<Outcome, number>> = { fail: 0, unknown: 1, waived: 2, pass: 3 };

/** Whether the backups are what the configuration promises. */
@Injectable()
export class BackupHealthService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Backups');
  private timer: NodeJS.Timeout | null = null;
  private last: BackupHealth | null = null;
  private judging: Promise<BackupHealth> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly catalogue: BackupCatalogueService,
    private readonly store: BackupStore,
    private readonly keys: KeyCanaryService,
    private readonly copies: LateCopiesService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.backups.servers.length === 0) return;
    const judge = (): void =>
      void this.judge().catch((error: unknown) =>
        this.logger.error(`Backups could not be judged: ${messageOf(error)}`),
      );
    judge();
    this.timer = setInterval(judge, everyMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.judging?.catch(() => undefined);
  }

  /** As it was judged last, a minute ago at most; null: not yet. */
  latest(): BackupHealth | null {
    return this.last;
  }

  /** Judges now. */
  judge(): Promise<BackupHealth> {
    this.judging ??= this.judgeOnce().finally(() => (this.judging = null));
    return this.judging;
  }

  private async judgeOnce(): Promise<BackupHealth> {
    const known = await this.knowledge();
    const now = new Date(this.clock.nowMs());
    const found: BackupFinding[] = [
      ...lateBackups(known, now),
      ...failedRuns(known),
      ...storageRoom(known),
      ...missingClients(known),
      ...backupKeys(known),
      ...missingCopies(known),
    ];
    const findings = found.sort((a, b) => order[a.outcome] - order[b.outcome] || (a.id < b.id ? -1 : 1));
    this.last = { findings, judgedAt: now.toISOString() };
    return this.last;
  }

  /** What lies in the storages, of no earlier than the last run: what that has stored would be missed. */
  private async viewsSince(runs: readonly BackupRun[]): Promise<StorageView[]> {
    const views = await this.catalogue.views();
    const lastEnd = runs.reduce((last, { endedAt }) => (endedAt !== null && endedAt > last ? endedAt : last), '');
    const isOld = views.some(({ readAt, failure }) => failure === null && readAt !== null && readAt <= lastEnd);
    return isOld ? this.catalogue.viewsNow() : views;
  }

  private async knowledge(): Promise<BackupKnowledge> {
    const { backups: config } = this.config;
    const runs = await this.store.list(null).catch(() => null);
    const views = await this.viewsSince(runs ?? []);
    const engines = [...new Set(config.servers.map(({ engine }) => engine))];
    const hasServers = engines.length > 0;
    return {
      ...{ config, views, runs, keys: this.keys.latest(), copies: this.copies.missing() },
      spaces: new Map(
        await Promise.all(views.map(async ({ storage }) => [storage.name, await spaceOf(storage)] as const)),
      ),
      clients: new Map(
        await Promise.all(engines.map(async (engine) => [engine, await missingClient(engine)] as const)),
      ),
      missingPrograms: hasServers
        ? await missingStagePrograms(config.compression, config.ageRecipients.length > 0)
        : [],
    };
  }
}

async function spaceOf(storage: BackupStorage): Promise<StorageSpace | { failure: string } | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<{ failure: string }>((resolve) => {
    const failure = `Storage ${storage.name} does not tell its room: look at its mount.`;
    timer = setTimeout(() => resolve({ failure }), spaceWithinMs);
  });
  const told = storage.space().catch((error: unknown) => ({ failure: messageOf(error) }));
  return Promise.race([told, tooLong]).finally(() => clearTimeout(timer));
}

/** What to install, as a sentence; null: a client of the engine is there. */
async function missingClient(engine: Engine): Promise<string | null> {
  const { programs, packages } = dumpDialects[engine];
  return (await findPrograms(programs)).length > 0 ? null : `There is no ${programs[0]}: install ${packages}.`;
}
