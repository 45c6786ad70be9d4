import type { BackupFinding, BackupRestoreTest, BackupRun, Engine } from '@cutover/contracts';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { StorageView } from '../catalogue/watched-storage.js';
import type { KnownKeys } from '../keys/key-canary.service.js';
import type { MissingCopy } from '../late-copies/late-copies.service.js';
import type { StorageSpace } from '../storages/backup-storage.js';

/** What the checks of backups judge from. */
export interface BackupKnowledge {
  config: Pick<CutoverConfig['backups'], 'servers' | 'schedules' | 'storages' | 'readBack'>;
  views: readonly StorageView[];
  /** The newest first; null: the store does not tell. */
  runs: readonly BackupRun[] | null;
  /** Restore tests, the newest first; null: the store does not tell. */
  tests: readonly BackupRestoreTest[] | null;
  /** By storage; `failure`: why it is not known. */
  spaces: ReadonlyMap<string, StorageSpace | { failure: string } | null>;
  /** By engine that is backed up: what to install, as a sentence; null: the client is there. */
  clients: ReadonlyMap<Engine, string | null>;
  /** Names of the programs of compression and encryption that are missing. */
  missingPrograms: readonly string[];
  /** null: not tried yet. */
  keys: KnownKeys;
  /** What keeps the configuration that should count from counting, in sentences. */
  problems: readonly string[];
  /** Backups that a run could not store in one of its storages, and that are not copied there yet; null: it was not looked for yet. */
  copies: readonly MissingCopy[] | null;
}

/** Pure: a finding; its id is made of check and subject. */
export const findingOf = (finding: Omit<BackupFinding, 'id'>): BackupFinding => ({
  id: `${finding.check}/${finding.subject}`,
  ...finding,
});
