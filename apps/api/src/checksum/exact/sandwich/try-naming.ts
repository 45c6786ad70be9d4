import type { TableWork } from '../table-work.js';

/** Names rows of what was proved to differ. That stays proved when they cannot be read; the log then says that it is not complete. Rejects only when aborted. */
export async function tryNaming({ frame, log }: TableWork, name: () => Promise<void>): Promise<void> {
  try {
    await name();
  } catch {
    frame.signal.throwIfAborted();
    log.isComplete = false;
  }
}
