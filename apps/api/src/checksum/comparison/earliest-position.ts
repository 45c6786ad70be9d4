import { mariadbPositions } from '../../replication/mariadb-gtid.js';
import type { ChunkRecord } from './exact-hooks.js';

/**
 * Pure: each chunk holds at its own position; the table as a whole is known as of the earliest. Snapshots (MariaDB only) may
 * be taken by several workers, in no order; a sandwich proves one range after the other. null: nothing was proved at a known one.
 */
export function earliestPosition(chunks: readonly Pick<ChunkRecord, 'mode' | 'position'>[]): string | null {
  const known = chunks.flatMap(({ position, mode }) => (position === null ? [] : [{ position, mode }]));
  const [first, ...others] = known;
  if (first === undefined || first.mode === 'sandwich') return first?.position ?? null;
  return others.reduce(
    (earliest, { position }) =>
      mariadbPositions.count(position) < mariadbPositions.count(earliest) ? position : earliest,
    first.position,
  );
}
