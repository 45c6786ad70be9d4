import type { Tablespace } from '@cutover/contracts';
import { tablespaceRank } from '../../looks/tablespace-look.js';
import type { TableColumn } from '../../ui/sort-rows.js';

/** What is told of a tablespace, in columns. */
export const tablespaceColumns: TableColumn<Tablespace>[] = [
  { key: 'name', label: 'Tablespace', sortValue: ({ name }) => name },
  { key: 'state', label: 'State', sortValue: ({ state }) => tablespaceRank[state] },
  { key: 'size', label: 'Size', align: 'end', sortValue: ({ sizeBytes }) => sizeBytes },
  { key: 'encrypted', label: 'Encrypted', align: 'end', sortValue: shareOf },
  { key: 'key', label: 'Key version', align: 'end', isMinor: true, sortValue: ({ keyVersion }) => keyVersion },
];

/** How much of it is encrypted, from 0 to 1; null: unknown. */
export function shareOf({
  sizeBytes,
  encryptedBytes,
}: Pick<Tablespace, 'sizeBytes' | 'encryptedBytes'>): number | null {
  return sizeBytes === null || encryptedBytes === null || sizeBytes === 0 ? null : encryptedBytes / sizeBytes;
}

/** What stands under a row: why, and the statement that encrypts it. */
export function noteOf({ note, action }: Tablespace): string | undefined {
  return [note, action].filter((text) => text !== null).join(' → ') || undefined;
}
