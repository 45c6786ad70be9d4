import { setTimeout as pause } from 'node:timers/promises';
import type { TableWork } from './table-work.js';

/** Time between two calls of `pauseReason`. */
const askAgainMs = 1_000;

/**
 * Waits as long as the hooks name a reason to pause. `release` is called before the first wait, so that no snapshot is
 * held meanwhile.
 */
export async function waitWhileThrottled(
  { hooks, table }: Pick<TableWork, 'hooks' | 'table'>,
  signal: AbortSignal,
  release?: () => Promise<void>,
): Promise<void> {
  let reason = (await hooks.pauseReason?.()) ?? null;
  if (reason === null) return;
  await release?.();
  while (reason !== null) {
    hooks.onPause?.(table.id, reason);
    await pause(askAgainMs, undefined, { signal });
    reason = (await hooks.pauseReason?.()) ?? null;
  }
  hooks.onPause?.(table.id, null);
}
