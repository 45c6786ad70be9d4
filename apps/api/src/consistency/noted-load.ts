import type { Role } from '@cutover/contracts';
import type { Clock } from '../platform/clock.js';
import type { LoadGate } from '../proof/load-gate.js';

/** Reads, and says how long the source was read; the share of the time is that of the source. Rejects as `read`. */
export async function noted<Reading>(
  load: LoadGate,
  clock: Clock,
  migration: string,
  role: Role,
  read: () => Promise<Reading>,
): Promise<Reading> {
  const startedMs = clock.monotonicMs();
  try {
    return await read();
  } finally {
    if (role === 'source') load.note(migration, clock.monotonicMs() - startedMs);
  }
}
