/**
 * Pure: the name of publication, subscription, slot and account of the way back of one migration. The server allows small
 * letters, digits and `_` in the name of a slot, and 63 bytes.
 */
export function backName(migration: string): string {
  return `${migration
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, 48)}_back`;
}
