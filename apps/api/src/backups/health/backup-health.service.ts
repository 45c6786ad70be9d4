import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BackupHealth, BackupRun, Engine } from '@cutover/contracts';
import { merge, Subject, type Observable, type Subscription } from 'rxjs';
import type { AlertingCheck } from '../../evidence/check.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { BackupGuardService } from '../guard/backup-guard.service.js';
import { BackupReadBackService } from '../read-back/read-back.service.js';
import { RestoreTestService } from '../restore-test/restore-test.service.js';
import { findPrograms } from '../programs/client-program.js';
import { missingStagePrograms } from '../programs/stage-programs.js';
import { spaceOf } from '../storages/known-space.js';
import { BackupStore } from '../store/backup.store.js';
import { KeyCanaryService } from '../keys/key-canary.service.js';
import { RestoreTestStore } from '../store/restore-test.store.js';
import { judgedBy } from './backup-check.js';
import { backupChecks } from './backup-checks.js';
import type { BackupKnowledge } from './backup-knowledge.js';
import { knownRuns } from './known-runs.js';
import { LateCopiesService } from '../late-copies/late-copies.service.js';
import { worstFirst } from './worst-first.js';

/** Judged so often for alerts and metrics, when a run or a restore test has ended, and once it was read back; whoever asks over REST gets it anew. */
const everyMs = 60_000;

/** What was found, and what alerts are made of. */
export interface BackupJudgement {
  health: BackupHealth;
  checks: readonly AlertingCheck[];
}

/** Whether the backups are what the configuration promises. */
@Injectable()
export class BackupHealthService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Each judgement. */
  readonly judgements: Observable<BackupJudgement>;
  private readonly judged = new Subject<BackupJudgement>();
  private readonly logger = new Logger('Backups');
  private timer: NodeJS.Timeout | null = null;
  private news: Subscription | null = null;
  private last: BackupHealth | null = null;
  /** Alerts may be left of an earlier process. */
  private wasWanted = true;
  private judging: Promise<BackupHealth> | null = null;

  constructor(
    private readonly settings: BackupSettings,
    private readonly catalogue: BackupCatalogueService,
    private readonly store: BackupStore,
    private readonly keys: KeyCanaryService,
    private readonly copies: LateCopiesService,
    private readonly restoreTests: RestoreTestStore,
    private readonly guard: BackupGuardService,
    private readonly readBack: BackupReadBackService,
    private readonly tests: RestoreTestService,
    private readonly clock: Clock,
  ) {
    this.judgements = this.judged.asObservable();
  }

  onApplicationBootstrap(): void {
    const judge = (): void =>
      void this.judgeIfAny().catch((error: unknown) =>
        this.logger.error(`Backups could not be judged: ${messageOf(error)}`),
      );
    judge();
    this.timer = setInterval(judge, everyMs);
    // One that is under way may have read what was there before.
    this.news = merge(this.guard.ended, this.readBack.done, this.tests.ended).subscribe(
      () => void (this.judging ?? Promise.resolve()).catch(() => undefined).then(judge),
    );
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.news?.unsubscribe();
    await this.judging?.catch(() => undefined);
  }

  /** As it was judged last, a minute ago at most; null: not yet. */
  latest(): BackupHealth | null {
    return this.last;
  }

  /** Judges now. */
  judge(): Promise<BackupHealth> {
    this.judging ??= this.judgeOnce()
      .catch((error: unknown) => {
        // What was found before is not true for ever: nothing is known.
        this.last = null;
        throw error;
      })
      .finally(() => (this.judging = null));
    return this.judging;
  }

  /** Without servers there is nothing to be judged, unless nobody knows whether there are some. */
  private async judgeIfAny(): Promise<void> {
    const isWanted = this.settings.current().servers.length > 0 || this.settings.problems().length > 0;
    // Once more when nothing is: alerts of servers that are backed up no more have to end.
    if (isWanted || this.wasWanted) await this.judge();
    this.wasWanted = isWanted;
    if (!isWanted) this.last = null;
  }

  private async judgeOnce(): Promise<BackupHealth> {
    const known = await this.knowledge();
    const now = new Date(this.clock.nowMs());
    const judgedAt = now.toISOString();
    const judged = backupChecks.map((check) => judgedBy(check, known, now));
    const findings = worstFirst(judged.flatMap((each) => each.findings));
    this.last = { findings, judgedAt };
    const checks = judged.map(({ alerting }) => alerting);
    this.judged.next({ health: this.last, checks });
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
    const config = this.settings.current();
    const runs = await knownRuns(this.store, config).catch(() => null);
    const tests = await this.restoreTests.list(null).catch(() => null);
    const views = await this.viewsSince(runs ?? []);
    const engines = [...new Set(config.servers.map(({ engine }) => engine))];
    const hasServers = engines.length > 0;
    return {
      ...{ config, views, runs, tests, keys: this.keys.latest(), copies: this.copies.missing() },
      problems: this.settings.problems(),
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

/** What to install, as a sentence; null: a client of the engine is there. */
async function missingClient(engine: Engine): Promise<string | null> {
  const { programs, packages } = dumpDialects[engine];
  return (await findPrograms(programs)).length > 0 ? null : `There is no ${programs[0]}: install ${packages}.`;
}
