import {
  isEncrypted,
  tablespaceStates,
  type EncryptionProgress,
  type EncryptionStuck,
  type TablespaceState,
} from '@cutover/contracts';
import type { ToldTablespace } from '../encryption-dialect.js';

/** How fast it goes. */
export interface Pace {
  bytesPerSecond: number | null;
  /** The rate is that of a whole window, not of its beginning. */
  coversWindow: boolean;
}

/** Pure: bytes encrypted so far. A tablespace whose size is unknown counts in none of the sums. */
export function sumsOf(tablespaces: readonly ToldTablespace[]): { totalBytes: number; encryptedBytes: number } {
  let [totalBytes, encryptedBytes] = [0, 0];
  for (const { sizeBytes, encryptedBytes: encrypted } of tablespaces) {
    totalBytes += sizeBytes ?? 0;
    encryptedBytes += sizeBytes === null ? 0 : (encrypted ?? 0);
  }
  return { totalBytes, encryptedBytes: Math.round(encryptedBytes) };
}

/** Pure: how far one side is, how fast it goes and why it does not. */
export function progressOf(
  tablespaces: readonly ToldTablespace[],
  standstill: EncryptionStuck | null,
  pace: Pace,
): EncryptionProgress {
  const counts = Object.fromEntries(tablespaceStates.map((state) => [state, 0])) as Record<TablespaceState, number>;
  for (const { state } of tablespaces) counts[state] += 1;
  const waiting = tablespaces.filter(({ state }) => state === 'plain' || state === 'rotating');
  const leftBytes = waiting.reduce((sum, each) => sum + (each.sizeBytes ?? 0) - (each.encryptedBytes ?? 0), 0);
  const isUnderWay = waiting.length > 0;
  const stuck = isUnderWay ? (standstill ?? stillness(waiting, pace)) : null;
  const rate = isUnderWay ? pace.bytesPerSecond : null;
  return {
    ...sumsOf(tablespaces),
    tablespaces: counts,
    bytesPerSecond: rate,
    secondsLeft: rate === null || rate <= 0 || stuck !== null ? null : Math.ceil(leftBytes / rate),
    stuck,
  };
}

/** The settings are as they should be, and nothing moved for a whole window. */
function stillness(waiting: readonly ToldTablespace[], { bytesPerSecond, coversWindow }: Pace): EncryptionStuck | null {
  if (bytesPerSecond !== 0 || !coversWindow) return null;
  const isFlushing = waiting.some(
    ({ state, sizeBytes, encryptedBytes }) => state === 'rotating' && sizeBytes !== null && encryptedBytes === 0,
  );
  if (isFlushing)
    return {
      cause: 'flushing',
      message:
        'the encrypted pages of a tablespace wait to be written to the disk, and for 5 minutes nothing else moved',
      action:
        'Look at the load of its disk. The statement makes the server write them; set it back to what it was afterwards.',
      statement: 'SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0.001;',
    };
  return {
    cause: 'no-progress',
    message: 'for 5 minutes nothing was encrypted, though the settings let it',
    action:
      'Raise innodb_encryption_rotation_iops and innodb_encryption_threads on the server (both by SET GLOBAL), and read its error log for a missing key.',
    statement: null,
  };
}

/** Pure: percent encrypted, rounded down, so that 100 is never said of anything that is not whole. null: there are no bytes. */
export function percentOf({
  totalBytes,
  encryptedBytes,
}: {
  totalBytes: number;
  encryptedBytes: number;
}): number | null {
  return totalBytes === 0 ? null : Math.floor((100 * encryptedBytes) / totalBytes);
}

/** Whether every tablespace is encrypted. */
export function isComplete({ tablespaces }: Pick<EncryptionProgress, 'tablespaces'>): boolean {
  return tablespaceStates.every((state) => isEncrypted(state) || (tablespaces[state] ?? 0) === 0);
}
