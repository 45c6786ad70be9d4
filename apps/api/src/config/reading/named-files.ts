import { roles } from '@cutover/contracts';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ConfigPath, formatPath, valueAt } from '../config-path.js';
import { channelSchema } from '../channels.schema.js';
import type { CutoverConfig } from '../config.schema.js';
import { parseSealKey, sealKeyAdvice } from '../seal-key.js';
import { pemFault, tlsContents, type TlsFileKey } from '@cutover/databases';

/** Larger is no password file and no certificate; somebody named a dump. */
const maxFileBytes = 1_000_000;

const tlsKeys = Object.keys(tlsContents) as TlsFileKey[];
/** A file that the configuration names: where, and what must be in it. */
interface NamedFile {
  path: ConfigPath;
  /** Answers what is wrong with the content, to follow the file's name; null: nothing. Never quotes it. */
  fault?: (text: string) => string | null;
}

/** Files named in the tree that cannot be read or cannot serve, one line each; never a content. Looks at trees with other faults too. */
export function namedFileFaults(tree: unknown, configFile: string): string[] {
  return namedFiles(tree).flatMap(({ path, fault }) => {
    const file = valueAt(tree, path);
    if (typeof file !== 'string') return [];
    const { text, reason } = readText(besides(configFile, file));
    if (reason !== null) return [`${formatPath(path)}: cannot read ${file}: ${reason}`];
    const said = fault?.(text) ?? null;
    return said === null ? [] : [`${formatPath(path)}: ${file} ${said}`];
  });
}

function namedFiles(tree: unknown): NamedFile[] {
  const endpoints = [
    ...itemsAt(tree, ['migrations']).flatMap((migration) => roles.map((role): ConfigPath => [...migration, role])),
    ...itemsAt(tree, ['backups', 'servers']),
    ...itemsAt(tree, ['backups', 'restoreServers']),
  ];
  const ofEndpoints = endpoints.flatMap((endpoint): NamedFile[] => [
    { path: [...endpoint, 'passwordFile'] },
    ...tlsKeys.map((tls) => ({ path: [...endpoint, 'tls', tls], fault: (text: string) => pemFault(tls, text) })),
  ]);
  const ofChannels = itemsAt(tree, ['alerts', 'channels']).flatMap((channel): NamedFile[] => [
    { path: [...channel, 'urlFile'], fault: (text) => fileFault('url', text) },
    { path: [...channel, 'secretFile'], fault: (text) => fileFault('secret', text) },
    { path: [...channel, 'smtp', 'passwordFile'] },
    { path: [...channel, 'smtp', 'ca'], fault: (text) => pemFault('ca', text) },
  ]);
  const ofStorages = itemsAt(tree, ['backups', 'storages']).flatMap((storage): NamedFile[] => [
    { path: [...storage, 'secretAccessKeyFile'] },
    { path: [...storage, 'ca'], fault: (text) => pemFault('ca', text) },
  ]);
  const sealKey = {
    path: ['store', 'sealKeyFile'],
    fault: (text: string) => (parseSealKey(text) ? null : sealKeyAdvice),
  };
  return [sealKey, ...ofEndpoints, ...ofChannels, ...ofStorages];
}

/** The path of each item of a list; none where there is no list. */
function itemsAt(tree: unknown, path: ConfigPath): ConfigPath[] {
  const list = valueAt(tree, path);
  return Array.isArray(list) ? list.map((_, index) => [...path, index]) : [];
}

/** What the schema would say of the value if it stood in the configuration itself. */
function fileFault(key: 'url' | 'secret', text: string): string | null {
  return channelSchema.shape[key].safeParse(withoutNewline(text)).error?.issues[0]?.message ?? null;
}

/**
 * Reads the files that hold a value (`passwordFile` into `password`, and so on) and makes the paths of certificates
 * absolute. Paths are relative to the folder of the configuration file. Changes `config`; ask `namedFileFaults` first.
 */
export function takeNamedFiles(config: CutoverConfig, configFile: string): void {
  const contentOf = (file: string): string | undefined => contentBesides(configFile, file);
  const sides = config.migrations.flatMap(({ source, target }) => [source, target]);
  const { store } = config;
  if (store.sealKeyFile !== undefined) store.sealKeyFile = besides(configFile, store.sealKeyFile);
  takeEndpointFiles(sides, configFile);
  takeBackupFiles(config.backups, configFile);
  for (const channel of config.alerts.channels) {
    if (channel.urlFile !== undefined) channel.url = contentOf(channel.urlFile);
    if (channel.secretFile !== undefined) channel.secret = contentOf(channel.secretFile);
    const { smtp } = channel;
    if (smtp?.passwordFile !== undefined) smtp.password = contentOf(smtp.passwordFile);
    if (smtp?.ca !== undefined) smtp.ca = besides(configFile, smtp.ca);
  }
}

/** The same for `backups` alone. */
export function takeBackupFiles(backups: CutoverConfig['backups'], configFile: string): void {
  takeEndpointFiles([...backups.servers, ...backups.restoreServers], configFile);
  const { restoreTest } = backups;
  if (restoreTest.folder !== undefined) restoreTest.folder = besides(configFile, restoreTest.folder);
  restoreTest.ageIdentityFiles = restoreTest.ageIdentityFiles.map((file) => besides(configFile, file));
  for (const storage of backups.storages) {
    if (storage.folder !== undefined) storage.folder = besides(configFile, storage.folder);
    if (storage.ca !== undefined) storage.ca = besides(configFile, storage.ca);
    if (storage.secretAccessKeyFile !== undefined)
      storage.secretAccessKey = contentBesides(configFile, storage.secretAccessKeyFile);
  }
}

function takeEndpointFiles(
  endpoints: readonly Pick<CutoverConfig['backups']['servers'][number], 'password' | 'passwordFile' | 'tls'>[],
  configFile: string,
): void {
  for (const endpoint of endpoints) {
    if (endpoint.passwordFile !== undefined) endpoint.password = contentBesides(configFile, endpoint.passwordFile);
    const { tls } = endpoint;
    if (tls === undefined) continue;
    for (const key of tlsKeys) {
      const file = tls[key];
      if (file !== undefined) tls[key] = besides(configFile, file);
    }
  }
}

function contentBesides(configFile: string, file: string): string | undefined {
  const { text } = readText(besides(configFile, file));
  return text === null ? undefined : withoutNewline(text);
}

/** An editor ends the last line; that is no part of a secret. */
function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
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
    // Before it is opened: a pipe nobody writes to, or a device without an end, would hold up the whole process.
    const found = statSync(file);
    if (!found.isFile() && !found.isDirectory()) return { text: null, reason: 'it is a device or a pipe, and no file' };
    if (found.size > maxFileBytes) return { text: null, reason: 'it is too large' };
    return { text: readFileSync(file, 'utf8'), reason: null };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return { text: null, reason: reasons[code] ?? code };
  }
}
