import type { Engine } from '@cutover/contracts';
import { engines, type DedicatedSession, type Endpoint } from '@cutover/databases';
import { messageOf } from '../../failures/message-of.js';
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
    const held = await holdSnapshot(session).catch(() => null);
    // A transaction of ours that serves nobody would keep the server from cleaning up.
    if (held === null) await closed(session);
    return await work(held);
  } finally {
    await closed(session);
  }
}

/** What the server says to our going is no failure of the work. */
const closed = (session: DedicatedSession): Promise<void> => session.close().catch(() => undefined);

/**
 * Does `attempt` with a held snapshot, and once more without one where the client could not take it over: behind one name there may be several
 * servers, and one that ends idle transactions soon. Then it has no position, but there is a dump.
 */
export async function orWithoutSnapshot<T>(attempt: (isHeld: boolean) => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await attempt(true);
  } catch (error) {
    // The statement stands in the last words of pg_dump, whatever language the server has.
    if (signal.aborted || !messageOf(error).includes('TRANSACTION SNAPSHOT')) throw error;
    return attempt(false);
  }
}
