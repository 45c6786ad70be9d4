import { NEVER } from 'rxjs';
import type { BackupSettings } from '../../src/backups/configuration/backup-settings.service.js';
import type { CutoverConfig } from '../../src/config/config.schema.js';

/** A configuration of backups that does not change; `others`: what else of the settings is told. */
export const fixedSettings = (
  { backups }: Pick<CutoverConfig, 'backups'>,
  others: Partial<Pick<BackupSettings, 'changes' | 'current' | 'dueSince'>> = {},
): BackupSettings =>
  ({
    ...{ changes: NEVER, current: () => backups, dueSince: () => ({}), problems: () => [], notices: () => [] },
    ...others,
  }) as unknown as BackupSettings;
