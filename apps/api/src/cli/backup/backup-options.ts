import { readCatalogue, type StoredBackup } from '../../backups/catalogue/read-catalogue.js';
import type { BackupStorage } from '../../backups/storages/backup-storage.js';
import { openStorage } from '../../backups/storages/open-storage.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { configFileOf, loadConfig } from '../../config/reading/load-config.js';
import type { CommandOptions, Terminal } from '../command.js';
import { CannotRun } from '../cannot-run.js';

/** 0: all is well; 1: something is not, and each line says what; 3: it could not run. */
export const exitBackup = { well: 0, faults: 1, cannotRun: 3 } as const;

/** What every command of backups takes. */
export const sharedOptions = {
  config: { type: 'string', short: 'c' },
  storage: { type: 'string', short: 's' },
} as const;

/** The configuration, with at least one storage for backups. Throws ConfigError or CannotRun. */
export function backupConfigOf(typed: CommandOptions, terminal: Terminal): CutoverConfig {
  const file = textOf(typed, 'config') ?? configFileOf(terminal.env);
  const config = loadConfig(file, terminal.env);
  if (config.backups.storages.length === 0)
    throw new CannotRun(`${file} names no storage for backups: add one under backups.storages`);
  return config;
}

/** One option as text; null: it was not typed. */
export function textOf(typed: CommandOptions, name: string): string | null {
  const value = typed[name];
  return typeof value === 'string' ? value : null;
}

/** An option that may be typed several times. */
export function textsOf(typed: CommandOptions, name: string): string[] {
  const value = typed[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The one that was typed as --storage, or all of them. Throws CannotRun. */
export function storagesOf(config: CutoverConfig, typed: CommandOptions): BackupStorage[] {
  const { storages } = config.backups;
  const name = textOf(typed, 'storage');
  const chosen = name === null ? storages : [oneNamed(storages, name, 'storage')];
  return chosen.map(openStorage);
}

/** Throws CannotRun, with the names that there are. */
export function oneNamed<T extends { name: string }>(list: readonly T[], name: string, what: string): T {
  const found = list.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = list.map((each) => each.name).join(', ');
  throw new CannotRun(
    `no ${what} is named ${name}: ${names === '' ? 'the configuration names none' : `it is one of ${names}`}`,
  );
}

/** Of all storages, the newest backup first; and what lies there and cannot be read as one, as a line each. */
export async function catalogueOf(
  storages: readonly BackupStorage[],
): Promise<{ known: StoredBackup[]; faults: string[] }> {
  const entries = (await Promise.all(storages.map((storage) => readCatalogue(storage)))).flat();
  const known = entries.filter((entry) => 'manifest' in entry);
  const faults = entries.flatMap((entry) =>
    'fault' in entry ? [`${entry.storage.name}: ${entry.folder}: ${entry.fault}`] : [],
  );
  const newestFirst = (a: StoredBackup, b: StoredBackup): number => (a.manifest.id < b.manifest.id ? 1 : -1);
  return { known: known.sort(newestFirst), faults };
}

/** The backup of this id, of the first storage that has it. Throws CannotRun. */
export function backupNamed(known: readonly StoredBackup[], id: string): StoredBackup {
  const found = known.find(({ manifest }) => manifest.id === id);
  if (found === undefined) throw new CannotRun(`no storage has a backup ${id}: see backup list`);
  return found;
}
