import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConfigText } from './config-document.js';
import { ConfigError } from '../config-error.js';
import { faultLines } from './config-faults.js';
import { isRecord, valueAt } from '../config-path.js';
import type { ConfigSource, Environment } from '../config-source.js';
import { type CutoverConfig, configSchema } from '../config.schema.js';
import { parseSealKey, sealKeyAdvice, sealKeyVariable } from '../seal-key.js';
import { deepFreeze } from './deep-freeze.js';
import { applyOverrides } from './env-overrides.js';
import { expandReferences } from './env-references.js';
import { namedFileFaults, takeNamedFiles } from './named-files.js';

/** The file to read: `CUTOVER_CONFIG`, else `./cutover.yaml`. */
export function configFileOf(env: Environment): string {
  return env.CUTOVER_CONFIG || 'cutover.yaml';
}

/** Reads, expands, overrides, validates and freezes the configuration. Throws ConfigError with every fault at once. */
export function loadConfig(file: string, env: Environment = process.env): CutoverConfig {
  return parseConfig(readConfigFile(file), file, env);
}

/** The same, with what is written under `backups:`. */
export function loadConfigAndSource(
  file: string,
  env: Environment = process.env,
): { config: CutoverConfig; source: ConfigSource } {
  const text = readConfigFile(file);
  const config = parseConfig(text, file, env);
  return { config, source: { file, env, backups: backupsAsWritten(parseConfigText(text, file), env) } };
}

/** The same for who does not read the store: a seal key that is gone is no fault then, and none is taken. */
export function loadConfigWithoutStore(file: string, env: Environment = process.env): CutoverConfig {
  return parseConfig(readConfigFile(file), file, env, { needsSealKey: false });
}

/** Overrides are taken literally, so that a `${` in one of them must not be read as a reference later. */
function backupsAsWritten(document: unknown, env: Environment): Record<string, unknown> {
  const literal = Object.entries(env).map(([name, value]) => [name, value?.replaceAll('${', () => '$${')] as const);
  const tree = applyOverrides(document, Object.fromEntries(literal), []);
  const backups = isRecord(tree) ? tree['backups'] : undefined;
  return isRecord(backups) ? backups : {};
}

/** The same for text already read; `file` is named in faults, and paths in it are relative to its folder. */
export function parseConfig(text: string, file: string, env: Environment, { needsSealKey = true } = {}): CutoverConfig {
  const document = parseConfigText(text, file);
  if (!isRecord(document))
    throw new ConfigError(file, ['holds no configuration; copy cutover.example.yaml and change what differs']);
  const faults: string[] = [];
  const tree = applyOverrides(expandReferences(document, env, faults), env, faults);
  if (!needsSealKey && isRecord(tree) && isRecord(tree['store'])) delete tree['store']['sealKeyFile'];
  const parsed = configSchema.safeParse(tree);
  if (needsSealKey) faults.push(...sealKeyFaults(tree, env));
  const others = [...(parsed.success ? [] : faultLines(parsed.error.issues, tree)), ...namedFileFaults(tree, file)];
  // A variable that is not set also makes a value of the wrong kind; one line for it is enough.
  const isNew = (line: string) => !faults.some((fault) => line.startsWith(fault.slice(0, fault.indexOf(':') + 1)));
  const all = [...faults, ...others.filter(isNew)];
  if (!parsed.success || all.length > 0) throw new ConfigError(file, all);
  takeNamedFiles(parsed.data, file);
  return deepFreeze(parsed.data);
}

/** The key is no part of the configuration: it would stand in it as text. */
function sealKeyFaults(tree: unknown, env: Environment): string[] {
  const key = env[sealKeyVariable];
  if (key === undefined) return [];
  if (valueAt(tree, ['store', 'sealKeyFile']) !== undefined)
    return [`${sealKeyVariable}: is set, and so is store.sealKeyFile: keep one of them`];
  return parseSealKey(key) === null ? [`${sealKeyVariable}: ${sealKeyAdvice}`] : [];
}

function readConfigFile(file: string): string {
  try {
    // A byte order mark is what Windows editors leave; it is no content.
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(file, [
      code === 'ENOENT'
        ? `no such file (${resolve(file)}); copy cutover.example.yaml to it and change what differs, or name another in CUTOVER_CONFIG`
        : `cannot be read (${code ?? 'unknown'}); check its permissions`,
    ]);
  }
}
