import { readFileSync } from 'node:fs';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { ConfigSource } from '../../config/config-source.js';
import { parseBackups, type ParsedBackups } from '../../config/reading/parse-backups.js';
import { parseSealKey, sealKeyVariable } from '../../config/seal-key.js';
import { secretsOpener } from './open-secrets.js';
import type { Document } from './secret-places.js';

/** Reads a document of the store: its secrets are opened, and all rules of the file hold. */
export const readDocument = (
  stored: Document,
  key: Buffer | null,
  source: Pick<ConfigSource, 'file' | 'env'>,
): ParsedBackups => parseBackups(stored, source, secretsOpener(stored, key));

/** The key of the secrets in the store; null: none is configured. Whether it is one was looked at when the configuration was read. */
export function sealKeyOf({ store }: CutoverConfig, { env }: Pick<ConfigSource, 'env'>): Buffer | null {
  const text = store.sealKeyFile === undefined ? env[sealKeyVariable] : readFileSync(store.sealKeyFile, 'utf8');
  return text === undefined ? null : parseSealKey(text);
}
