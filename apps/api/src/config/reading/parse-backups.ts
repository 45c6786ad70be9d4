import { backupsSchema } from '../backups.schema.js';
import type { CutoverConfig } from '../config.schema.js';
import type { ConfigSource } from '../config-source.js';
import { faultLines } from './config-faults.js';
import { deepFreeze } from './deep-freeze.js';
import { expandReferences } from './env-references.js';
import { namedFileFaults, takeBackupFiles } from './named-files.js';

/** What a document is read as; with faults nothing of it may be used. */
export type ParsedBackups =
  { backups: CutoverConfig['backups']; faults: readonly [] } | { backups: null; faults: readonly string[] };

/**
 * Reads what would stand under `backups:` in the file, by the rules of the file: references, schema, named files. Overrides of the
 * environment are of the file alone. Each fault is a line that begins with its path. `openSecrets` puts secrets in whose text is no
 * reference, whatever it looks like; what it says is a fault, too.
 */
export function parseBackups(
  document: unknown,
  { file, env }: Pick<ConfigSource, 'file' | 'env'>,
  openSecrets: (document: unknown, faults: string[]) => unknown = (same) => same,
): ParsedBackups {
  const faults: string[] = [];
  const tree = { backups: openSecrets(expandReferences(document, env, faults, ['backups']), faults) };
  const parsed = backupsSchema.safeParse(tree.backups);
  const issues = (parsed.error?.issues ?? []).map((issue) => ({ ...issue, path: ['backups', ...issue.path] }));
  const others = [...faultLines(issues, tree), ...namedFileFaults(tree, file)];
  // A variable that is not set also makes a value of the wrong kind; one line for it is enough.
  const isNew = (line: string): boolean => !faults.some((fault) => line.startsWith(pathIn(fault)));
  const all = [...faults, ...others.filter(isNew)];
  if (!parsed.success || all.length > 0) return { backups: null, faults: all };
  takeBackupFiles(parsed.data, file);
  return { backups: deepFreeze(parsed.data), faults: [] };
}

/** `backups.servers[0].host:` of a line that says what is wrong there. */
const pathIn = (line: string): string => line.slice(0, line.indexOf(':') + 1);
