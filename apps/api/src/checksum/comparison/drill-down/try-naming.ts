import { laggingReason } from '../../../proof/snapshot/lagging-reason.js';
import { TargetBehind } from '../../../proof/snapshot/pair-holder.js';
import { isTimeout, messageOf } from '../read-failure.js';
import type { DifferenceLog } from './difference-log.js';

/**
 * Names rows of what was proved to differ. That stays proved when they cannot be read: the log then says that it is not
 * complete. Answers why, null when all went well. Rejects only when aborted.
 */
export async function tryNaming(
  log: DifferenceLog,
  signal: AbortSignal,
  name: () => Promise<void>,
): Promise<string | null> {
  try {
    await name();
    return null;
  } catch (error) {
    signal.throwIfAborted();
    const obstacle = `not all rows that differ could be named: ${wordsOf(error)}; verify the table again`;
    log.leaveUnnamed(obstacle);
    return obstacle;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof TargetBehind) return laggingReason(error.matching);
  return isTimeout(error) ? 'a statement was ended by its time limit, the server may be busy' : messageOf(error);
}
