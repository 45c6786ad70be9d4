import { accessSync, constants } from 'node:fs';
import { isWhole, readCatalogue, type StoredBackup } from '../../backups/catalogue/read-catalogue.js';
import type { BackupStorage } from '../../backups/storages/backup-storage.js';
import { openStorage } from '../../backups/storages/open-storage.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { configFileOf, loadConfigAndSource, loadConfigWithoutStore } from '../../config/reading/load-config.js';
import { messageOf } from '../../failures/message-of.js';
import type { CommandOptions, Terminal } from '../command.js';
import { CannotRun } from '../cannot-run.js';
import { configThatCounts } from './backups-that-count.js';

/** 0: all is well; 1: something is not, and each line says what; 3: it could not run. */
export const exitBackup = { well: 0, faults: 1, cannotRun: 3 } as const;

/** What every command of backups takes. */
export const sharedOptions = {
  config: { type: 'string', short: 'c' },
  storage: { type: 'string', short: 's' },
} as const;

/** What a command takes that deletes no backup and makes none: in a disaster the store, or its key, may be what is gone. */
export const fileOption = { 'from-file': { type: 'boolean' } } as const;

/**
 * The configuration, with at least one storage for backups: that of the store where backups were configured there, unless `--from-file` was
 * typed. Rejects with ConfigError or CannotRun.
 */
export async function backupConfigOf(
  typed: CommandOptions,
  terminal: Terminal,
  needs: { certainty: boolean } = { certainty: false },
): Promise<CutoverConfig> {
  const file = textOf(typed, 'config') ?? configFileOf(terminal.env);
  const config =
    typed['from-file'] === true
      ? loadConfigWithoutStore(file, terminal.env)
      : await configThatCounts(loadConfigAndSource(file, terminal.env), terminal, needs);
  if (config.backups.storages.length === 0)
    throw new CannotRun('the configuration names no storage for backups: add one under backups.storages');
  return config;
}

/** Pure: `2026-11-27 07:30:00Z`, of UTC ISO text. */
export const instantText = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`;

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

/**
 * The typed --identity, else the files with which the configuration has backups tested. Throws CannotRun for one that was typed and cannot be
 * read: a backup that is not encrypted would be verified without it, and nobody would notice.
 */
export function identityFilesOf({ backups }: CutoverConfig, typed: CommandOptions): readonly string[] {
  const files = textsOf(typed, 'identity');
  for (const file of files)
    try {
      accessSync(file, constants.R_OK);
    } catch (error) {
      throw new CannotRun(`--identity ${file} cannot be read: ${messageOf(error)}`);
    }
  return files.length > 0 ? files : backups.restoreTest.ageIdentityFiles;
}

/** What lies in storages. */
export interface Catalogue {
  /** The newest first. */
  known: StoredBackup[];
  /** What lies there and cannot be read as a backup, as a line each. */
  faults: string[];
  /** Why a storage cannot be read, as a line each: what lies there is not known. */
  failures: string[];
}

/** One storage that cannot be read does not keep those of the others from anybody. Never rejects. */
export async function catalogueOf(storages: readonly BackupStorage[]): Promise<Catalogue> {
  const failures: string[] = [];
  const read = storages.map((storage) =>
    readCatalogue(storage).catch((error: unknown) => {
      failures.push(messageOf(error));
      return [];
    }),
  );
  const entries = (await Promise.all(read)).flat();
  const known = entries.filter((entry) => 'manifest' in entry);
  const faults = entries.flatMap((entry) =>
    'fault' in entry ? [`${entry.storage.name}: ${entry.folder}: ${entry.fault}`] : [],
  );
  // Of the same backup, the order of the storages stays.
  const newestFirst = (a: StoredBackup, b: StoredBackup): number => b.manifest.id.localeCompare(a.manifest.id);
  return { known: known.sort(newestFirst), faults, failures };
}

/** The backup of this id in each storage that has it; those whose dump is there first. Throws CannotRun where none has it. */
export function backupsNamed(known: readonly StoredBackup[], id: string): [StoredBackup, ...StoredBackup[]] {
  const found = known.filter(({ manifest }) => manifest.id === id);
  const [first, ...others] = [...found.filter(isWhole), ...found.filter((each) => !isWhole(each))];
  if (first === undefined) throw new CannotRun(`no storage has a backup ${id}: see backup list`);
  return [first, ...others];
}
