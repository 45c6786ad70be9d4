import type { ChannelState } from '@cutover/contracts';
import type { DeliveryFailure } from './channel-sender.js';

/** How a channel does. Kept over a restart. Instants are UTC ISO text. */
export interface ChannelRecord {
  lastSuccessAt: string | null;
  /** Of the last attempt that failed; kept after the channel works again. */
  lastFailureAt: string | null;
  lastFailure: string | null;
  action: string;
  /** null: the last attempt worked, or there was none. */
  failingSince: string | null;
  /** In a row. */
  failedAttempts: number;
  /** Wall ms before which nothing is tried; null: at once. */
  notBeforeMs: number | null;
  /** Messages given up, ever. */
  lost: number;
}

export const untried: ChannelRecord = {
  ...{ lastSuccessAt: null, lastFailureAt: null, lastFailure: null, action: '', failingSince: null },
  ...{ failedAttempts: 0, notBeforeMs: null, lost: 0 },
};

export function stateOf({ failingSince, lastSuccessAt }: ChannelRecord): ChannelState {
  if (failingSince !== null) return 'failing';
  return lastSuccessAt === null ? 'untried' : 'working';
}

export function afterSuccess(record: ChannelRecord, nowIso: string): ChannelRecord {
  return { ...record, lastSuccessAt: nowIso, action: '', failingSince: null, failedAttempts: 0, notBeforeMs: null };
}

/** `waitMs`: until the next attempt. */
export function afterFailure(
  record: ChannelRecord,
  { message, action }: DeliveryFailure,
  nowMs: number,
  waitMs: number,
): ChannelRecord {
  const nowIso = new Date(nowMs).toISOString();
  return {
    ...record,
    ...{ lastFailureAt: nowIso, lastFailure: message, action, failingSince: record.failingSince ?? nowIso },
    ...{ failedAttempts: record.failedAttempts + 1, notBeforeMs: nowMs + waitMs },
  };
}
