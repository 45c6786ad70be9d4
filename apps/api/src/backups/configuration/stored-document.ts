import type { ConfigSource } from '../../config/config-source.js';
import { isRecord } from '../../config/config-path.js';
import type { ParsedBackups } from '../../config/reading/parse-backups.js';
import { canonicalJson } from './canonical-json.js';
import { readDocument } from './read-document.js';
import { seal, unseal } from './seal.js';
import type { Document } from './secret-places.js';
import { strangersIn } from './take-secrets.js';

/** A document as the store has it. */
export type StoredDocument = ParsedBackups & {
  document: Document;
  /** What may keep the variables and files that it names: this document, or the file where nobody knows who has written it. */
  trusted: Document;
};

/**
 * Pure: the text that is stored. With a key it carries a seal over the whole document: who can write to the store and has no key must not name
 * a variable or a file of the machine of Cutover, and have it sent to a host of his own.
 */
export const storedText = (document: Document, key: Buffer | null): string =>
  JSON.stringify(key === null ? document : { document, proof: seal('', key, contextOf(document)) });

/** Reads such a text. Whatever it is, it is read or has faults. */
export function readStored(
  text: string,
  key: Buffer | null,
  source: Pick<ConfigSource, 'file' | 'env' | 'backups'>,
): StoredDocument {
  const none = (fault: string): StoredDocument => ({
    ...{ document: {}, trusted: source.backups, backups: null, faults: [`backups: ${fault}`] },
  });
  try {
    const tree: unknown = JSON.parse(text);
    if (!isRecord(tree)) return none('is no group of keys in the store: another program has written it');
    const { document, proof } = isRecord(tree['document']) ? tree : { document: tree, proof: null };
    if (!isRecord(document)) return none('is no group of keys in the store: another program has written it');
    const isOurs = key === null || (typeof proof === 'string' && unseal(proof, key, contextOf(document)) !== null);
    const trusted = isOurs ? document : source.backups;
    const strangers = strangersIn(document, trusted, source.file).map(({ path }) => `${path}: ${stranger}`);
    if (strangers.length > 0) return { document, trusted, backups: null, faults: strangers };
    return { document, trusted, ...readDocument(document, key, source) };
  } catch {
    return none('cannot be read in the store: another program has written it, or it was cut');
  }
}

const stranger =
  'names a variable or a file of this machine, and the seal of the document is not ours: somebody else may have written it. Give the value itself, or name it in the configuration file, too';

const contextOf = (document: Document): string => canonicalJson(['cutover backups', document]);
