import { Injectable } from '@nestjs/common';
import { backupsEveryMs, type BackupRestoreTest, type BackupRun, type BackupsUpdate } from '@cutover/contracts';
import { merge, Observable } from 'rxjs';
import { BackupCatalogueService } from '../catalogue/backup-catalogue.service.js';
import { BackupGuardService } from '../guard/backup-guard.service.js';
import { BackupHealthService } from '../health/backup-health.service.js';
import { BackupStore } from '../store/backup.store.js';
import { RestoreTestService } from '../restore-test/restore-test.service.js';
import { changesSince, toldOf, type LiveBackups } from './changes-since.js';

/** Backups for browsers: everything once, then once a second what changed. */
@Injectable()
export class BackupsLiveService {
  constructor(
    private readonly guard: BackupGuardService,
    private readonly store: BackupStore,
    private readonly tests: RestoreTestService,
    private readonly health: BackupHealthService,
    private readonly catalogue: BackupCatalogueService,
  ) {}

  /** All that is under way, and what was judged last. */
  snapshot(): BackupsUpdate {
    const { runs, restoreTests, health, catalogueRevision } = this.now([], []);
    return { isComplete: true, runs: [...runs], restoreTests: [...restoreTests], health, catalogueRevision };
  }

  /** What changes from now on. While nobody listens nothing is sent, and nothing is kept for later: whoever comes gets the snapshot. */
  stream(hasListeners: () => boolean): Observable<BackupsUpdate> {
    return new Observable((subscriber) => {
      let ended: BackupRun[] = [];
      let endedTests: BackupRestoreTest[] = [];
      let before = toldOf(this.now([], []));
      const timer = setInterval(() => {
        const now = this.now(ended, endedTests);
        [ended, endedTests] = [[], []];
        const update = changesSince(before, now);
        before = toldOf(now);
        if (update !== null && hasListeners()) subscriber.next(update);
      }, backupsEveryMs);
      timer.unref();
      const subscriptions = [
        merge(this.guard.ended, this.store.changed).subscribe((run) => ended.push(run)),
        this.tests.ended.subscribe((test) => endedTests.push(test)),
      ];
      return () => {
        clearInterval(timer);
        for (const subscription of subscriptions) subscription.unsubscribe();
      };
    });
  }

  private now(ended: readonly BackupRun[], endedTests: readonly BackupRestoreTest[]): LiveBackups {
    return {
      runs: byId(this.guard.underWay(), ended),
      restoreTests: byId(this.tests.underWay(), endedTests),
      health: this.health.latest(),
      catalogueRevision: this.catalogue.revision(),
    };
  }
}

/** What has ended counts: it may still stand among what is under way. */
function byId<Each extends { id: string }>(underWay: readonly Each[], ended: readonly Each[]): Each[] {
  return [...new Map([...underWay, ...ended].map((each) => [each.id, each])).values()];
}
