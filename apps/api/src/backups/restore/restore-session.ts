import type { Engine } from '@cutover/contracts';
import { engines, type DedicatedSession, type Endpoint } from '@cutover/databases';
import { restoreDialects } from './dialects/registry.js';

/** One session on a server that is restored to. `database`: the one that it leads to, where the engine binds it to one. */
export async function withRestoreSession<T>(
  { engine, endpoint, database }: { engine: Engine; endpoint: Endpoint; database: string | undefined },
  work: (session: DedicatedSession) => Promise<T>,
): Promise<T> {
  const isBound = restoreDialects[engine].maintenanceDatabase !== undefined;
  const session = await engines[engine].openSession(
    { ...endpoint, database: isBound ? database : undefined },
    { role: 'target', fingerprint: null, onEnd: () => undefined },
  );
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
