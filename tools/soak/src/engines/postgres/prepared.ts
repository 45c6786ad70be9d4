import type { SoakPair } from '../../stage/pair.js';

/**
 * Rolls back what a killed source, or a lost connection, has left prepared: a slot is made only when all transactions that write
 * have ended. The load must be paused.
 */
export async function endPrepared(pair: SoakPair): Promise<void> {
  const { twoPhase } = pair;
  await pair.onSide('source', async (source) => {
    for (const name of await twoPhase.prepared(source)) await source.rows(twoPhase.rollback(name));
  });
}
