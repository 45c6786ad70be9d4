import type { Coverage, ReplicationChannel, ReplicationSlot, ReplicationState, Subscription } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import type { SourceFacts, ToldSlot, ToldSubscription } from './read-facts.js';
import type { SeenBefore } from './seen-before.js';
import { faultOf } from './subscription-fault.js';

const quote = (name: string): string => engines.postgres.quoteIdentifier(name);

/**
 * Pure: a subscription as the user sees it.
 * @param source null: it could not be asked
 * @param toldSlot the slot that it names, where the source has it
 * @param seen what the measurements before tell of it
 * @param coverage null: it is not known
 */
export function describeSubscription(
  told: ToldSubscription,
  source: SourceFacts | null,
  toldSlot: ToldSlot | undefined,
  seen: SeenBefore,
  coverage: Coverage | null,
): ReplicationChannel {
  const subscription = { ...subscriptionOf(told, toldSlot, seen), coverage };
  const fault = faultOf({ told, source, slot: toldSlot, seen });
  const isConnected = told.is_running && toldSlot?.is_active !== false;
  return {
    name: told.name,
    state: fault?.state ?? runningState(subscription.slot),
    sourceHost: null,
    sourcePort: null,
    receiver: isConnected ? 'running' : told.is_enabled ? 'connecting' : 'stopped',
    applier: told.is_running ? 'running' : told.is_enabled && source === null ? 'unknown' : 'stopped',
    secondsBehind: numberOf(toldSlot?.replay_seconds),
    delaySeconds: 0,
    tls: toldSlot?.tls ?? null,
    lastError: null,
    headline: fault?.headline ?? null,
    action: fault?.action ?? null,
    subscription,
  };
}

function subscriptionOf(
  told: ToldSubscription,
  slot: ToldSlot | undefined,
  seen: SeenBefore,
): Omit<Subscription, 'coverage'> {
  return {
    id: told.id,
    ...seen,
    isEnabled: told.is_enabled,
    publications: told.publications,
    slotName: told.slot,
    slot: slot === undefined ? null : slotOf(slot),
    applyErrors: numberOf(told.apply_errors),
    syncErrors: numberOf(told.sync_errors),
    missedRows: numberOf(told.missed_rows),
    initialSync: { ...told.initialSync, action: told.initialSync.tables === 0 ? addTables(told.name) : null },
  };
}

function addTables(name: string): string {
  return `Add tables to its publication on the source, then run on the target: ALTER SUBSCRIPTION ${quote(name)} REFRESH PUBLICATION; Where the target has their rows already, add WITH (copy_data = false).`;
}

const raiseLimit =
  "Raise the limit on the source now, if its disk has the space: ALTER SYSTEM SET max_slot_wal_keep_size = '…'; SELECT pg_reload_conf(); then let the target catch up.";

function slotOf(told: ToldSlot): ReplicationSlot {
  return {
    name: told.slot,
    isActive: told.is_active === true,
    walStatus: told.wal_status,
    confirmedPosition: told.confirmed,
    behindBytes: bytesOf(told.behind_bytes),
    retainedBytes: bytesOf(told.retained_bytes),
    safeWalBytes: numberOf(told.safe_bytes),
    action: told.safe_bytes === null && told.wal_status !== 'unreserved' ? null : raiseLimit,
  };
}

/** A worker that runs and has confirmed everything is idle; how far one is whose slot is unknown is unknown. */
function runningState(slot: ReplicationSlot | null): ReplicationState {
  if (slot === null || slot.behindBytes === null) return 'unknown';
  return slot.behindBytes > 0 ? 'applying' : 'idle';
}

/** A position that is past the end of another moment is no distance. */
function bytesOf(text: string | null | undefined): number | null {
  const bytes = numberOf(text);
  return bytes === null ? null : Math.max(0, bytes);
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
