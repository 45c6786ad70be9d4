import type { ServerConnection } from '@cutover/databases';
import { blockerStatement, type BlockerRow, endBackendStatement } from './statements.js';

const lookMs = 5_000;

/**
 * Why a slot is not made: names the transaction that the process waits for. Then ends that process, since the server does not
 * notice that its client has gone while it waits. Never rejects.
 */
export async function endBlockedSlot(source: ServerConnection, backend: number): Promise<string> {
  const bounds = { timeoutMs: lookMs };
  const found = await source.query<BlockerRow>(blockerStatement, [backend], bounds).catch(() => []);
  await source.query(endBackendStatement, [backend], bounds).catch(() => undefined);
  return `a stream of changes of the source begins once every transaction that writes there has ended, and ${nameBlocker(found[0])}`;
}

/** Pure: the transaction that is waited for, and what to do. */
export function nameBlocker(blocker: BlockerRow | undefined): string {
  if (blocker === undefined) return 'that was not soon enough';
  const { xid, pid, role, application, state, seconds, gid } = blocker;
  const since = seconds === null ? '' : `, open for ${seconds} s`;
  if (pid === null && gid !== null)
    return `the prepared transaction ${JSON.stringify(gid)} (${xid}${since}) has not: COMMIT PREPARED or ROLLBACK PREPARED it`;
  if (pid === null) return `transaction ${xid} has not: wait, or see pg_stat_activity there`;
  const who = [`role ${role ?? 'unknown'}`, application ? `application ${application}` : null, state].filter(Boolean);
  return `transaction ${xid} of process ${pid} (${who.join(', ')}${since}) has not: wait for it, or end it there`;
}
