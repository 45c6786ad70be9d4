import { roles } from '@cutover/contracts';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ConfigPath, formatPath, valueAt } from './config-path.js';
import type { CutoverConfig } from './config.schema.js';
import { pemFault, tlsContents, type TlsFileKey } from '@cutover/databases';

/** Larger is no password file and no certificate; somebody named a device or a dump. */
const maxFileCharacters = 1_000_000;

const tlsKeys = Object.keys(tlsContents) as TlsFileKey[];
/** Where a side names a file, and which TLS file it is. */
const namedFiles: readonly { key: ConfigPath; tls?: TlsFileKey }[] = [
  { key: ['passwordFile'] },
  ...tlsKeys.map((tls) => ({ key: ['tls', tls], tls })),
];

/** Files named in the tree that cannot be read or cannot serve, one line each; never a content. Looks at trees with other faults too. */
export function namedFileFaults(tree: unknown, configFile: string): string[] {
  const migrations = valueAt(tree, ['migrations']);
  if (!Array.isArray(migrations)) return [];
  const named = migrations.flatMap((_, index) =>
    roles.flatMap((role) => namedFiles.map(({ key, tls }) => ({ path: ['migrations', index, role, ...key], tls }))),
  );
  return named.flatMap(({ path, tls }) => {
    const file = valueAt(tree, path);
    if (typeof file !== 'string') return [];
    const { text, reason } = readText(besides(configFile, file));
    if (reason !== null) return [`${formatPath(path)}: cannot read ${file}: ${reason}`];
    const fault = tls === undefined ? null : pemFault(tls, text);
    return fault === null ? [] : [`${formatPath(path)}: ${file} ${fault}`];
  });
}

/**
 * Reads `passwordFile` into `password` and makes the TLS paths absolute. Paths are relative to the folder of the
 * configuration file. Changes `config`; ask `namedFileFaults` first.
 */
export function takeNamedFiles(config: CutoverConfig, configFile: string): void {
  for (const { source, target } of config.migrations) {
    for (const endpoint of [source, target]) {
      if (endpoint.passwordFile !== undefined)
        endpoint.password = readText(besides(configFile, endpoint.passwordFile)).text?.replace(/\r?\n$/, '');
      const { tls } = endpoint;
      if (tls === undefined) continue;
      for (const key of tlsKeys) {
        const file = tls[key];
        if (file !== undefined) tls[key] = besides(configFile, file);
      }
    }
  }
}

function besides(configFile: string, file: string): string {
  return resolve(dirname(resolve(configFile)), file);
}

const reasons: Record<string, string> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied for the user that runs this process',
  EISDIR: 'it is a folder',
};

function readText(file: string): { text: string; reason: null } | { text: null; reason: string } {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length > maxFileCharacters ? { text: null, reason: 'it is too large' } : { text, reason: null };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { text: null, reason: reasons[code] ?? code };
  }
}
