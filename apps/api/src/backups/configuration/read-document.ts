import type { ConfigSource } from '../../config/config-source.js';
import { parseBackups, type ParsedBackups } from '../../config/reading/parse-backups.js';
import { secretsOpener } from './open-secrets.js';
import type { Document } from './secret-places.js';

/** Reads a document of the store: its secrets are opened, and all rules of the file hold. */
export const readDocument = (
  stored: Document,
  key: Buffer | null,
  source: Pick<ConfigSource, 'file' | 'env'>,
): ParsedBackups => parseBackups(stored, source, secretsOpener(stored, key));
