import { Inject, Injectable } from '@nestjs/common';
import type { BackupRestoreTest } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { MeasuringService, toldOrUnknown } from '../../evidence/measuring-service.js';
import { Clock } from '../../platform/clock.js';
import { BackupSettings } from '../configuration/backup-settings.service.js';
import { addressOf } from '../servers/address-of.js';
import { RestoreTestStore } from '../store/restore-test.store.js';
import { watchedDatabases } from './watched-databases.js';

/** A database of a migration, and what is known of its backups. */
export interface RestorableDatabase {
  database: string;
  /** The last test that it has passed. */
  passed: BackupRestoreTest | null;
  /** The last test that has ended, and was not interrupted. */
  last: BackupRestoreTest | null;
}

/** Whether a backup of the source of a migration is known to restore. */
export interface RestorableBackup {
  /** Name under `backups.servers` of the source of the migration; null: it is none of them. */
  server: string | null;
  /** Empty where nothing is known. */
  databases: RestorableDatabase[];
  /** Why nothing is known; null: it is. */
  reason: string | null;
}

/** Looks which backups of each migration's source were restored. It asks our own store alone. */
@Injectable()
export class RestorableBackupService extends MeasuringService<RestorableBackup> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly settings: BackupSettings,
    private readonly tests: RestoreTestStore,
    clock: Clock,
  ) {
    super(config, clock);
  }

  /** Name of the source among the servers that are backed up: the one with its address. */
  serverOf(migration: string): string | null {
    const { source, engine } = findMigration(this.config, migration);
    const found = this.settings
      .current()
      .servers.find((server) => server.engine === engine && server.host === source.host && server.port === source.port);
    return found?.name ?? null;
  }

  protected ask(migration: string): Promise<RestorableBackup> {
    const server = this.serverOf(migration);
    const address = addressOf(findMigration(this.config, migration).source);
    if (server === null) return Promise.resolve({ server, databases: [], reason: null });
    return toldOrUnknown<RestorableBackup>(
      async () => {
        const [passed, all] = await Promise.all([this.tests.passed(), this.tests.list(server)]);
        const databases = watchedDatabases(findMigration(this.config, migration)).map((database) => {
          // The name may have stood for another server, of which a test says nothing here.
          const isOfIt = (test: BackupRestoreTest): boolean =>
            test.server === server && test.address === address && test.database === database;
          const last = all.find((test) => isOfIt(test) && test.state !== 'running' && test.state !== 'interrupted');
          return { database, passed: passed.find(isOfIt) ?? null, last: last ?? null };
        });
        return { server, databases, reason: null };
      },
      (reason) => ({ server, databases: [], reason }),
    );
  }
}
