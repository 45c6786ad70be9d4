import { backupKeysCommand } from './backup/backup-keys-command.js';
import { backupListCommand } from './backup/backup-list-command.js';
import { backupPruneCommand } from './backup/backup-prune-command.js';
import { backupRestoreCommand } from './backup/backup-restore-command.js';
import { backupRunCommand } from './backup/backup-run-command.js';
import { backupVerifyCommand } from './backup/backup-verify-command.js';
import { checkConfigCommand } from './check-config-command.js';
import type { Command } from './command.js';
import { hashPasswordCommand } from './hash-password-command.js';
import { jsonSchemaCommand } from './json-schema-command.js';
import { verifyReportCommand } from './verify-report-command.js';
import { verifyCommand } from './verify/verify-command.js';

/** Every command, in the order in which the help lists them. */
export const commands: readonly Command[] = [
  verifyCommand,
  backupRunCommand,
  backupListCommand,
  backupVerifyCommand,
  backupRestoreCommand,
  backupPruneCommand,
  backupKeysCommand,
  checkConfigCommand,
  verifyReportCommand,
  hashPasswordCommand,
  jsonSchemaCommand,
];
