import { NEVER } from 'rxjs';
import type { BackupSettings } from '../../src/backups/configuration/backup-settings.service.js';
import type { CutoverConfig } from '../../src/config/config.schema.js';

/** A configuration of backups that does not change. */
export const fixedSettings = ({ backups }: Pick<CutoverConfig, 'backups'>): BackupSettings =>
  ({
    ...{ changes: NEVER, current: () => backups, dueSince: () => ({}), problems: () => [], notices: () => [] },
  }) as unknown as BackupSettings;
