import type { Role } from '@cutover/contracts';
import type { BothReadings } from './settlement.js';
import { SideUnreadable } from './side-unreadable.js';

type Read<Reading> = (role: Role, signal: AbortSignal) => Promise<Reading>;

/** Reads one side. Rejects with SideUnreadable, which names the side. */
export async function readOne<Reading>(role: Role, read: Read<Reading>, signal: AbortSignal): Promise<Reading> {
  signal.throwIfAborted();
  try {
    return await read(role, signal);
  } catch (error) {
    throw new SideUnreadable(role, error);
  }
}

/**
 * Reads both sides at the same time. When one fails, the statement on the other is ended, and the first failure is
 * thrown. No statement is left on either server when this resolves or rejects.
 */
export async function readTogether<Reading>(read: Read<Reading>, signal: AbortSignal): Promise<BothReadings<Reading>> {
  // AbortSignal.any would leave a reference on the run's signal for each of tens of thousands of readings.
  const end = new AbortController();
  const follow = (): void => end.abort(signal.reason);
  signal.addEventListener('abort', follow, { once: true });
  if (signal.aborted) follow();
  let firstFailure: unknown;
  const guarded = async (role: Role): Promise<Reading> => {
    try {
      return await readOne(role, read, end.signal);
    } catch (error) {
      firstFailure ??= error;
      end.abort();
      throw error;
    }
  };
  const [source, target] = await Promise.allSettled([guarded('source'), guarded('target')]);
  signal.removeEventListener('abort', follow);
  if (source.status === 'fulfilled' && target.status === 'fulfilled')
    return { source: source.value, target: target.value };
  throw firstFailure;
}
