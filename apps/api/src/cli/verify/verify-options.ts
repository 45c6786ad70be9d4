import type { MigrationConfig } from '../../config/config.schema.js';
import { CannotRun } from '../cannot-run.js';
import type { CommandOptions } from '../command.js';

/** What the user asked of one verification. */
export interface VerifyOptions {
  /** null: the file that the environment names, or ./cutover.yaml. */
  configFile: string | null;
  /** null: the only migration that is configured. */
  migration: string | null;
  /** null: every watched table. */
  tables: string[] | null;
  isJson: boolean;
  /** Share of the time in which the servers may be read, above 0 and up to 1; null: no limit. */
  loadShare: number | null;
  repairFile: string | null;
}

/** Pure: checks what was typed. Throws CannotRun. */
export function verifyOptionsOf(options: CommandOptions): VerifyOptions {
  const tables = listOf(options['table']);
  return {
    configFile: textOf(options['config']),
    migration: textOf(options['migration']),
    tables: tables.length === 0 ? null : [...new Set(tables)],
    isJson: options['json'] === true,
    loadShare: loadShareOf(textOf(options['max-load'])),
    repairFile: textOf(options['repair-sql']),
  };
}

/**
 * Pure: the migration of this name, or the only one. Throws CannotRun when there is none of this name, or more than
 * one to choose from.
 */
export function chooseMigration(configured: readonly MigrationConfig[], name: string | null): string {
  const known = configured.map((migration) => migration.name);
  const only = known[0];
  if (name === null && known.length === 1 && only !== undefined) return only;
  if (name !== null && known.includes(name)) return name;
  const parts = configured.filter(({ group }) => group !== null && group.name === name);
  if (parts.length > 0)
    throw new CannotRun(
      `"${name}" has several databases: name one of them with --migration: ${parts.map((part) => part.name).join(', ')}`,
    );
  const wrong = name === null ? 'more than one migration is configured' : `there is no migration "${name}"`;
  throw new CannotRun(`${wrong}: name one with --migration; configured: ${known.join(', ')}`);
}

function loadShareOf(text: string | null): number | null {
  if (text === null) return null;
  const percent = Number(text.replace(/\s*%$/, ''));
  if (text.trim() === '' || !(percent > 0 && percent <= 100))
    throw new CannotRun(`--max-load ${text}: must be a share of time in percent, above 0 and up to 100`);
  return percent / 100;
}

function textOf(value: CommandOptions[string]): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function listOf(value: CommandOptions[string]): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}
