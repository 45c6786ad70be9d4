import { isRecord } from '../../config/config-path.js';
import { canonicalJson } from './canonical-json.js';

/** What is written under `backups:`, as a tree that need not be right. */
export type Document = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, unknown>>;

/** In each list whose items hold a secret: its key, the key of a file that may hold it, and what decides where the secret goes. */
const kinds = {
  servers: { secret: 'password', file: 'passwordFile', goesTo: ['engine', 'host', 'port', 'username', 'tls'] },
  restoreServers: { secret: 'password', file: 'passwordFile', goesTo: ['engine', 'host', 'port', 'username', 'tls'] },
  storages: {
    secret: 'secretAccessKey',
    file: 'secretAccessKeyFile',
    goesTo: ['endpoint', 'region', 'accessKeyId', 'allowHttp', 'ca'],
  },
} as const;

/** An item of a list that may hold a secret. */
export interface SecretPlace {
  list: keyof typeof kinds;
  index: number;
  item: Item;
  /** Key of the secret. */
  key: string;
  /** Key of the name of a file that holds it. */
  fileKey: string;
  /** Whose secret it is, and where it goes: it is never given to another. */
  context: string;
}

/** Pure: every place of a document that may hold a secret. */
export function secretPlaces(document: Document): SecretPlace[] {
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((list) => {
    const items = document[list];
    return (Array.isArray(items) ? items : []).flatMap((item: unknown, index): SecretPlace[] =>
      isRecord(item) ? [placeOf(list, index, item)] : [],
    );
  });
}

function placeOf(list: keyof typeof kinds, index: number, item: Item): SecretPlace {
  const { secret: key, file: fileKey, goesTo } = kinds[list];
  const context = canonicalJson(['cutover backups', list, item['name'], key, goesTo.map((each) => item[each])]);
  return { list, index, item, key, fileKey, context };
}

/** Pure: the document with the secret of each place replaced by what `change` makes of it. */
export function withSecrets(
  document: Document,
  change: (place: SecretPlace, secret: unknown) => unknown,
  places: readonly SecretPlace[] = secretPlaces(document),
): Record<string, unknown> {
  const copy = structuredClone(document) as Record<string, unknown>;
  for (const place of places) {
    const item: unknown = (copy[place.list] as unknown[])[place.index];
    if (isRecord(item) && item[place.key] !== undefined) item[place.key] = change(place, item[place.key]);
  }
  return copy;
}

/** How a sealed secret stands in a document of the store. */
export interface SealedSecret {
  sealed: string;
}

/** Pure. */
export const isSealed = (value: unknown): value is SealedSecret =>
  isRecord(value) && typeof value['sealed'] === 'string';

/** What is shown in the place of a secret, and keeps it when it is sent back. */
export const placeholder = '********';

/** Names of variables and nothing else: no secret, and no part of one. */
const onlyReferences = /^(\$\{[A-Za-z_][A-Za-z0-9_]*\})+$/;

/** Pure: the document with a placeholder for each secret; a value that only names a variable is none. */
export const masked = (document: Document): Record<string, unknown> =>
  withSecrets(document, (_, secret) =>
    typeof secret === 'string' && onlyReferences.test(secret) ? secret : placeholder,
  );
