import type { BackupStorageConfig } from '../../config/backups.schema.js';
import type { BackupStorage } from './backup-storage.js';
import { LocalStorage } from './local-storage.js';

/** The storage that the configuration names. Nothing is touched yet. */
export function openStorage({ name, folder }: BackupStorageConfig): BackupStorage {
  return new LocalStorage(name, folder);
}
