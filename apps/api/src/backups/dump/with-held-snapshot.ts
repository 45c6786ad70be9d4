import type { Engine } from '@cutover/contracts';
import { engines, type DedicatedSession, type Endpoint } from '@cutover/databases';
import { dumpDialects } from './dialects/registry.js';
import type { HeldSnapshot } from './dump-dialect.js';

/** Of which database a snapshot is held. */
export interface SnapshotSource {
  engine: Engine;
  endpoint: Endpoint;
  database: string;
}

/**
 * Does `work` while a session of ours holds a snapshot with a known position. null where there is none: a dump without a position is better
 * than no dump, so that no failure of the session is one of the work. The session is closed when the work has ended.
 */
export async function withHeldSnapshot<T>(
  { engine, endpoint, database }: SnapshotSource,
  work: (held: HeldSnapshot | null) => Promise<T>,
): Promise<T> {
  const { holdSnapshot } = dumpDialects[engine];
  if (holdSnapshot === null) return work(null);
  const session = await engines[engine]
    .openSession({ ...endpoint, database }, { role: 'source', fingerprint: null, onEnd: () => undefined })
    .catch((): DedicatedSession | null => null);
  if (session === null) return work(null);
  try {
    return await work(await holdSnapshot(session).catch(() => null));
  } finally {
    await session.close();
  }
}
