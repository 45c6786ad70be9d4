import { createHash } from 'node:crypto';

const longestName = 48;

/**
 * Pure: the name of publication, subscription, slot and account of the way back of one migration. The server allows small
 * letters, digits and `_` in the name of a slot, and 63 bytes. Slots are of the whole server: the names of two databases that are
 * alike in their first letters, or but for such signs, must not meet.
 */
export function backName(migration: string): string {
  const name = migration.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
  const isPlain = name === migration.replaceAll(/[.-]/g, '_') && name.length <= longestName;
  const mark = createHash('sha256').update(migration).digest('hex').slice(0, 8);
  return `${isPlain ? name : `${name.slice(0, longestName - 9)}_${mark}`}_back`;
}
